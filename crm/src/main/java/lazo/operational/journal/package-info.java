/**
 * Bookkeeping: the chart of accounts, the journal that documents are posted to, and what follows from it.
 *
 * <p>Start at {@link lazo.operational.journal.Journal}, which posts, and {@link lazo.operational.journal.JournalLists}, which
 * reads; {@link lazo.operational.journal.ChartOfAccounts} keeps the accounts and which of them each kind of posting uses.
 * {@code InvoicePostings} and {@code PaymentPostings} say what a document comes to. Why it is so: docs/decisions/0100. Tables:
 * {@code ledger_account}, {@code ledger_setting}, {@code ledger_closing}, {@code posting_account}, {@code journal_year},
 * {@code journal_entry}, {@code journal_line}, {@code journal_failure}.
 */
@ApplicationModule(
        displayName = "Journal",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.audit",
            "kernel.record",
            "kernel.record :: web",
            "kernel.transfer",
            "operational.billing",
            "operational.catalogue",
            "operational.einvoice",
            "operational.ledger",
            "operational.payment"
        })
@NullMarked
package lazo.operational.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
