/**
 * Arithmetic that several models share and no library on the class path has: minimisation with a known slope
 * ({@link lazo.analytics.numeric.Lbfgs}), curvature at the minimum ({@link lazo.analytics.numeric.Curvature}), sums over
 * many rows that come out the same on any number of cores ({@link lazo.analytics.numeric.BlockSum}) and positions in order of
 * size ({@link lazo.analytics.numeric.Order}).
 */
@NullMarked
package lazo.analytics.numeric;

import org.jspecify.annotations.NullMarked;
