/** The audit on the screen, and the filter that tells the database for whom a request works. */
@NullMarked
package lazo.kernel.audit.web;

import org.jspecify.annotations.NullMarked;
