/**
 * Who will do it, with what probability, and why: models of a yes/no outcome, their calibration, their quality on rows
 * they never saw, and explanations of single predictions.
 *
 * <p>Start at {@link lazo.analytics.classify.LogisticRegression}; take {@link lazo.analytics.classify.BoostedTrees} when
 * {@link lazo.analytics.classify.ModelChoice} says it wins. {@link lazo.analytics.classify.NaiveBayes} and
 * {@link lazo.analytics.classify.PipelineBayes} are the baselines to beat.
 */
@NullMarked
package lazo.analytics.classify;

import org.jspecify.annotations.NullMarked;
