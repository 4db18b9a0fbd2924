package lazo.operational.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.operational.einvoice.TaxInvoice.Address;
import lazo.operational.einvoice.TaxInvoice.Adjustment;
import lazo.operational.einvoice.TaxInvoice.Code;
import lazo.operational.einvoice.TaxInvoice.Correction;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Payment;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.einvoice.TaxInvoice.Withholding;
import lazo.platform.xml.XmlWriter;
import org.jspecify.annotations.Nullable;

/**
 * Invoices as Spanish administrations take them, Facturae 3.2.2; to be signed by {@link FacturaeSignature} before they are
 * sent. Where an administration is reached is an id of the buyer with scheme {@code DIR3-01} (accounting office),
 * {@code DIR3-02} (managing body) or {@code DIR3-03} (processing unit). Source: the schema of facturae.gob.es.
 */
public final class FacturaeInvoice {
    static final String NAMESPACE = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml";
    private static final int LONGEST_NUMBER = 20;
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("C62", "01"),
            Map.entry("H87", "01"),
            Map.entry("EA", "01"),
            Map.entry("HUR", "02"),
            Map.entry("KGM", "03"),
            Map.entry("LTR", "04"),
            Map.entry("BX", "06"),
            Map.entry("CLT", "15"),
            Map.entry("CMT", "16"),
            Map.entry("GRM", "21"),
            Map.entry("KMT", "22"),
            Map.entry("MTR", "25"),
            Map.entry("MMT", "26"),
            Map.entry("PK", "28"),
            Map.entry("MTQ", "33"),
            Map.entry("SEC", "34"),
            Map.entry("WTT", "35"),
            Map.entry("KWH", "36"));
    private static final Map<String, String> MEANS = Map.of(
            "10", "01", "49", "02", "59", "02", "30", "04", "31", "04", "58", "04", "20", "11", "48", "19", "54", "19",
            "55", "19");

    private final TaxInvoice invoice;
    private final XmlWriter out;

    private FacturaeInvoice(TaxInvoice invoice) {
        this.invoice = invoice;
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("fe", NAMESPACE);
        namespaces.put("ds", "http://www.w3.org/2000/09/xmldsig#");
        this.out = new XmlWriter(namespaces);
    }

    /** Empty when it can be written. */
    public static Set<FormatObjection> objections(TaxInvoice invoice) {
        Set<FormatObjection> found = EnumSet.noneOf(FormatObjection.class);
        if (invoice.id().series().length() > LONGEST_NUMBER
                || invoice.id().number().length() > LONGEST_NUMBER) {
            found.add(FormatObjection.NUMBER_TOO_LONG);
        }
        Party buyer = invoice.parties().buyer();
        if (buyer == null || !isWhole(buyer.address())) {
            found.add(FormatObjection.NO_BUYER);
        }
        if (invoice.parties().seller().taxId() == null
                || !isWhole(invoice.parties().seller().address())
                || buyer != null && buyer.taxId() == null) {
            found.add(FormatObjection.NO_TAX_NUMBER);
        }
        boolean reasons = invoice.taxes().stream()
                .allMatch(one -> one.tax().treatment().hasTax() || one.tax().reason() != null);
        if (!reasons) {
            found.add(FormatObjection.NO_REASON);
        }
        if (!invoice.settlement().payments().stream().allMatch(one -> MEANS.containsKey(one.means()))) {
            found.add(FormatObjection.NO_CODE);
        }
        return found;
    }

    private static boolean isWhole(@Nullable Address address) {
        return address != null && address.street() != null && address.city() != null && address.postcode() != null;
    }

    /** @return XML without a signature, to be stored and sent in UTF-8 */
    public static String write(TaxInvoice invoice) {
        Set<FormatObjection> objections = objections(invoice);
        if (!objections.isEmpty()) {
            throw new IllegalArgumentException("Cannot be written: " + objections);
        }
        return new FacturaeInvoice(invoice).document();
    }

    private String document() {
        out.declaration().open("fe:Facturae");
        header();
        out.open("Parties");
        party("SellerParty", invoice.parties().seller());
        party("BuyerParty", Objects.requireNonNull(invoice.parties().buyer()));
        out.close("Parties").open("Invoices").open("Invoice");
        invoiceHeader();
        issueData();
        out.open("TaxesOutputs");
        invoice.taxes().forEach(this::tax);
        out.close("TaxesOutputs");
        Withholding withholding = invoice.withholding();
        if (withholding != null) {
            withheld(withholding.rate(), withholding.base(), withholding.amount());
        }
        totals();
        out.open("Items");
        invoice.lines().forEach(this::line);
        out.close("Items");
        payments();
        literals();
        return out.close("Invoice").close("Invoices").close("fe:Facturae").document();
    }

    private static String two(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private static String eight(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.clamp(plain.scale(), 2, 8), RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void total(String element, BigDecimal amount) {
        out.open(element).element("TotalAmount", two(amount)).close(element);
    }

    /** With what is withheld already taken off. */
    private BigDecimal invoiceTotal() {
        Withholding withholding = invoice.withholding();
        return withholding == null ? invoice.total() : invoice.total().subtract(withholding.amount());
    }

    private void header() {
        TaxIdentity seller = Objects.requireNonNull(invoice.parties().seller().taxId());
        out.open("FileHeader").element("SchemaVersion", "3.2.2").element("Modality", "I");
        out.element("InvoiceIssuerType", "EM").open("Batch");
        out.element("BatchIdentifier", seller.value() + invoice.id().text()).element("InvoicesCount", "1");
        total("TotalInvoicesAmount", invoiceTotal());
        total("TotalOutstandingAmount", invoice.payable());
        total("TotalExecutableAmount", invoice.payable());
        out.element("InvoiceCurrencyCode", invoice.currency()).close("Batch").close("FileHeader");
    }

    private void party(String element, Party party) {
        TaxIdentity id = Objects.requireNonNull(party.taxId());
        Address address = Objects.requireNonNull(party.address());
        boolean person = id.kind() == TaxIdentity.Kind.PASSPORT
                || id.kind() == TaxIdentity.Kind.NIF && id.value().matches("[0-9KLMXYZ].*");
        out.open(element).open("TaxIdentification").element("PersonTypeCode", person ? "F" : "J");
        out.element("ResidenceTypeCode", residence(id, address))
                .element("TaxIdentificationNumber", id.value())
                .close("TaxIdentification");
        centres(party, address);
        if (person) {
            out.open("Individual");
            personName(party.name());
        } else {
            out.open("LegalEntity")
                    .element("CorporateName", shortened(party.name(), 80))
                    .element("TradeName", party.tradingName() == null ? null : shortened(party.tradingName(), 40));
        }
        address(address);
        contact(party);
        out.close(person ? "Individual" : "LegalEntity").close(element);
    }

    private static String residence(TaxIdentity id, Address address) {
        return switch (id.kind()) {
            case NIF -> "R";
            case VAT -> "U";
            default -> address.country().equals("ES") ? "R" : "E";
        };
    }

    private void centres(Party party, Address address) {
        List<Code> centres = party.ids().stream()
                .filter(one -> one.scheme() != null && one.scheme().matches("DIR3-0[1-4]"))
                .sorted(Comparator.comparing(one -> String.valueOf(one.scheme())))
                .toList();
        if (!centres.isEmpty()) {
            out.open("AdministrativeCentres");
            for (Code one : centres) {
                String scheme = String.valueOf(one.scheme());
                out.open("AdministrativeCentre")
                        .element("CentreCode", one.value())
                        .element("RoleTypeCode", scheme.substring(scheme.length() - 2));
                address(address);
                out.close("AdministrativeCentre");
            }
            out.close("AdministrativeCentres");
        }
    }

    /** The last two words are surnames, as Spanish names have it. */
    private void personName(String name) {
        List<String> words = new ArrayList<>(List.of(name.strip().split("\\s+")));
        String second = words.size() > 2 ? words.removeLast() : null;
        String first = words.size() > 1 ? words.removeLast() : "-";
        out.element("Name", shortened(String.join(" ", words), 40))
                .element("FirstSurname", shortened(first, 40))
                .element("SecondSurname", second == null ? null : shortened(second, 40));
    }

    private void address(Address address) {
        String street =
                address.more() == null ? text(address.street()) : text(address.street()) + ", " + address.more();
        String region = address.region() == null ? text(address.city()) : address.region();
        if (address.country().equals("ES")) {
            out.open("AddressInSpain")
                    .element("Address", shortened(street, 80))
                    .element("PostCode", address.postcode())
                    .element("Town", shortened(text(address.city()), 50))
                    .element("Province", shortened(region, 20))
                    .element("CountryCode", "ESP")
                    .close("AddressInSpain");
        } else {
            out.open("OverseasAddress")
                    .element("Address", shortened(street, 80))
                    .element("PostCodeAndTown", shortened(address.postcode() + " " + address.city(), 50))
                    .element("Province", shortened(region, 20))
                    .element("CountryCode", Locale.of("", address.country()).getISO3Country())
                    .close("OverseasAddress");
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private void contact(Party party) {
        var contact = party.contact();
        if (contact != null && (contact.phone() != null || contact.email() != null)) {
            out.open("ContactDetails")
                    .element("Telephone", contact.phone() == null ? null : shortened(contact.phone(), 15))
                    .element("ElectronicMail", contact.email() == null ? null : shortened(contact.email(), 60))
                    .close("ContactDetails");
        }
    }

    private void invoiceHeader() {
        out.open("InvoiceHeader")
                .element("InvoiceNumber", invoice.id().number())
                .element("InvoiceSeriesCode", invoice.id().series())
                .element("InvoiceDocumentType", invoice.kind().isSimplified() ? "FA" : "FC");
        Correction correction = invoice.correction();
        boolean corrects = invoice.kind().isCorrective() && correction != null;
        out.element("InvoiceClass", corrects ? "OR" : "OO");
        if (corrects && correction != null) {
            corrective(correction);
        }
        out.close("InvoiceHeader");
    }

    private void corrective(Correction correction) {
        List<InvoiceId> corrected = correction.corrected();
        LocalDate from = corrected.stream()
                .map(InvoiceId::issued)
                .min(Comparator.naturalOrder())
                .orElse(invoice.id().issued());
        LocalDate to = corrected.stream()
                .map(InvoiceId::issued)
                .max(Comparator.naturalOrder())
                .orElse(from);
        out.open("Corrective");
        if (corrected.size() == 1) {
            out.element("InvoiceNumber", shortened(corrected.getFirst().number(), LONGEST_NUMBER))
                    .element("InvoiceSeriesCode", shortened(corrected.getFirst().series(), LONGEST_NUMBER));
        }
        boolean insolvent = invoice.kind() == InvoiceKind.R2 || invoice.kind() == InvoiceKind.R3;
        boolean reduced = invoice.kind() == InvoiceKind.R1;
        out.element("ReasonCode", insolvent ? "85" : reduced ? "83" : "10");
        out.element(
                "ReasonDescription",
                insolvent
                        ? "Base imponible modificada cuotas repercutidas no satisfechas. Auto de declaración de concurso"
                        : reduced ? "Base imponible modificada por descuentos y bonificaciones" : "Detalle Operación");
        out.open("TaxPeriod")
                .element("StartDate", from.toString())
                .element("EndDate", to.toString())
                .close("TaxPeriod");
        out.element("CorrectionMethod", correction.bySubstitution() ? "01" : "02");
        out.element(
                "CorrectionMethodDescription",
                correction.bySubstitution() ? "Rectificación íntegra" : "Rectificación por diferencias");
        String numbers = corrected.size() == 1
                ? ""
                : String.join(", ", corrected.stream().map(InvoiceId::text).toList());
        String more = (correction.reason() + " " + numbers).strip();
        out.element("AdditionalReasonDescription", shortened(more, 2_500)).close("Corrective");
    }

    private void issueData() {
        out.open("InvoiceIssueData").element("IssueDate", invoice.id().issued().toString());
        LocalDate on = invoice.supply().on();
        out.element("OperationDate", on == null ? null : on.toString());
        var period = invoice.supply().period();
        if (period != null && period.from() != null && period.to() != null) {
            out.open("InvoicingPeriod")
                    .element("StartDate", period.from().toString())
                    .element("EndDate", period.to().toString())
                    .close("InvoicingPeriod");
        }
        out.element("InvoiceCurrencyCode", invoice.currency())
                .element("TaxCurrencyCode", invoice.currency())
                .element("LanguageName", "es");
        String description = invoice.description();
        out.element("InvoiceDescription", description.isBlank() ? null : shortened(description, 2_500));
        String reference = invoice.references().buyer() == null
                ? invoice.references().order()
                : invoice.references().buyer();
        out.element("ReceiverTransactionReference", reference == null ? null : shortened(reference, 20));
        String contract = invoice.references().contract();
        out.element("ReceiverContractReference", contract == null ? null : shortened(contract, 20));
        out.close("InvoiceIssueData");
    }

    private static String code(TaxKind kind) {
        return kind.code();
    }

    private static BigDecimal rate(Tax tax) {
        return tax.rate() == null ? BigDecimal.ZERO : tax.rate();
    }

    private void tax(TaxSubtotal one) {
        Tax tax = one.tax();
        out.open("Tax").element("TaxTypeCode", code(tax.kind())).element("TaxRate", two(rate(tax)));
        total("TaxableBase", one.base());
        total("TaxAmount", one.amount());
        if (tax.surchargeRate() != null) {
            out.element("EquivalenceSurcharge", two(tax.surchargeRate()));
            total("EquivalenceSurchargeAmount", one.surcharge());
        }
        out.close("Tax");
    }

    private void withheld(BigDecimal rate, BigDecimal base, BigDecimal amount) {
        out.open("TaxesWithheld").open("Tax").element("TaxTypeCode", "04").element("TaxRate", two(rate));
        total("TaxableBase", base);
        total("TaxAmount", amount);
        out.close("Tax").close("TaxesWithheld");
    }

    private void totals() {
        out.open("InvoiceTotals").element("TotalGrossAmount", two(invoice.lineTotal()));
        adjustments("GeneralDiscounts", "Discount", invoice.adjustments(), false);
        adjustments("GeneralSurcharges", "Charge", invoice.adjustments(), true);
        if (!invoice.adjustments().isEmpty()) {
            out.element("TotalGeneralDiscounts", two(invoice.adjustmentTotal(false)));
            out.element("TotalGeneralSurcharges", two(invoice.adjustmentTotal(true)));
        }
        out.element("TotalGrossAmountBeforeTaxes", two(invoice.netTotal()));
        out.element("TotalTaxOutputs", two(invoice.taxTotal()));
        Withholding withholding = invoice.withholding();
        out.element("TotalTaxesWithheld", two(withholding == null ? BigDecimal.ZERO : withholding.amount()));
        out.element("InvoiceTotal", two(invoiceTotal()));
        if (invoice.prepaid().signum() != 0) {
            out.open("PaymentsOnAccount").open("PaymentOnAccount");
            out.element("PaymentOnAccountDate", invoice.id().issued().toString())
                    .element("PaymentOnAccountAmount", two(invoice.prepaid()));
            out.close("PaymentOnAccount").close("PaymentsOnAccount");
        }
        out.element("TotalOutstandingAmount", two(invoice.payable()));
        if (invoice.prepaid().signum() != 0) {
            out.element("TotalPaymentsOnAccount", two(invoice.prepaid()));
        }
        out.element("TotalExecutableAmount", two(invoice.payable())).close("InvoiceTotals");
    }

    private void adjustments(String list, String element, List<Adjustment> adjustments, boolean charges) {
        List<Adjustment> some =
                adjustments.stream().filter(one -> one.charge() == charges).toList();
        if (!some.isEmpty()) {
            out.open(list);
            for (Adjustment one : some) {
                String reason = one.reason() == null ? element : one.reason();
                out.open(element).element(element + "Reason", shortened(reason, 2_500));
                out.element(element + "Rate", one.percent() == null ? null : eight(one.percent()));
                out.element(element + "Amount", eight(one.amount())).close(element);
            }
            out.close(list);
        }
    }

    private void line(Line line) {
        BigDecimal per =
                line.price().per() == null ? BigDecimal.ONE : line.price().per();
        BigDecimal price = line.price().amount().divide(per, 8, RoundingMode.HALF_UP);
        BigDecimal cost = line.quantity().multiply(price);
        out.open("InvoiceLine");
        String description = line.item().description() == null
                ? line.item().name()
                : line.item().name() + ": " + line.item().description();
        out.element("ItemDescription", shortened(description, 2_500));
        out.element("Quantity", line.quantity().toPlainString());
        out.element("UnitOfMeasure", UNITS.getOrDefault(line.unit(), "05"));
        out.element("UnitPriceWithoutTax", eight(price)).element("TotalCost", eight(cost));
        adjustments("DiscountsAndRebates", "Discount", line.adjustments(), false);
        adjustments("Charges", "Charge", line.adjustments(), true);
        out.element("GrossAmount", eight(line.net()));
        Withholding withholding = invoice.withholding();
        if (withholding != null) {
            withheld(withholding.rate(), line.net(), part(line.net(), withholding.rate()));
        }
        out.open("TaxesOutputs");
        Tax tax = line.tax();
        tax(new TaxSubtotal(
                tax,
                line.net(),
                part(line.net(), rate(tax)),
                part(line.net(), tax.surchargeRate() == null ? BigDecimal.ZERO : tax.surchargeRate())));
        out.close("TaxesOutputs");
        if (!tax.treatment().hasTax()) {
            boolean outside = tax.treatment().category().equals("O");
            out.open("SpecialTaxableEvent")
                    .element("SpecialTaxableEventCode", outside ? "02" : "01")
                    .element("SpecialTaxableEventReason", shortened(text(tax.reason()), 2_500))
                    .close("SpecialTaxableEvent");
        }
        String code = line.item().sellerCode();
        out.element("ArticleCode", code == null ? null : shortened(code, 20)).close("InvoiceLine");
    }

    private static BigDecimal part(BigDecimal base, BigDecimal percent) {
        return base.multiply(percent).movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
    }

    private void payments() {
        if (invoice.settlement().payments().isEmpty()) {
            return;
        }
        Payment payment = invoice.settlement().payments().getFirst();
        LocalDate due = invoice.settlement().due() == null
                ? invoice.id().issued()
                : invoice.settlement().due();
        String means = Objects.requireNonNull(MEANS.get(payment.means()));
        out.open("PaymentDetails").open("Installment").element("InstallmentDueDate", due.toString());
        out.element("InstallmentAmount", two(invoice.payable())).element("PaymentMeans", means);
        account("AccountToBeCredited", means.equals("02") ? null : payment.account());
        String reference = payment.reference();
        out.element("PaymentReconciliationReference", reference == null ? null : shortened(reference, 60));
        account("AccountToBeDebited", means.equals("02") ? payment.payerAccount() : null);
        out.close("Installment").close("PaymentDetails");
    }

    private void account(String element, @Nullable String iban) {
        if (iban != null) {
            out.open(element).element("IBAN", BankAccount.plain(iban)).close(element);
        }
    }

    private void literals() {
        List<String> literals = new ArrayList<>(invoice.notes());
        invoice.taxes().stream()
                .map(one -> one.tax().reason())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(literals::add);
        if (!literals.isEmpty()) {
            out.open("LegalLiterals");
            literals.forEach(one -> out.element("LegalReference", shortened(one, 250)));
            out.close("LegalLiterals");
        }
    }
}
