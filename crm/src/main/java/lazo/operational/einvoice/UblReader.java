package lazo.operational.einvoice;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.operational.einvoice.TaxInvoice.AccountingTax;
import lazo.operational.einvoice.TaxInvoice.Address;
import lazo.operational.einvoice.TaxInvoice.Adjustment;
import lazo.operational.einvoice.TaxInvoice.Code;
import lazo.operational.einvoice.TaxInvoice.Contact;
import lazo.operational.einvoice.TaxInvoice.Correction;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Item;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Parties;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Payment;
import lazo.operational.einvoice.TaxInvoice.Period;
import lazo.operational.einvoice.TaxInvoice.Price;
import lazo.operational.einvoice.TaxInvoice.Property;
import lazo.operational.einvoice.TaxInvoice.References;
import lazo.operational.einvoice.TaxInvoice.Settlement;
import lazo.operational.einvoice.TaxInvoice.Supply;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;
import org.jspecify.annotations.Nullable;

/** Reads an invoice or a credit note in UBL 2.1. */
final class UblReader {
    private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(2);

    private final XmlNode root;
    private final boolean credit;
    private final String currency;

    private UblReader(XmlNode root) throws UnreadableInvoice {
        this.root = root;
        this.credit = root.name().equals("CreditNote");
        if (!credit && !root.name().equals("Invoice")) {
            throw new UnreadableInvoice("It is a " + root.name());
        }
        this.currency = needed(root, "DocumentCurrencyCode");
    }

