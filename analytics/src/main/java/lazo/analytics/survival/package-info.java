/**
 * How long customers stay, when not everybody's end has been seen yet.
 *
 * <p>{@link lazo.analytics.survival.KaplanMeier} draws the curve, {@link lazo.analytics.survival.LogRank} compares groups,
 * {@link lazo.analytics.survival.CoxModel} says what shortens or lengthens the stay,
 * {@link lazo.analytics.survival.Weibull} and {@link lazo.analytics.survival.ShiftedBetaGeometric} carry the curve beyond the
 * data: the first in continuous time, the second for contracts that are renewed. For customers without a contract see
 * {@code lazo.analytics.value}.
 */
@NullMarked
package lazo.analytics.survival;

import org.jspecify.annotations.NullMarked;
