/** The API over HTTP, and the screen where its keys are made. */
@NullMarked
package lazo.kernel.api.web;

import org.jspecify.annotations.NullMarked;
