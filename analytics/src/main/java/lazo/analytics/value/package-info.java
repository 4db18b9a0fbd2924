/**
 * What a customer without a contract will still buy, and what that is worth.
 *
 * <p>Start at {@link lazo.analytics.value.PurchaseModelChoice}: it fits the purchase models to the same
 * {@link lazo.analytics.value.PurchaseHistory}, keeps the one that foretells later purchases best, puts simple
 * {@link lazo.analytics.value.Baselines} beside it, and says why. {@link lazo.analytics.value.GammaGamma} adds the margin
 * per purchase, {@link lazo.analytics.value.LifetimeValue} joins both. For contracts see {@code lazo.analytics.survival}.
 */
@NullMarked
package lazo.analytics.value;

import org.jspecify.annotations.NullMarked;
