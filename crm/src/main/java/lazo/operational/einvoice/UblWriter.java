package lazo.operational.einvoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import lazo.operational.einvoice.TaxInvoice.Address;
import lazo.operational.einvoice.TaxInvoice.Adjustment;
import lazo.operational.einvoice.TaxInvoice.Code;
import lazo.operational.einvoice.TaxInvoice.Contact;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Item;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Payment;
import lazo.operational.einvoice.TaxInvoice.Period;
import lazo.operational.einvoice.TaxInvoice.Supply;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.einvoice.UblInvoice.Profile;
import lazo.platform.xml.XmlWriter;
import org.jspecify.annotations.Nullable;

/** Writes one invoice in UBL 2.1; elements stand in the order of its schema. */
final class UblWriter {
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static final String SPANISH_TAX_NUMBERS = "9920";

    private final TaxInvoice invoice;
    private final Profile profile;
    private final boolean credit;
    private final boolean notSubject;
    private final String root;
    private final XmlWriter out;

    UblWriter(TaxInvoice invoice, Profile profile) {
        this.invoice = invoice;
        this.profile = profile;
        this.credit = invoice.kind().isCorrective() && invoice.total().signum() < 0;
        this.notSubject = invoice.taxes().stream().anyMatch(UblInvoice::isNotSubject);
        this.root = credit ? "CreditNote" : "Invoice";
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("", UBL + root + "-2");
        namespaces.put("cac", UBL + "CommonAggregateComponents-2");
        namespaces.put("cbc", UBL + "CommonBasicComponents-2");
        this.out = new XmlWriter(namespaces);
    }

    String document() {
        out.declaration().open(root);
        head();
        references();
        out.open("cac:AccountingSupplierParty");
        party("cac:Party", invoice.parties().seller(), true);
        out.close("cac:AccountingSupplierParty").open("cac:AccountingCustomerParty");
        party("cac:Party", Objects.requireNonNull(invoice.parties().buyer()), true);
        out.close("cac:AccountingCustomerParty");
        payee(invoice.parties().payee());
        representative(invoice.parties().representative());
        delivery();
        invoice.settlement().payments().forEach(this::payment);
        if (credit
                && invoice.settlement().payments().isEmpty()
                && invoice.settlement().due() != null) {
            out.open("cac:PaymentMeans").element("cbc:PaymentMeansCode", "1");
            out.element("cbc:PaymentDueDate", day(invoice.settlement().due())).close("cac:PaymentMeans");
        }
        if (invoice.settlement().terms() != null) {
            out.open("cac:PaymentTerms")
                    .element("cbc:Note", invoice.settlement().terms())
                    .close("cac:PaymentTerms");
        }
        invoice.adjustments().forEach(one -> adjustment(one, "cac:TaxCategory"));
        taxes();
        totals();
        invoice.lines().forEach(this::line);
        return out.close(root).document();
    }

    private void head() {
        out.element("cbc:CustomizationID", profile.customization());
        out.element("cbc:ProfileID", profile.process());
        out.element("cbc:ID", invoice.id().text());
        out.element("cbc:IssueDate", day(invoice.id().issued()));
        if (credit) {
            out.element("cbc:TaxPointDate", day(invoice.supply().taxPoint()));
            out.element("cbc:CreditNoteTypeCode", "381");
        } else {
            out.element("cbc:DueDate", day(invoice.settlement().due()));
            out.element("cbc:InvoiceTypeCode", "380");
        }
        if (profile == Profile.PEPPOL) {
            out.element("cbc:Note", String.join("\n", invoice.notes()));
        } else {
            invoice.notes().forEach(note -> out.element("cbc:Note", note));
        }
        if (!credit) {
            out.element("cbc:TaxPointDate", day(invoice.supply().taxPoint()));
        }
        out.element("cbc:DocumentCurrencyCode", invoice.currency());
        if (invoice.accountingTax() != null) {
            out.element("cbc:TaxCurrencyCode", invoice.accountingTax().currency());
        }
        out.element("cbc:AccountingCost", invoice.references().account());
        out.element("cbc:BuyerReference", invoice.references().buyer());
        period(invoice.supply().period());
    }

