/**
 * What an action causes, from experiments with a random hold-out: effects with intervals, a guard for looking early, whom
 * an offer moves (uplift), and what a rule for treating people earns. "No detectable uplift" is an answer.
 */
@NullMarked
package lazo.analytics.causal;

import org.jspecify.annotations.NullMarked;
