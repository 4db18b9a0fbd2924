/**
 * Customer-analytics models as a library of its own: no Spring, no SQL, no files, no clock, and no randomness without a
 * seed. Each sub-package answers one family of questions; {@code docs/models} has a page per model.
 */
@NullMarked
package lazo.analytics;

import org.jspecify.annotations.NullMarked;
