/**
 * Where should the next euro and the next contact go?
 *
 * <p>{@link lazo.analytics.optimise.BudgetAllocation} divides a budget over channels whose response flattens
 * ({@link lazo.analytics.optimise.ConcaveResponse}); {@link lazo.analytics.optimise.OfferPlan} chooses who gets which offer under
 * capacities, contact limits and a budget, and says how far from the best possible the choice can be at most.
 */
@NullMarked
package lazo.analytics.optimise;

import org.jspecify.annotations.NullMarked;
