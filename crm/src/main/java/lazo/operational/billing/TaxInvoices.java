package lazo.operational.billing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.operational.catalogue.Tax;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.Adjustment;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Item;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Parties;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Price;
import lazo.operational.einvoice.TaxInvoice.References;
import lazo.operational.einvoice.TaxInvoice.Settlement;
import lazo.operational.einvoice.TaxInvoice.Supply;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.einvoice.TaxInvoice.Withholding;
import lazo.operational.einvoice.TaxKind;
import lazo.operational.einvoice.TaxTreatment;
import org.jspecify.annotations.Nullable;

/** Says the lines and totals of a document in the words of {@link TaxInvoice}; nothing is reckoned again. */
final class TaxInvoices {
    private static final Set<String> EUROPEAN = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final Map<String, String> UNITS = Map.of(
            "h", "HUR", "día", "DAY", "day", "DAY", "mes", "MON", "month", "MON", "año", "ANN", "year", "ANN", "kg",
            "KGM", "l", "LTR");
    private static final Map<String, String> COUNTRIES = countries();

    private TaxInvoices() {}

    private static Map<String, String> countries() {
        Map<String, String> names = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            names.put(code, code);
            for (Locale language : List.of(Locale.of("es"), Locale.ENGLISH, Locale.of("", code))) {
                names.put(Locale.of("", code).getDisplayCountry(language).toUpperCase(Locale.ROOT), code);
            }
        }
        return Map.copyOf(names);
    }

    /** Two letters of a country as somebody typed it; nothing typed is Spain. */
    static @Nullable String country(@Nullable String typed) {
        return typed == null || typed.isBlank()
                ? "ES"
                : COUNTRIES.get(typed.strip().toUpperCase(Locale.ROOT));
    }

    static TaxIdentity identity(String taxId, String country) {
        if (country.equals("ES")) {
            TaxIdentity plain = TaxIdentity.nif(taxId);
            return plain.value().matches("ES.{9}")
                    ? TaxIdentity.nif(plain.value().substring(2))
                    : plain;
        }
        String prefix = country.equals("GR") ? "EL" : country;
        String value = taxId.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
        return EUROPEAN.contains(country)
                ? TaxIdentity.vat(value.startsWith(prefix) ? value : prefix + value)
                : new TaxIdentity(TaxIdentity.Kind.FOREIGN, country, value);
    }

    /** What a document is in the law's eyes. */
    record Header(
            InvoiceId id,
            InvoiceKind kind,
            String description,
            Party seller,
            @Nullable Party buyer,
            Supply supply,
            TaxInvoice.@Nullable Correction correction,
            Settlement settlement,
            @Nullable String order) {}

    static TaxInvoice of(
            Header header, Document document, List<DocumentLine> lines, Totals totals, Map<String, Tax> taxes) {
        int decimals = document.decimals();
        List<Line> rows = new ArrayList<>();
        for (DocumentLine line : lines) {
            if (line.counts()) {
                rows.add(row(rows.size() + 1, line, decimals, taxes));
            }
        }
        List<TaxSubtotal> subtotals = totals.rates().stream()
                .map(rate -> new TaxSubtotal(
                        tax(rate.tax(), rate.percent(), rate.surchargePercent(), taxes),
                        rate.base(),
                        rate.quota(),
                        rate.surcharge()))
                .toList();
        return new TaxInvoice(
                header.id(),
                header.kind(),
                header.description(),
                totals.currency(),
                Parties.of(header.seller(), header.buyer()),
                header.supply(),
                rows,
                List.of(),
                subtotals,
                totals.withholding().signum() == 0
                        ? null
                        : new Withholding(document.withheld(), totals.net(), totals.withholding()),
                BigDecimal.ZERO,
                null,
                header.correction(),
                List.of(),
                header.settlement(),
                new References(null, header.order(), null, null, null, null, null, null, null),
                List.of());
    }

    private static Line row(int number, DocumentLine line, int decimals, Map<String, Tax> taxes) {
        BigDecimal gross = line.gross(decimals);
        BigDecimal net = line.net(decimals);
        List<Adjustment> discounts = gross.compareTo(net) == 0
                ? List.of()
                : List.of(new Adjustment(false, gross.subtract(net), line.discount(), gross, "Descuento", "95", null));
        return new Line(
                "" + number,
                new Item(line.name(), line.detail(), null, null, null, List.of(), null, List.of()),
                line.quantity(),
                UNITS.getOrDefault(line.unit() == null ? "" : line.unit(), "C62"),
                Price.of(line.price()),
                discounts,
                net,
                tax(line.taxKey(), line.taxPercent(), line.surcharge(), taxes),
                null,
                null,
                null,
                null);
    }

    private static TaxInvoice.Tax tax(
            @Nullable String key, BigDecimal percent, BigDecimal surcharge, Map<String, Tax> taxes) {
        Tax tax = key == null ? null : taxes.get(key);
        TaxKind kind = tax == null
                ? TaxKind.OTHER
                : switch (tax.kind()) {
                    case IGIC -> TaxKind.IGIC;
                    case IPSI -> TaxKind.IPSI;
                    case OTHER, WITHHOLDING -> TaxKind.OTHER;
                    case IVA, EXEMPT, NOT_SUBJECT, REVERSE_CHARGE -> TaxKind.IVA;
                };
        TaxTreatment treatment = tax == null || tax.kind().isCharged() ? TaxTreatment.TAXED : treatment(tax);
        boolean outside = treatment == TaxTreatment.NOT_SUBJECT || treatment == TaxTreatment.NOT_SUBJECT_HERE;
        return new TaxInvoice.Tax(
                kind,
                treatment,
                treatment.usualRegime(),
                outside ? null : plain(percent),
                surcharge.signum() == 0 ? null : plain(surcharge),
                treatment.hasTax() || tax == null ? null : tax.label().in(Locale.of("es")));
    }

    private static TaxTreatment treatment(Tax tax) {
        for (TaxTreatment one : TaxTreatment.values()) {
            if (one.code().equals(tax.reason())) {
                return one;
            }
        }
        return tax.kind() == Tax.Kind.NOT_SUBJECT ? TaxTreatment.NOT_SUBJECT : TaxTreatment.EXEMPT_OTHERWISE;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
