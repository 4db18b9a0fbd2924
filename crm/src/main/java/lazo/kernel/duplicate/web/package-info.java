/** Screens of likely duplicates and of merging. */
@NullMarked
package lazo.kernel.duplicate.web;

import org.jspecify.annotations.NullMarked;
