/** Settings of objects, fields and choices. */
@NullMarked
package lazo.kernel.metadata.web;

import org.jspecify.annotations.NullMarked;
