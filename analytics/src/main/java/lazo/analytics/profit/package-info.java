/**
 * Which customers, products or channels earn money, and which cost it?
 *
 * <p>{@link lazo.analytics.profit.MarginLadder} takes cost after cost from sales; {@link lazo.analytics.profit.CostAllocation}
 * says whose a common cost is; {@link lazo.analytics.profit.WhaleCurve} shows who carries the result and who eats into it;
 * {@link lazo.analytics.profit.AbcClasses} sorts by share of the whole. Money is counted in whole minor units (cents), so that
 * parts add up to their totals to the last cent.
 */
@NullMarked
package lazo.analytics.profit;

import org.jspecify.annotations.NullMarked;
