package lazo.operational.verifactu;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.einvoice.TaxKind;
import lazo.operational.einvoice.TaxTreatment;
import lazo.operational.verifactu.BillingRecord.Kind;
import lazo.platform.xml.XmlWriter;
import org.jspecify.annotations.Nullable;

/** A billing record as the tax agency's schema {@code SuministroInformacion.xsd} wants it. */
final class RecordXml {
    static final String NAMESPACE =
            "https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws/"
                    + "SuministroInformacion.xsd";
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_DESCRIPTION = 500;

    private final XmlWriter out = new XmlWriter(Map.of("sf", NAMESPACE));

    private RecordXml() {}

    /** The record before, which the next one points at. */
    record Link(String nif, String number, LocalDate issued, String hash) {}

    /** What both kinds have in common. @param previous null for the first of a chain */
    record Frame(@Nullable Link previous, Taxpayer taxpayer, String version, String at, String hash) {}

    static String registration(TaxInvoice invoice, Resubmission resubmission, Frame frame) {
        return new RecordXml().register(invoice, resubmission, frame);
    }

    static String cancellation(String nif, String number, LocalDate issued, boolean rejectedBefore, Frame frame) {
        return new RecordXml().cancel(nif, number, issued, rejectedBefore, frame);
    }

    static String amount(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }

    private String register(TaxInvoice invoice, Resubmission resubmission, Frame frame) {
        out.open("sf:RegistroAlta").element("sf:IDVersion", "1.0");
        id("sf:IDFactura", frame.taxpayer().nif(), invoice.id());
        out.element("sf:NombreRazonEmisor", shortened(invoice.parties().seller().name(), LONGEST_NAME));
        if (resubmission != Resubmission.FIRST) {
            out.element("sf:Subsanacion", "S");
            out.element("sf:RechazoPrevio", resubmission.priorRejection());
        }
        out.element("sf:TipoFactura", invoice.kind().name());
        correction(invoice, frame.taxpayer().nif());
        LocalDate supplied = invoice.supply().on();
        if (supplied != null && !supplied.equals(invoice.id().issued())) {
            out.element("sf:FechaOperacion", BillingRecord.day(supplied));
        }
        out.element("sf:DescripcionOperacion", shortened(invoice.description(), LONGEST_DESCRIPTION));
        Party buyer = invoice.parties().buyer();
        if (buyer != null) {
            buyer(buyer);
        }
        out.open("sf:Desglose");
        breakdown(invoice).forEach(this::detail);
        out.close("sf:Desglose");
        out.element("sf:CuotaTotal", amount(invoice.taxTotal()));
        out.element("sf:ImporteTotal", amount(invoice.total()));
        end(frame);
        return out.close("sf:RegistroAlta").document();
    }

    private String cancel(String nif, String number, LocalDate issued, boolean rejectedBefore, Frame frame) {
        out.open("sf:RegistroAnulacion").element("sf:IDVersion", "1.0");
        out.open("sf:IDFactura")
                .element("sf:IDEmisorFacturaAnulada", nif)
                .element("sf:NumSerieFacturaAnulada", number)
                .element("sf:FechaExpedicionFacturaAnulada", BillingRecord.day(issued))
                .close("sf:IDFactura");
        out.element("sf:RechazoPrevio", rejectedBefore ? "S" : null);
        end(frame);
        return out.close("sf:RegistroAnulacion").document();
    }

    private void id(String element, String nif, InvoiceId id) {
        out.open(element)
                .element("sf:IDEmisorFactura", nif)
                .element("sf:NumSerieFactura", id.text())
                .element("sf:FechaExpedicionFactura", BillingRecord.day(id.issued()))
                .close(element);
    }

    private void correction(TaxInvoice invoice, String nif) {
        TaxInvoice.Correction correction = invoice.correction();
        if (correction != null) {
            out.element("sf:TipoRectificativa", correction.bySubstitution() ? "S" : "I");
            invoices("sf:FacturasRectificadas", "sf:IDFacturaRectificada", nif, correction.corrected());
        }
        invoices("sf:FacturasSustituidas", "sf:IDFacturaSustituida", nif, invoice.replaced());
        if (correction != null
                && correction.bySubstitution()
                && correction.base() != null
                && correction.tax() != null) {
            out.open("sf:ImporteRectificacion")
                    .element("sf:BaseRectificada", amount(correction.base()))
                    .element("sf:CuotaRectificada", amount(correction.tax()))
                    .close("sf:ImporteRectificacion");
        }
    }

    private void invoices(String list, String element, String nif, List<InvoiceId> ids) {
        if (!ids.isEmpty()) {
            out.open(list);
            ids.forEach(one -> id(element, nif, one));
            out.close(list);
        }
    }