    private void references() {
        var references = invoice.references();
        if (references.order() != null || references.salesOrder() != null) {
            out.open("cac:OrderReference")
                    .element("cbc:ID", references.order() == null ? "NA" : references.order())
                    .element("cbc:SalesOrderID", references.salesOrder())
                    .close("cac:OrderReference");
        }
        if (invoice.correction() != null) {
            for (InvoiceId one : invoice.correction().corrected()) {
                out.open("cac:BillingReference").open("cac:InvoiceDocumentReference");
                out.element("cbc:ID", one.text()).element("cbc:IssueDate", day(one.issued()));
                out.close("cac:InvoiceDocumentReference").close("cac:BillingReference");
            }
        }
        reference("cac:DespatchDocumentReference", references.delivery());
        reference("cac:ReceiptDocumentReference", references.receipt());
        if (credit) {
            reference("cac:ContractDocumentReference", references.contract());
            reference("cac:OriginatorDocumentReference", references.tender());
        } else {
            reference("cac:OriginatorDocumentReference", references.tender());
            reference("cac:ContractDocumentReference", references.contract());
            reference("cac:ProjectReference", references.project());
        }
    }

    private void reference(String element, @Nullable String id) {
        if (id != null) {
            out.open(element).element("cbc:ID", id).close(element);
        }
    }

