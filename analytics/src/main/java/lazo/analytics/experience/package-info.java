/**
 * How customers live through what a company does: what they answer ({@link lazo.analytics.experience.NetPromoterScore},
 * {@link lazo.analytics.experience.SatisfactionScore}, {@link lazo.analytics.experience.EffortScore}), which part of the
 * service drives the answer ({@link lazo.analytics.experience.DriverAnalysis}), and where they give up or lose time
 * ({@link lazo.analytics.experience.JourneyGraph}).
 */
@NullMarked
package lazo.analytics.experience;

import org.jspecify.annotations.NullMarked;
