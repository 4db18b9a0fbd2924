package lazo.operational.verifactu;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.Address;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.operational.verifactu.VerifactuSettings.Draft;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;

/** A taxpayer with invoices, on a database of its own. */
final class VerifactuWorld {
    static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    static final Party SELLER = Party.of(
            "Emisora de Ejemplo, S.A.",
            TaxIdentity.nif("A28083806"),
            new Address("Calle Mayor 1", null, "Madrid", "28013", "Madrid", "ES"));
    static final Party BUYER = Party.of(
            "Begoña Núñez Güell",
            TaxIdentity.nif("12345678Z"),
            new Address("Rúa do Sol 2", null, "A Coruña", "15001", "A Coruña", "ES"));

    final DSLContext sql;
    final VerifactuSettings settings;
    final BillingRecords records;
    final ChainInspection inspection;
    final Submissions submissions;

    private final Secrets secrets;
    private final Clock clock;

    VerifactuWorld(DSLContext sql, Clock clock, Secrets secrets) {
        this.sql = sql;
        this.clock = clock;
        this.secrets = secrets;
        this.settings = new VerifactuSettings(sql, secrets);
        this.records = new BillingRecords(sql, settings, clock);
        this.inspection = new ChainInspection(sql, records);
        this.submissions = new Submissions(sql, clock);
        settings.save(new Draft(
                true, Environment.TEST, SELLER.name(), "A28083806", "Proyecto de Ejemplo, S.L.", "B08194359"));
    }

    static TaxInvoice invoice(int number) {
        return invoice(number, InvoiceKind.F1);
    }

    static TaxInvoice invoice(int number, InvoiceKind kind) {
        return TaxInvoice.of(
                new InvoiceId("F2026-", "%06d".formatted(number), DAY),
                kind,
                "Consultoría",
                SELLER,
                kind.isSimplified() ? null : BUYER,
                List.of(Line.of(
                        "1", "Consultoría", new BigDecimal("2"), "HUR", new BigDecimal("50.00"), Tax.iva("21"))));
    }

    BillingRecord register(TaxInvoice invoice) {
        return register(invoice, Resubmission.FIRST);
    }

    BillingRecord register(TaxInvoice invoice, Resubmission resubmission) {
        return sql.transactionResult(transaction -> within(transaction.dsl()).register(invoice, resubmission));
    }

    BillingRecord cancel(TaxInvoice invoice) {
        return sql.transactionResult(transaction -> within(transaction.dsl())
                .cancel(invoice.id().text(), invoice.id().issued()));
    }

    /** Billing records that do all in one transaction, and so over one connection. */
    BillingRecords within(DSLContext transaction) {
        return new BillingRecords(transaction, new VerifactuSettings(transaction, secrets), clock);
    }

    long chain() {
        return records.currentChain().orElseThrow();
    }

    ChainInspection.Result inspect() {
        return inspection.inspect(chain());
    }
}
