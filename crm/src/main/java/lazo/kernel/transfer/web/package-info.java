/** Screens of importing, and the addresses that export. */
@NullMarked
package lazo.kernel.transfer.web;

import org.jspecify.annotations.NullMarked;
