/** Roles on the screen: what each may do with which records and fields, in plain words. */
@NullMarked
package lazo.kernel.access.web;

import org.jspecify.annotations.NullMarked;
