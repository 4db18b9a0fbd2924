package lazo.operational.verifactu;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.Party;

/** Why an invoice cannot be registered. The sentence of each is {@code verifactu.problem.…}. */
public enum InvoiceProblem {
    OTHER_SELLER,
    NUMBER,
    NOT_EURO,
    NO_DESCRIPTION,
    NO_BUYER,
    BUYER_NOT_IDENTIFIED,
    BUYER_ON_SIMPLIFIED,
    NO_TAXES,
    TOO_MANY_TAXES,
    AMOUNT,
    CORRECTS_NOTHING,
    SUBSTITUTED_AMOUNTS_MISSING,
    SIMPLIFIED_TOO_HIGH;

    private static final BigDecimal MOST = new BigDecimal("999999999999.99");
    private static final BigDecimal MOST_SIMPLIFIED = new BigDecimal("3010");

    /** All there is, so that it can be put right at once. */
    static Set<InvoiceProblem> of(TaxInvoice invoice, Taxpayer taxpayer) {
        Set<InvoiceProblem> found = EnumSet.noneOf(InvoiceProblem.class);
        TaxIdentity seller = invoice.parties().seller().taxId();
        check(found, OTHER_SELLER, seller != null && seller.value().equals(taxpayer.nif()));
        check(found, NUMBER, invoice.id().text().matches("(?! )[ -~&&[^\"'<>=]]{1,60}(?<! )"));
        check(found, NOT_EURO, invoice.currency().equals("EUR"));
        check(found, NO_DESCRIPTION, !invoice.description().isBlank());
        checkBuyer(found, invoice);
        check(found, NO_TAXES, !invoice.taxes().isEmpty());
        check(found, TOO_MANY_TAXES, RecordXml.breakdown(invoice).size() <= 12);
        check(
                found,
                AMOUNT,
                isAmount(invoice.total())
                        && isAmount(invoice.taxTotal())
                        && invoice.taxes().stream()
                                .allMatch(tax ->
                                        isAmount(tax.base()) && isAmount(tax.amount()) && isAmount(tax.surcharge())));
        checkCorrection(found, invoice);
        return found;
    }

    private static void checkBuyer(Set<InvoiceProblem> found, TaxInvoice invoice) {
        Party buyer = invoice.parties().buyer();
        if (invoice.kind().isSimplified()) {
            check(found, BUYER_ON_SIMPLIFIED, buyer == null);
            check(
                    found,
                    SIMPLIFIED_TOO_HIGH,
                    invoice.kind() == InvoiceKind.R5 || invoice.total().compareTo(MOST_SIMPLIFIED) <= 0);
        } else if (buyer == null) {
            found.add(NO_BUYER);
        } else {
            TaxIdentity id = buyer.taxId();
            check(
                    found,
                    BUYER_NOT_IDENTIFIED,
                    id != null
                            && (id.kind() == TaxIdentity.Kind.NIF
                                    ? id.value().length() == 9
                                    : !id.value().isEmpty() && id.value().length() <= 20));
        }
    }

    private static void checkCorrection(Set<InvoiceProblem> found, TaxInvoice invoice) {
        TaxInvoice.Correction correction = invoice.correction();
        if (invoice.kind().isCorrective()) {
            check(found, CORRECTS_NOTHING, correction != null);
            check(
                    found,
                    SUBSTITUTED_AMOUNTS_MISSING,
                    correction == null
                            || !correction.bySubstitution()
                            || correction.base() != null && correction.tax() != null);
        }
        if (invoice.kind() == InvoiceKind.F3) {
            check(found, CORRECTS_NOTHING, !invoice.replaced().isEmpty());
        }
    }

    private static void check(Set<InvoiceProblem> found, InvoiceProblem problem, boolean holds) {
        if (!holds) {
            found.add(problem);
        }
    }

    private static boolean isAmount(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() <= 2 && amount.abs().compareTo(MOST) <= 0;
    }
}
