/**
 * Leads and deals on their way to a decision: stages and the board, conversion, assignment, the funnel, targets.
 *
 * <p>Start at {@link lazo.operational.sales.Deals}; what is written by itself when a deal or lead changes stands in
 * {@link lazo.operational.sales.DealRules} and {@link lazo.operational.sales.LeadRules}. Tables: {@code stage_setting},
 * {@code assignment_rule}, {@code sales_target}, {@code lead_conversion}.
 */
@ApplicationModule(
        displayName = "Sales",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.filter",
            "kernel.access",
            "kernel.timeline",
            "kernel.search",
            "kernel.view",
            "kernel.record",
            "kernel.record :: web"
        })
@NullMarked
package lazo.operational.sales;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