    static TaxInvoice read(byte[] document) throws UnreadableInvoice {
        try {
            return new UblReader(XmlNode.read(document)).invoice();
        } catch (XmlProblem | NumberFormatException | DateTimeException wrong) {
            throw new UnreadableInvoice("It cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private TaxInvoice invoice() throws UnreadableInvoice {
        List<Line> lines = new ArrayList<>();
        for (XmlNode line : root.all(credit ? "CreditNoteLine" : "InvoiceLine")) {
            lines.add(line(line));
        }
        List<String> notes = root.all("Note").stream().map(XmlNode::text).toList();
        BigDecimal prepaid =
                root.at("LegalMonetaryTotal/PrepaidAmount").map(this::amount).orElse(BigDecimal.ZERO);
        return new TaxInvoice(
                new InvoiceId("", needed(root, "ID"), LocalDate.parse(needed(root, "IssueDate"))),
                kind(),
                "",
                currency,
                new Parties(
                        party(needs(root, "AccountingSupplierParty/Party")),
                        party(needs(root, "AccountingCustomerParty/Party")),
                        optionalParty("PayeeParty"),
                        optionalParty("TaxRepresentativeParty")),
                supply(),
                lines,
                adjustments(root),
                taxes(),
                null,
                prepaid,
                accountingTax(),
                correction(),
                List.of(),
                settlement(),
                references(),
                notes);
    }

    private static XmlNode needs(XmlNode node, String path) throws UnreadableInvoice {
        return node.at(path).orElseThrow(() -> new UnreadableInvoice("It lacks " + path));
    }

    private static String needed(XmlNode node, String path) throws UnreadableInvoice {
        return node.textAt(path).orElseThrow(() -> new UnreadableInvoice("It lacks " + path));
    }

    private static @Nullable String text(XmlNode node, String path) {
        return node.textAt(path).orElse(null);
    }

    private static @Nullable LocalDate day(XmlNode node, String path) {
        return node.textAt(path).map(LocalDate::parse).orElse(null);
    }

    private static @Nullable BigDecimal number(XmlNode node, String path) {
        return node.textAt(path).map(UblReader::number).orElse(null);
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[+-]?\\d{1,20}(\\.\\d{0,12})?")) {
            throw new NumberFormatException("no amount: " + text.substring(0, Math.min(text.length(), 40)));
        }
        return new BigDecimal(text.startsWith("+") ? text.substring(1) : text);
    }

    /** Of a credit note the other way round. */
    private BigDecimal amount(XmlNode node) {
        BigDecimal amount = number(node.text());
        return credit ? amount.negate() : amount;
    }

    private BigDecimal amount(XmlNode node, String path) throws UnreadableInvoice {
        return amount(needs(node, path));
    }

    private InvoiceKind kind() {
        return credit || "384".equals(text(root, "InvoiceTypeCode")) ? InvoiceKind.R4 : InvoiceKind.F1;
    }

    private @Nullable Correction correction() throws UnreadableInvoice {
        List<InvoiceId> corrected = new ArrayList<>();
        LocalDate issued = LocalDate.parse(needed(root, "IssueDate"));
        for (XmlNode one : root.all("BillingReference")) {
            XmlNode reference = needs(one, "InvoiceDocumentReference");
            LocalDate day = day(reference, "IssueDate");
            corrected.add(new InvoiceId("", needed(reference, "ID"), day == null ? issued : day));
        }
        return corrected.isEmpty() && !credit ? null : new Correction(false, corrected, null, null, "");
    }

    private @Nullable Party optionalParty(String element) throws UnreadableInvoice {
        Optional<XmlNode> node = root.at(element);
        return node.isEmpty() ? null : party(node.get());
    }

    private static @Nullable Code code(XmlNode node, String path) {
        return node.at(path)
                .filter(found -> !found.text().isEmpty())
                .map(UblReader::code)
                .orElse(null);
    }

    private static Code code(XmlNode node) {
        return new Code(
                node.attribute("schemeID").or(() -> node.attribute("listID")).orElse(null), node.text());
    }

    private Party party(XmlNode node) throws UnreadableInvoice {
        Optional<String> legal = node.textAt("PartyLegalEntity/RegistrationName");
        Optional<String> known = node.textAt("PartyName/Name");
        String name = legal.or(() -> known).orElseThrow(() -> new UnreadableInvoice("Somebody has no name"));
        Address address = address(node, "PostalAddress");
        return new Party(
                name,
                legal.isEmpty() ? null : known.orElse(null),
                taxIdentity(node, address),
                address,
                node.at("Contact")
                        .map(contact -> new Contact(
                                text(contact, "Name"), text(contact, "Telephone"), text(contact, "ElectronicMail")))
                        .orElse(null),
                node.all("PartyIdentification").stream()
                        .flatMap(id -> id.at("ID").stream())
                        .map(UblReader::code)
                        .toList(),
                code(node, "EndpointID"),
                code(node, "PartyLegalEntity/CompanyID"),
                text(node, "PartyLegalEntity/CompanyLegalForm"));
    }

    private static @Nullable TaxIdentity taxIdentity(XmlNode party, @Nullable Address address) {
        for (XmlNode one : party.all("PartyTaxScheme")) {
            Optional<String> number = one.textAt("CompanyID");
            if (number.isPresent()
                    && one.textAt("TaxScheme/ID").filter("VAT"::equals).isPresent()) {
                String plain = number.get().toUpperCase(Locale.ROOT);
                if (plain.matches("ES.{9}")) {
                    return TaxIdentity.nif(plain.substring(2));
                }
                if (plain.matches("[A-Z]{2}.+")) {
                    return TaxIdentity.vat(plain);
                }
                return new TaxIdentity(TaxIdentity.Kind.FOREIGN, address == null ? "" : address.country(), plain);
            }
        }
        return null;
    }

    private static @Nullable Address address(XmlNode node, String path) throws UnreadableInvoice {
        Optional<XmlNode> found = node.at(path);
        if (found.isEmpty()) {
            return null;
        }
        XmlNode address = found.get();
        return new Address(
                text(address, "StreetName"),
                text(address, "AdditionalStreetName"),
                text(address, "CityName"),
                text(address, "PostalZone"),
                text(address, "CountrySubentity"),
                needed(address, "Country/IdentificationCode"));
    }

    private static @Nullable Period period(XmlNode node) {
        return node.at("InvoicePeriod")
                .map(period -> new Period(day(period, "StartDate"), day(period, "EndDate")))
                .orElse(null);
    }

    private Supply supply() throws UnreadableInvoice {
        XmlNode delivery = root.at("Delivery").orElse(new XmlNode("Delivery", java.util.Map.of(), List.of(), ""));
        return new Supply(
                day(delivery, "ActualDeliveryDate"),
                day(root, "TaxPointDate"),
                period(root),
                text(delivery, "DeliveryParty/PartyName/Name"),
                code(delivery, "DeliveryLocation/ID"),
                address(delivery, "DeliveryLocation/Address"));
    }

    private List<Adjustment> adjustments(XmlNode node) throws UnreadableInvoice {
        List<Adjustment> found = new ArrayList<>();
        for (XmlNode one : node.all("AllowanceCharge")) {
            Optional<XmlNode> tax = one.at("TaxCategory");
            found.add(new Adjustment(
                    "true".equals(text(one, "ChargeIndicator")),
                    amount(one, "Amount"),
                    number(one, "MultiplierFactorNumeric"),
                    one.at("BaseAmount").map(this::amount).orElse(null),
                    text(one, "AllowanceChargeReason"),
                    text(one, "AllowanceChargeReasonCode"),
                    tax.isEmpty() ? null : tax(tax.get())));
        }
        return found;
    }

    private static Tax tax(XmlNode category) throws UnreadableInvoice {
        String id = needed(category, "ID");
        TaxKind kind = switch (id) {
            case "L" -> TaxKind.IGIC;
            case "M" -> TaxKind.IPSI;
            default -> TaxKind.IVA;
        };
        TaxTreatment treatment = switch (id) {
            case "S", "Z", "L", "M" -> TaxTreatment.TAXED;
            case "AE" -> TaxTreatment.REVERSE_CHARGE;
            case "O" -> TaxTreatment.NOT_SUBJECT;
            case "G" -> TaxTreatment.EXPORT;
            case "K" -> TaxTreatment.WITHIN_EU;
            case "E" -> TaxTreatment.EXEMPT;
            default -> throw new UnreadableInvoice("It has a category of taxes " + id);
        };
        return new Tax(
                kind,
                treatment,
                treatment.usualRegime(),
                number(category, "Percent"),
                null,
                text(category, "TaxExemptionReason"));
    }

    private List<TaxSubtotal> taxes() throws UnreadableInvoice {
        List<TaxSubtotal> found = new ArrayList<>();
        for (XmlNode total : root.all("TaxTotal")) {
            for (XmlNode one : total.all("TaxSubtotal")) {
                found.add(new TaxSubtotal(
                        tax(needs(one, "TaxCategory")),
                        amount(one, "TaxableAmount"),
                        amount(one, "TaxAmount"),
                        NOTHING));
            }
        }
        return found;
    }

    private @Nullable AccountingTax accountingTax() {
        String other = text(root, "TaxCurrencyCode");
        for (XmlNode total : root.all("TaxTotal")) {
            Optional<XmlNode> amount = total.at("TaxAmount");
            if (other != null
                    && amount.isPresent()
                    && total.all("TaxSubtotal").isEmpty()
                    && amount.get()
                            .attribute("currencyID")
                            .filter(other::equals)
                            .isPresent()) {
                return new AccountingTax(other, amount(amount.get()));
            }
        }
        return null;
    }

    private Settlement settlement() throws UnreadableInvoice {
        List<Payment> payments = new ArrayList<>();
        LocalDate due = day(root, "DueDate");
        for (XmlNode one : root.all("PaymentMeans")) {
            due = due == null ? day(one, "PaymentDueDate") : due;
            String means = needed(one, "PaymentMeansCode");
            if (means.equals("1") && credit) {
                continue;
            }
            payments.add(new Payment(
                    means,
                    text(one, "PayeeFinancialAccount/ID"),
                    text(one, "PayeeFinancialAccount/FinancialInstitutionBranch/ID"),
                    text(one, "PaymentID"),
                    text(one, "PaymentMandate/ID"),
                    text(one, "PaymentMandate/PayerFinancialAccount/ID")));
        }
        return new Settlement(due, text(root, "PaymentTerms/Note"), payments);
    }

    private References references() {
        return new References(
                text(root, "BuyerReference"),
                text(root, "OrderReference/ID"),
                text(root, "OrderReference/SalesOrderID"),
                text(root, "ContractDocumentReference/ID"),
                text(root, "ProjectReference/ID"),
                text(root, "DespatchDocumentReference/ID"),
                text(root, "ReceiptDocumentReference/ID"),
                text(root, "OriginatorDocumentReference/ID"),
                text(root, "AccountingCost"));
    }

    private Line line(XmlNode line) throws UnreadableInvoice {
        XmlNode quantity = needs(line, credit ? "CreditedQuantity" : "InvoicedQuantity");
        XmlNode item = needs(line, "Item");
        return new Line(
                needed(line, "ID"),
                item(item),
                amount(quantity),
                quantity.attribute("unitCode").orElse("C62"),
                price(needs(line, "Price")),
                adjustments(line),
                amount(line, "LineExtensionAmount"),
                tax(needs(item, "ClassifiedTaxCategory")),
                period(line),
                text(line, "OrderLineReference/LineID"),
                text(line, "AccountingCost"),
                text(line, "Note"));
    }

    private static Item item(XmlNode item) throws UnreadableInvoice {
        List<Property> properties = new ArrayList<>();
        for (XmlNode one : item.all("AdditionalItemProperty")) {
            properties.add(new Property(needed(one, "Name"), needed(one, "Value")));
        }
        return new Item(
                needed(item, "Name"),
                text(item, "Description"),
                text(item, "SellersItemIdentification/ID"),
                text(item, "BuyersItemIdentification/ID"),
                code(item, "StandardItemIdentification/ID"),
                item.all("CommodityClassification").stream()
                        .flatMap(one -> one.at("ItemClassificationCode").stream())
                        .map(UblReader::code)
                        .toList(),
                text(item, "OriginCountry/IdentificationCode"),
                properties);
    }

    private static Price price(XmlNode price) throws UnreadableInvoice {
        return new Price(
                number(needed(price, "PriceAmount")),
                number(price, "BaseQuantity"),
                number(price, "AllowanceCharge/BaseAmount"),
                number(price, "AllowanceCharge/Amount"));
    }
}
