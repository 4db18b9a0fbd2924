/**
 * Commercial documents: quotes, orders and invoices with their lines, what they come to, and what becomes of them.
 *
 * <p>A document is a record, its lines are rows beside it: docs/decisions/0050. Start at {@link
 * lazo.operational.billing.Documents} for lines, {@link lazo.operational.billing.Totals} for the arithmetic, {@link
 * lazo.operational.billing.Quotes}, {@link lazo.operational.billing.QuoteLinks} and {@link
 * lazo.operational.billing.QuoteDecisions} for what becomes of a quote, {@link lazo.operational.billing.SalesOrders} for orders, {@link lazo.operational.billing.OrderDeliveries} for what is handed over of them,
 * {@link lazo.operational.billing.Invoices} and {@link lazo.operational.billing.InvoiceIssuing} for invoices:
 * docs/decisions/0070. Tables: {@code document}, {@code document_line}, {@code quote_version}, {@code quote_link},
 * {@code quote_decision}, {@code billing_issuer}, {@code billing_series}, {@code invoice_issue},
 * {@code discount_limit}, {@code discount_request}, {@code discount_approval}: docs/decisions/0111;
 * {@code delivery}, {@code delivery_line}, {@code delivery_series}: docs/decisions/0112.
 */
@ApplicationModule(
        displayName = "Billing",
        allowedDependencies = {
            "platform.database",
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
            "kernel.transfer",
            "operational.catalogue",
            "operational.stock",
            "operational.einvoice",
            "operational.verifactu"
        })
@NullMarked
package lazo.operational.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
