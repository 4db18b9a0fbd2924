/** The form that everybody has, and the list for administrators. */
@NullMarked
package lazo.collaborative.feedback.web;

import org.jspecify.annotations.NullMarked;
