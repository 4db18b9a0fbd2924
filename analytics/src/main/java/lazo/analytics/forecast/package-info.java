/**
 * What comes next in a series of figures, and how sure is that?
 *
 * <p>Start at {@link lazo.analytics.forecast.Combination}: it tries several methods on the past (rolling origin), keeps those
 * that beat "same as last season", and widens its intervals until they held in the past. Single methods:
 * {@link lazo.analytics.forecast.ExponentialSmoothing} (level, trend, damped trend, season; chosen by AICc),
 * {@link lazo.analytics.forecast.HoltWinters}, {@link lazo.analytics.forecast.Theta},
 * {@link lazo.analytics.forecast.Arima} of a named order,
 * {@link lazo.analytics.forecast.IntermittentDemand} for series that are mostly zero and
 * {@link lazo.analytics.forecast.SeasonalNaive} as the bar to clear. {@link lazo.analytics.forecast.LevelShifts} says when
 * the ground moved.
 */
@NullMarked
package lazo.analytics.forecast;

import org.jspecify.annotations.NullMarked;
