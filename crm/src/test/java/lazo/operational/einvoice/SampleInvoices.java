package lazo.operational.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lazo.operational.einvoice.TaxInvoice.Address;
import lazo.operational.einvoice.TaxInvoice.Adjustment;
import lazo.operational.einvoice.TaxInvoice.Code;
import lazo.operational.einvoice.TaxInvoice.Contact;
import lazo.operational.einvoice.TaxInvoice.Correction;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Payment;
import lazo.operational.einvoice.TaxInvoice.References;
import lazo.operational.einvoice.TaxInvoice.Settlement;
import lazo.operational.einvoice.TaxInvoice.Tax;

/** Invoices of all kinds, the same for the same number. */
final class SampleInvoices {
    static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    static final Party SELLER = new Party(
            "Emisora de Ejemplo, S.A.",
            "Emisora",
            TaxIdentity.nif("A28083806"),
            new Address("Calle Mayor 1", "2.º B", "Madrid", "28013", "Madrid", "ES"),
            new Contact("Begoña Núñez", "910000001", "facturas@emisora.example"),
            List.of(),
            null,
            null,
            "Registro Mercantil de Madrid, tomo 1, folio 2, hoja M-3");
    private static final List<Party> BUYERS = List.of(
            Party.of(
                    "Cliente de Ejemplo, S.L. & Hijos",
                    TaxIdentity.nif("B08194359"),
                    new Address("Rúa do Sol 2", null, "A Coruña", "15001", "A Coruña", "ES")),
            Party.of(
                    "Begoña Núñez Güell",
                    TaxIdentity.nif("12345678Z"),
                    new Address("Carrer Nou 3", null, "Palma", "07001", "Illes Balears", "ES")),
            new Party(
                    "Ayuntamiento de Ejemplo",
                    null,
                    TaxIdentity.nif("P2807900B"),
                    new Address("Plaza de la Villa 1", null, "Madrid", "28005", "Madrid", "ES"),
                    null,
                    List.of(
                            new Code("DIR3-02", "L01280796"),
                            new Code("DIR3-01", "L01280796"),
                            new Code("DIR3-03", "L01280796")),
                    null,
                    null,
                    null));
    private static final Party FRENCH = Party.of(
                    "Société d'Exemple",
                    TaxIdentity.vat("FR40303265045"),
                    new Address("1 rue de la Paix", null, "Paris", "75002", null, "FR"))
            .reachedAt(new Code("9957", "FR40303265045"));
    private static final Party AMERICAN = Party.of(
                    "Example Inc.",
                    new TaxIdentity(TaxIdentity.Kind.FOREIGN, "US", "12-3456789"),
                    new Address("1 Main Street", null, "Springfield", "62701", "IL", "US"))
            .reachedAt(new Code("9959", "123456789"));
    private static final List<String> RATES = List.of("21", "10", "4", "0");
    private static final List<String> UNITS = List.of("C62", "HUR", "KGM", "MTR", "DAY");

    private SampleInvoices() {}

    static TaxInvoice number(int number) {
        Random random = new Random(number);
        boolean back = number % 5 == 1;
        List<Tax> taxes = taxes(number);
        List<Line> lines = new ArrayList<>();
        int count = number % 7 == 3 ? 25 : 1 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            lines.add(line(i, taxes.get(random.nextInt(taxes.size())), back, random));
        }
        InvoiceKind kind = back ? InvoiceKind.R1 : number % 11 == 2 ? InvoiceKind.R4 : InvoiceKind.F1;
        TaxInvoice invoice = TaxInvoice.of(
                new InvoiceId(back ? "R2026-" : "F2026-", "%06d".formatted(number), DAY),
                kind,
                "Servicios y suministros de noviembre",
                SELLER,
                buyer(number),
                lines);
        if (kind.isCorrective()) {
            boolean substitutes = kind == InvoiceKind.R4;
            invoice = invoice.correcting(new Correction(
                    substitutes,
                    List.of(new InvoiceId("F2026-", "000001", DAY.minusDays(30))),
                    substitutes ? new BigDecimal("100.00") : null,
                    substitutes ? new BigDecimal("21.00") : null,
                    "Devolución de mercancía"));
        }
        if (number % 3 == 0 && !back) {
            Tax tax = lines.getFirst().tax();
            invoice = invoice.adjusted(List.of(
                    Adjustment.discount(new BigDecimal("1.37"), "Pronto pago", tax),
                    new Adjustment(true, new BigDecimal("6.05"), null, null, "Portes", null, tax)));
        }
        Payment payment = switch (number % 3) {
            case 0 -> Payment.transfer("ES9121000418450200051332", CreditorReference.of("F2026" + number));
            case 1 -> new Payment("59", null, null, null, "MANDATO-" + number, "ES7921000813610123456789");
            default -> new Payment("48", null, null, null, null, null);
        };
        return invoice.settled(new Settlement(DAY.plusDays(30), "A 30 días", List.of(payment)))
                .referring(References.buyer("PO-" + number));
    }

    private static Party buyer(int number) {
        return switch (number % 10) {
            case 4 -> FRENCH;
            case 5 -> AMERICAN;
            default -> BUYERS.get(number % BUYERS.size());
        };
    }

    private static List<Tax> taxes(int number) {
        return switch (number % 10) {
            case 4 -> List.of(Tax.untaxed(TaxTreatment.WITHIN_EU, "Entrega intracomunitaria, artículo 25 de la LIVA"));
            case 5 -> List.of(Tax.untaxed(TaxTreatment.EXPORT, "Exportación, artículo 21 de la LIVA"));
            case 6 -> List.of(Tax.untaxed(TaxTreatment.REVERSE_CHARGE, "Inversión del sujeto pasivo"));
            case 7 -> List.of(Tax.untaxed(TaxTreatment.NOT_SUBJECT, "Operación no sujeta, artículo 7 de la LIVA"));
            case 8 ->
                List.of(
                        new Tax(TaxKind.IGIC, TaxTreatment.TAXED, "01", new BigDecimal("7"), null, null),
                        new Tax(TaxKind.IPSI, TaxTreatment.TAXED, "01", new BigDecimal("4"), null, null));
            case 9 -> List.of(Tax.iva("21"), Tax.untaxed(TaxTreatment.EXEMPT, "Exenta, artículo 20 de la LIVA"));
            default -> RATES.stream().map(Tax::iva).toList();
        };
    }

    private static Line line(int number, Tax tax, boolean back, Random random) {
        BigDecimal quantity = new BigDecimal(random.nextInt(1, 20_000)).movePointLeft(random.nextInt(4));
        BigDecimal price = new BigDecimal(random.nextInt(1, 900_000)).movePointLeft(random.nextInt(5));
        Line line = Line.of(
                "" + number,
                "Artículo " + number + (random.nextBoolean() ? " «ñ» <&>" : ""),
                back ? quantity.negate() : quantity,
                UNITS.get(random.nextInt(UNITS.size())),
                price,
                tax);
        if (!back && random.nextInt(3) == 0) {
            BigDecimal percent = new BigDecimal(random.nextInt(1, 40));
            BigDecimal amount = line.net().multiply(percent).movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
            return line.discounted(new Adjustment(false, amount, percent, line.net(), "Descuento", "95", null));
        }
        return line;
    }
}
