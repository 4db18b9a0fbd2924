/**
 * What sells together, and what to offer this customer next?
 *
 * <p>Baskets: {@link lazo.analytics.recommend.AssociationRules} with the measures and the test that keep chance out. Next offer:
 * {@link lazo.analytics.recommend.Popularity}, {@link lazo.analytics.recommend.OwnFrequency} (what this customer buys again),
 * {@link lazo.analytics.recommend.ItemNeighbours} and {@link lazo.analytics.recommend.Ease}; compare them with
 * {@link lazo.analytics.recommend.RankingQuality} on a later period before choosing.
 */
@NullMarked
package lazo.analytics.recommend;

import org.jspecify.annotations.NullMarked;
