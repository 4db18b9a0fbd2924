package lazo.operational.einvoice;

import java.util.EnumSet;
import java.util.Set;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import org.jspecify.annotations.Nullable;

/**
 * Invoices by EN 16931 in UBL 2.1, as Peppol and the Spanish public platform carry them. What takes money back is a credit
 * note there, with its amounts turned positive. Source: EN 16931-1, CEN/TS 16931-3-2, Peppol BIS Billing 3.0.
 */
public final class UblInvoice {
    private UblInvoice() {}

    /** Whose rules hold. */
    public enum Profile {
        EN16931("urn:cen.eu:en16931:2017", null),
        PEPPOL(
                "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
                "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0");

        private final String customization;
        private final @Nullable String process;

        Profile(String customization, @Nullable String process) {
            this.customization = customization;
            this.process = process;
        }

        String customization() {
            return customization;
        }

        @Nullable
        String process() {
            return process;
        }
    }

    /** Empty when it can be written. */
    public static Set<FormatObjection> objections(TaxInvoice invoice, Profile profile) {
        Set<FormatObjection> found = EnumSet.noneOf(FormatObjection.class);
        Party buyer = invoice.parties().buyer();
        if (buyer == null || buyer.address() == null) {
            found.add(FormatObjection.NO_BUYER);
        }
        if (invoice.withholding() != null) {
            found.add(FormatObjection.WITHHOLDING);
        }
        boolean notSubject = invoice.taxes().stream().anyMatch(UblInvoice::isNotSubject);
        if (notSubject && !invoice.taxes().stream().allMatch(UblInvoice::isNotSubject)) {
            found.add(FormatObjection.NOT_SUBJECT_AND_MORE);
        }
        for (TaxSubtotal one : invoice.taxes()) {
            if (one.tax().surchargeRate() != null || one.surcharge().signum() != 0) {
                found.add(FormatObjection.SURCHARGE);
            }
            if (!one.tax().treatment().hasTax() && one.tax().reason() == null) {
                found.add(FormatObjection.NO_REASON);
            }
        }
        if (profile == Profile.PEPPOL) {
            if (invoice.references().buyer() == null && invoice.references().order() == null) {
                found.add(FormatObjection.NO_REFERENCE);
            }
            if (UblWriter.endpoint(invoice.parties().seller()) == null
                    || buyer != null && UblWriter.endpoint(buyer) == null) {
                found.add(FormatObjection.NO_ENDPOINT);
            }
        }
        return found;
    }

    static boolean isNotSubject(TaxSubtotal one) {
        return one.tax().treatment().category().equals("O");
    }

    /** @return XML, to be stored and sent in UTF-8 */
    public static String write(TaxInvoice invoice, Profile profile) {
        Set<FormatObjection> objections = objections(invoice, profile);
        if (!objections.isEmpty()) {
            throw new IllegalArgumentException("Cannot be written: " + objections);
        }
        return new UblWriter(invoice, profile).document();
    }

    /** An invoice or a credit note of anybody. Attachments are left out. */
    public static TaxInvoice read(byte[] document) throws UnreadableInvoice {
        return UblReader.read(document);
    }
}
