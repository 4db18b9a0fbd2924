/**
 * Commercial documents: quotes and orders with their lines, what they come to, and what the customer says to them.
 *
 * <p>A document is a record, its lines are rows beside it: docs/decisions/0050. Start at {@link
 * lazo.operational.billing.Documents} for lines, {@link lazo.operational.billing.Totals} for the arithmetic, {@link
 * lazo.operational.billing.Quotes} for what becomes of a quote, {@link lazo.operational.billing.SalesOrders} for orders.
 * Tables: {@code document}, {@code document_line}, {@code quote_version}, {@code quote_link}, {@code quote_decision},
 * {@code billing_issuer}.
 */
@ApplicationModule(
        displayName = "Billing",
        allowedDependencies = {
            "platform.web",
            "platform.mail",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.filter",
            "kernel.search",
            "kernel.timeline",
            "kernel.notification",
            "kernel.record",
            "kernel.record :: web",
            "operational.catalogue"
        })
@NullMarked
package lazo.operational.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
