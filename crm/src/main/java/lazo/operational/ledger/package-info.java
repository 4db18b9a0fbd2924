/**
 * What documents come to for whoever keeps the books: who owes what since when, and the book of issued invoices with its
 * taxes.
 *
 * <p>Start at {@link lazo.operational.ledger.Receivables} and {@link lazo.operational.ledger.InvoiceBook}. Both compute from
 * the invoices; there are no tables of their own.
 */
@ApplicationModule(
        displayName = "Ledger",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.filter",
            "kernel.audit",
            "kernel.record",
            "kernel.record :: web",
            "kernel.transfer",
            "operational.billing",
            "operational.einvoice"
        })
@NullMarked
package lazo.operational.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