    private static @Nullable String day(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private void period(@Nullable Period period) {
        if (period != null) {
            out.open("cac:InvoicePeriod")
                    .element("cbc:StartDate", day(period.from()))
                    .element("cbc:EndDate", day(period.to()))
                    .close("cac:InvoicePeriod");
        }
    }

    /** Where Peppol finds somebody: as they say, or by a Spanish tax number. */
    static @Nullable Code endpoint(Party party) {
        if (party.endpoint() != null || party.taxId() == null) {
            return party.endpoint();
        }
        return party.taxId().kind() == TaxIdentity.Kind.NIF
                ? new Code(SPANISH_TAX_NUMBERS, party.taxId().withCountry())
                : null;
    }

    private void party(String element, Party party, boolean whole) {
        out.open(element);
        if (whole) {
            Code endpoint = profile == Profile.PEPPOL ? endpoint(party) : party.endpoint();
            if (endpoint != null) {
                code("cbc:EndpointID", endpoint);
            }
        }
        ids(party);
        name(party.tradingName());
        if (party.address() != null) {
            address("cac:PostalAddress", party.address());
        }
        taxNumber(party);
        legalEntity(party);
        contact(party.contact());
        out.close(element);
    }

    /** Those of Spanish administrations have no scheme here. */
    private void ids(Party party) {
        for (Code id : party.ids()) {
            if (id.scheme() == null || !id.scheme().startsWith("DIR3")) {
                out.open("cac:PartyIdentification");
                code("cbc:ID", id);
                out.close("cac:PartyIdentification");
            }
        }
    }

    private void name(@Nullable String name) {
        if (name != null) {
            out.open("cac:PartyName").element("cbc:Name", name).close("cac:PartyName");
        }
    }

    private void code(String element, Code code) {
        out.element(element, code.value(), "schemeID", code.scheme());
    }

    /** Only numbers of VAT count as such. */
    private boolean hasTaxNumber(Party party) {
        return !notSubject
                && party.taxId() != null
                && (party.taxId().kind() == TaxIdentity.Kind.NIF
                        || party.taxId().kind() == TaxIdentity.Kind.VAT);
    }

    private void taxNumber(Party party) {
        if (hasTaxNumber(party) && party.taxId() != null) {
            out.open("cac:PartyTaxScheme")
                    .element("cbc:CompanyID", party.taxId().withCountry());
            scheme();
            out.close("cac:PartyTaxScheme");
        }
    }

    private void scheme() {
        out.open("cac:TaxScheme").element("cbc:ID", "VAT").close("cac:TaxScheme");
    }

    /** Where no tax number may stand, it tells who somebody is all the same. */
    private void legalEntity(Party party) {
        out.open("cac:PartyLegalEntity").element("cbc:RegistrationName", party.name());
        if (party.registration() != null) {
            code("cbc:CompanyID", party.registration());
        } else if (!hasTaxNumber(party) && party.taxId() != null) {
            out.element("cbc:CompanyID", party.taxId().value());
        }
        out.element("cbc:CompanyLegalForm", party.legalForm()).close("cac:PartyLegalEntity");
    }

    private void contact(@Nullable Contact contact) {
        if (contact != null) {
            out.open("cac:Contact")
                    .element("cbc:Name", contact.name())
                    .element("cbc:Telephone", contact.phone())
                    .element("cbc:ElectronicMail", contact.email())
                    .close("cac:Contact");
        }
    }

    private void address(String element, Address address) {
        out.open(element)
                .element("cbc:StreetName", address.street())
                .element("cbc:AdditionalStreetName", address.more())
                .element("cbc:CityName", address.city())
                .element("cbc:PostalZone", address.postcode())
                .element("cbc:CountrySubentity", address.region())
                .open("cac:Country")
                .element("cbc:IdentificationCode", address.country())
                .close("cac:Country")
                .close(element);
    }

    private void payee(@Nullable Party payee) {
        if (payee != null) {
            out.open("cac:PayeeParty");
            ids(payee);
            name(payee.name());
            if (payee.registration() != null) {
                out.open("cac:PartyLegalEntity");
                code("cbc:CompanyID", payee.registration());
                out.close("cac:PartyLegalEntity");
            }
            out.close("cac:PayeeParty");
        }
    }

    private void representative(@Nullable Party representative) {
        if (representative != null) {
            out.open("cac:TaxRepresentativeParty");
            name(representative.name());
            if (representative.address() != null) {
                address("cac:PostalAddress", representative.address());
            }
            taxNumber(representative);
            out.close("cac:TaxRepresentativeParty");
        }
    }

    /** What goes to another country of the EU says when and where, also where the invoice itself says it. */
    private void delivery() {
        Supply supply = invoice.supply();
        boolean withinEu = invoice.taxes().stream().anyMatch(one -> one.tax().treatment() == TaxTreatment.WITHIN_EU);
        LocalDate on = supply.on() == null && supply.period() == null && withinEu
                ? invoice.id().issued()
                : supply.on();
        Party buyer = invoice.parties().buyer();
        Address buyers = buyer == null ? null : buyer.address();
        Address address = supply.address() == null && withinEu && buyers != null
                ? new Address(null, null, null, null, null, buyers.country())
                : supply.address();
        if (on == null && address == null && supply.location() == null && supply.receiver() == null) {
            return;
        }
        out.open("cac:Delivery").element("cbc:ActualDeliveryDate", day(on));
        if (address != null || supply.location() != null) {
            out.open("cac:DeliveryLocation");
            if (supply.location() != null) {
                code("cbc:ID", supply.location());
            }
            if (address != null) {
                address("cac:Address", address);
            }
            out.close("cac:DeliveryLocation");
        }
        if (supply.receiver() != null) {
            out.open("cac:DeliveryParty");
            name(supply.receiver());
            out.close("cac:DeliveryParty");
        }
        out.close("cac:Delivery");
    }

    private void payment(Payment payment) {
        out.open("cac:PaymentMeans").element("cbc:PaymentMeansCode", payment.means());
        if (credit) {
            out.element("cbc:PaymentDueDate", day(invoice.settlement().due()));
        }
        out.element("cbc:PaymentID", payment.reference());
        if (payment.account() != null) {
            out.open("cac:PayeeFinancialAccount").element("cbc:ID", payment.account());
            if (payment.bank() != null) {
                out.open("cac:FinancialInstitutionBranch")
                        .element("cbc:ID", payment.bank())
                        .close("cac:FinancialInstitutionBranch");
            }
            out.close("cac:PayeeFinancialAccount");
        }
        if (payment.mandate() != null || payment.payerAccount() != null) {
            out.open("cac:PaymentMandate").element("cbc:ID", payment.mandate());
            if (payment.payerAccount() != null) {
                out.open("cac:PayerFinancialAccount")
                        .element("cbc:ID", payment.payerAccount())
                        .close("cac:PayerFinancialAccount");
            }
            out.close("cac:PaymentMandate");
        }
        out.close("cac:PaymentMeans");
    }

    private String signed(BigDecimal amount) {
        BigDecimal shown = credit ? amount.negate() : amount;
        return shown.toPlainString();
    }

    private void amount(String element, BigDecimal amount) {
        out.element(element, signed(amount), "currencyID", invoice.currency());
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    /** Percentages and bases of discounts are never negative. */
    private void adjustment(Adjustment one, @Nullable String taxElement) {
        out.open("cac:AllowanceCharge").element("cbc:ChargeIndicator", Boolean.toString(one.charge()));
        out.element("cbc:AllowanceChargeReasonCode", one.reasonCode());
        out.element("cbc:AllowanceChargeReason", one.reason());
        out.element("cbc:MultiplierFactorNumeric", plain(one.percent()));
        amount("cbc:Amount", one.amount());
        if (one.base() != null) {
            amount("cbc:BaseAmount", one.base());
        }
        if (taxElement != null && one.tax() != null) {
            tax(taxElement, one.tax(), false);
        }
        out.close("cac:AllowanceCharge");
    }

    private void tax(String element, Tax tax, boolean withReason) {
        out.open(element).element("cbc:ID", category(tax)).element("cbc:Percent", plain(tax.rate()));
        if (withReason) {
            out.element("cbc:TaxExemptionReason", tax.reason());
        }
        scheme();
        out.close(element);
    }

    private static String category(Tax tax) {
        if (tax.treatment() != TaxTreatment.TAXED) {
            return tax.treatment().category();
        }
        return switch (tax.kind()) {
            case IGIC -> "L";
            case IPSI -> "M";
            case IVA, OTHER -> tax.rate() != null && tax.rate().signum() == 0 ? "Z" : "S";
        };
    }

    private void taxes() {
        out.open("cac:TaxTotal");
        amount("cbc:TaxAmount", invoice.taxTotal());
        for (TaxSubtotal one : invoice.taxes()) {
            out.open("cac:TaxSubtotal");
            amount("cbc:TaxableAmount", one.base());
            amount("cbc:TaxAmount", one.amount());
            tax("cac:TaxCategory", one.tax(), true);
            out.close("cac:TaxSubtotal");
        }
        out.close("cac:TaxTotal");
        if (invoice.accountingTax() != null) {
            out.open("cac:TaxTotal")
                    .element(
                            "cbc:TaxAmount",
                            signed(invoice.accountingTax().amount()),
                            "currencyID",
                            invoice.accountingTax().currency())
                    .close("cac:TaxTotal");
        }
    }

    private void totals() {
        out.open("cac:LegalMonetaryTotal");
        amount("cbc:LineExtensionAmount", invoice.lineTotal());
        amount("cbc:TaxExclusiveAmount", invoice.netTotal());
        amount("cbc:TaxInclusiveAmount", invoice.total());
        if (invoice.adjustments().stream().anyMatch(one -> !one.charge())) {
            amount("cbc:AllowanceTotalAmount", invoice.adjustmentTotal(false));
        }
        if (invoice.adjustments().stream().anyMatch(Adjustment::charge)) {
            amount("cbc:ChargeTotalAmount", invoice.adjustmentTotal(true));
        }
        if (invoice.prepaid().signum() != 0) {
            amount("cbc:PrepaidAmount", invoice.prepaid());
        }
        amount("cbc:PayableAmount", invoice.payable());
        out.close("cac:LegalMonetaryTotal");
    }

    private void line(Line line) {
        String element = credit ? "cac:CreditNoteLine" : "cac:InvoiceLine";
        out.open(element).element("cbc:ID", line.id()).element("cbc:Note", line.note());
        out.element(
                credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                signed(line.quantity()),
                "unitCode",
                line.unit());
        amount("cbc:LineExtensionAmount", line.net());
        out.element("cbc:AccountingCost", line.account());
        period(line.period());
        if (line.orderLine() != null) {
            out.open("cac:OrderLineReference")
                    .element("cbc:LineID", line.orderLine())
                    .close("cac:OrderLineReference");
        }
        line.adjustments().forEach(one -> adjustment(one, null));
        item(line.item(), line.tax());
        price(line);
        out.close(element);
    }

    private void item(Item item, Tax tax) {
        out.open("cac:Item").element("cbc:Description", item.description()).element("cbc:Name", item.name());
        identification("cac:BuyersItemIdentification", item.buyerCode());
        identification("cac:SellersItemIdentification", item.sellerCode());
        if (item.standardCode() != null) {
            out.open("cac:StandardItemIdentification");
            code("cbc:ID", item.standardCode());
            out.close("cac:StandardItemIdentification");
        }
        if (item.originCountry() != null) {
            out.open("cac:OriginCountry")
                    .element("cbc:IdentificationCode", item.originCountry())
                    .close("cac:OriginCountry");
        }
        for (Code one : item.classes()) {
            out.open("cac:CommodityClassification")
                    .element("cbc:ItemClassificationCode", one.value(), "listID", one.scheme())
                    .close("cac:CommodityClassification");
        }
        tax("cac:ClassifiedTaxCategory", tax, false);
        item.properties()
                .forEach(one -> out.open("cac:AdditionalItemProperty")
                        .element("cbc:Name", one.name())
                        .element("cbc:Value", one.value())
                        .close("cac:AdditionalItemProperty"));
        out.close("cac:Item");
    }

    private void identification(String element, @Nullable String id) {
        reference(element, id);
    }

    private void price(Line line) {
        var price = line.price();
        out.open("cac:Price")
                .element("cbc:PriceAmount", price.amount().toPlainString(), "currencyID", invoice.currency());
        out.element("cbc:BaseQuantity", plain(price.per()), "unitCode", line.unit());
        if (price.discount() != null) {
            out.open("cac:AllowanceCharge")
                    .element("cbc:ChargeIndicator", "false")
                    .element("cbc:Amount", price.discount().toPlainString(), "currencyID", invoice.currency())
                    .element("cbc:BaseAmount", plain(price.gross()), "currencyID", invoice.currency())
                    .close("cac:AllowanceCharge");
        }
        out.close("cac:Price");
    }
}
