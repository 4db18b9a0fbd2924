/** The bell, its list and its settings. */
@NullMarked
package lazo.kernel.notification.web;

import org.jspecify.annotations.NullMarked;
