/**
 * What every model shares: where it came from ({@link lazo.analytics.data.Provenance}) and how it is kept
 * ({@link lazo.analytics.data.ModelJson}).
 */
@NullMarked
package lazo.analytics.data;

import org.jspecify.annotations.NullMarked;