    private void buyer(Party buyer) {
        out.open("sf:Destinatarios").open("sf:IDDestinatario");
        out.element("sf:NombreRazon", shortened(buyer.name(), LONGEST_NAME));
        TaxIdentity id = buyer.taxId();
        if (id != null && id.kind() == TaxIdentity.Kind.NIF) {
            out.element("sf:NIF", id.value());
        } else if (id != null) {
            out.open("sf:IDOtro")
                    .element("sf:CodigoPais", id.kind() == TaxIdentity.Kind.VAT ? null : id.country())
                    .element("sf:IDType", id.kind().code())
                    .element("sf:ID", id.value())
                    .close("sf:IDOtro");
        }
        out.close("sf:IDDestinatario").close("sf:Destinatarios");
    }

    /** Taxes that differ only in words are one detail. */
    static List<TaxSubtotal> breakdown(TaxInvoice invoice) {
        Map<Tax, TaxSubtotal> details = new LinkedHashMap<>();
        for (TaxSubtotal one : invoice.taxes()) {
            Tax tax = one.tax();
            Tax wordless = new Tax(tax.kind(), tax.treatment(), tax.regime(), tax.rate(), tax.surchargeRate(), null);
            details.merge(
                    wordless,
                    new TaxSubtotal(wordless, one.base(), one.amount(), one.surcharge()),
                    (a, b) -> new TaxSubtotal(
                            wordless,
                            a.base().add(b.base()),
                            a.amount().add(b.amount()),
                            a.surcharge().add(b.surcharge())));
        }
        return List.copyOf(details.values());
    }

    private void detail(TaxSubtotal one) {
        Tax tax = one.tax();
        boolean hasRegime = tax.kind() == TaxKind.IVA || tax.kind() == TaxKind.IGIC;
        out.open("sf:DetalleDesglose").element("sf:Impuesto", tax.kind().code());
        out.element("sf:ClaveRegimen", hasRegime ? tax.regime() : null);
        out.element(
                tax.treatment().isExempt() ? "sf:OperacionExenta" : "sf:CalificacionOperacion",
                tax.treatment().code());
        // What the buyer owes says so with a rate and a tax of zero; what is exempt or not subject says neither.
        boolean charged = tax.treatment().hasTax() || tax.treatment() == TaxTreatment.REVERSE_CHARGE;
        out.element("sf:TipoImpositivo", charged ? rate(tax.rate()) : null);
        out.element("sf:BaseImponibleOimporteNoSujeto", amount(one.base()));
        out.element("sf:CuotaRepercutida", charged ? amount(one.amount()) : null);
        if (charged && tax.surchargeRate() != null) {
            out.element("sf:TipoRecargoEquivalencia", rate(tax.surchargeRate()));
            out.element("sf:CuotaRecargoEquivalencia", amount(one.surcharge()));
        }
        out.close("sf:DetalleDesglose");
    }

    private static String rate(@Nullable BigDecimal rate) {
        return rate == null
                ? "0"
                : rate.stripTrailingZeros().setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private void end(Frame frame) {
        out.open("sf:Encadenamiento");
        Link previous = frame.previous();
        if (previous == null) {
            out.element("sf:PrimerRegistro", "S");
        } else {
            out.open("sf:RegistroAnterior")
                    .element("sf:IDEmisorFactura", previous.nif())
                    .element("sf:NumSerieFactura", previous.number())
                    .element("sf:FechaExpedicionFactura", BillingRecord.day(previous.issued()))
                    .element("sf:Huella", previous.hash())
                    .close("sf:RegistroAnterior");
        }
        out.close("sf:Encadenamiento");
        Taxpayer taxpayer = frame.taxpayer();
        out.open("sf:SistemaInformatico")
                .element("sf:NombreRazon", shortened(taxpayer.maker(), LONGEST_NAME))
                .element("sf:NIF", taxpayer.makerNif())
                .element("sf:NombreSistemaInformatico", ResponsibleDeclaration.SYSTEM)
                .element("sf:IdSistemaInformatico", ResponsibleDeclaration.SYSTEM_ID)
                .element("sf:Version", frame.version())
                .element("sf:NumeroInstalacion", taxpayer.installationNumber())
                .element("sf:TipoUsoPosibleSoloVerifactu", "S")
                .element("sf:TipoUsoPosibleMultiOT", "N")
                .element("sf:IndicadorMultiplesOT", "N")
                .close("sf:SistemaInformatico");
        out.element("sf:FechaHoraHusoGenRegistro", frame.at())
                .element("sf:TipoHuella", "01")
                .element("sf:Huella", frame.hash());
    }

    private static String shortened(String text, int longest) {
        String plain = text.strip().replaceAll("\\s+", " ");
        if (plain.length() <= longest) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(longest - 1)) ? longest - 1 : longest;
        return plain.substring(0, end);
    }

    static String element(Kind kind) {
        return kind == Kind.REGISTRATION ? "RegistroAlta" : "RegistroAnulacion";
    }
}
