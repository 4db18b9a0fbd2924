/**
 * Which channels the conversions came through: rules, removal effects of a Markov chain, Shapley values. Every model
 * shares out exactly the conversions there were. Attribution describes paths; it does not say what a channel caused: for
 * that hold a random group out and see {@code analytics.causal}.
 */
@NullMarked
package lazo.analytics.attribution;

import org.jspecify.annotations.NullMarked;
