/**
 * Which customers are alike, and what sets each group apart?
 *
 * <p>Rules people know: {@link lazo.analytics.segment.Rfm}; who came back, by when they first came:
 * {@link lazo.analytics.segment.CohortRetention}. Groups found in the data: {@link lazo.analytics.segment.KMeans} and
 * {@link lazo.analytics.segment.GaussianMixture}; how good and how firm they are: {@link lazo.analytics.segment.Silhouette} and
 * {@link lazo.analytics.segment.Stability}. {@link lazo.analytics.segment.SegmentProfile} puts each group into words.
 */
@NullMarked
package lazo.analytics.segment;

import org.jspecify.annotations.NullMarked;
