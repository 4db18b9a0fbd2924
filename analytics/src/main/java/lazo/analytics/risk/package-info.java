/**
 * Who may not pay, how much that may cost, and what looks wrong: a scorecard with points, late payment of invoices,
 * expected loss and credit limit, early warning of a change, and two ways to find odd records. Every figure comes with its
 * reasons.
 */
@NullMarked
package lazo.analytics.risk;

import org.jspecify.annotations.NullMarked;
