/** The import wizard and exports. */
@NullMarked
package lazo.kernel.transfer.web;

import org.jspecify.annotations.NullMarked;
