/** Screens of activities. */
@NullMarked
package lazo.operational.activity.web;

import org.jspecify.annotations.NullMarked;
