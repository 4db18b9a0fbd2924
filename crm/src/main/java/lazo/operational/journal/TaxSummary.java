package lazo.operational.journal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import lazo.kernel.identity.CompanySettings;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.einvoice.TaxKind;
import lazo.operational.einvoice.TaxTreatment;
import lazo.operational.ledger.InvoiceBook;
import lazo.operational.ledger.InvoiceBook.Sum;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the sales of a span of days come to in the boxes of the Spanish VAT return (modelo 303) and in the list of customers
 * in other countries of the EU (modelo 349). It adds up the lines of the book of invoices and nothing else.
 */
@Component
public class TaxSummary {
    private static final Map<String, String> RATES = Map.of(
            "0", "150-152",
            "2", "165-167",
            "4", "01-03",
            "5", "153-155",
            "7.5", "153-155",
            "10", "04-06",
            "21", "07-09");
    private static final Map<String, String> SURCHARGES = Map.of(
            "1.75", "156-158",
            "0.26", "168-170",
            "0.62", "168-170",
            "1", "168-170",
            "0.5", "16-18",
            "1.4", "19-21",
            "5.2", "22-24");

    private final InvoiceBook book;
    private final JournalLists lists;
    private final CompanySettings company;

    TaxSummary(InvoiceBook book, JournalLists lists, CompanySettings company) {
        this.book = book;
        this.lists = lists;
        this.company = company;
    }

    /** What a row is for. */
    public enum Kind {
        TAXED,
        CORRECTIONS,
        SURCHARGE,
        CORRECTED_SURCHARGE,
        WITHIN_EU,
        EXPORTS,
        NOT_SUBJECT_HERE,
        REVERSE_CHARGE,
        EXEMPT,
        NOT_SUBJECT,
        /** IGIC, IPSI and others, which have returns of their own. */
        OTHER_TAXES
    }

    /** @param percent the rate, or null where a row has none @param boxes of the return, or empty */
    public record Row(Kind kind, @Nullable BigDecimal percent, String boxes, BigDecimal base, BigDecimal tax) {}

    /** A customer in another country of the EU. @param key E for goods, S for services @param corrected of the base */
    public record Partner(String taxId, String name, String key, BigDecimal base, BigDecimal corrected) {}

    /**
     * A span of days in the company's currency.
     *
     * @param tax all of it, which is box 27 where there are no other taxes
     * @param posted what the journal has on the accounts of output tax
     * @param others the other currencies of invoices, which no figure contains
     */
    public record Summary(
            List<Row> rows, List<Partner> partners, BigDecimal tax, BigDecimal posted, Collection<String> others) {
        public Summary {
            rows = List.copyOf(rows);
            partners = List.copyOf(partners);
            others = List.copyOf(others);
        }

        public BigDecimal difference() {
            return tax.subtract(posted);
        }
    }

    /** @param until the last day, included */
    public Summary of(LocalDate from, LocalDate until) {
        Adding adding = new Adding(company.load().currency().getCurrencyCode());
        book.forEach(from, until, adding::add);
        return adding.summary(lists.posted(Set.of(PostingUse.OUTPUT_TAX, PostingUse.SURCHARGE), from, until)
                .negate());
    }

    private record Key(Kind kind, String percent) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int kinds = kind.compareTo(other.kind);
            return kinds != 0 ? kinds : number().compareTo(other.number());
        }

        BigDecimal number() {
            return percent.isEmpty() ? BigDecimal.ZERO : new BigDecimal(percent);
        }
    }

    private static final class Adding {
        private final String currency;
        private final Map<Key, Sum> sums = new TreeMap<>();
        private final Map<String, Partner> partners = new TreeMap<>();
        private final Set<String> others = new java.util.TreeSet<>();

        Adding(String currency) {
            this.currency = currency;
        }

        void add(InvoiceBook.Line line) {
            TaxInvoice legal = line.legal();
            if (!legal.currency().equals(currency)) {
                others.add(legal.currency());
                return;
            }
            TaxSubtotal amounts = line.amounts();
            TaxInvoice.Correction correction = legal.correction();
            TaxInvoice.Tax tax = amounts.tax();
            Kind kind = kind(tax, legal);
            String rate = kind == Kind.TAXED ? plain(tax.rate()) : "";
            if (kind == Kind.TAXED && correction != null) {
                kind = Kind.CORRECTIONS;
                rate = "";
            }
            put(new Key(kind, rate), amounts.base(), amounts.amount());
            if (amounts.surcharge().signum() != 0) {
                boolean corrected = correction != null;
                put(
                        new Key(
                                corrected ? Kind.CORRECTED_SURCHARGE : Kind.SURCHARGE,
                                corrected ? "" : plain(tax.surchargeRate())),
                        amounts.base(),
                        amounts.surcharge());
            }
            partner(legal, kind, tax, amounts.base(), correction != null);
            if (line.total() != null && correction != null && correction.bySubstitution()) {
                BigDecimal base = Objects.requireNonNullElse(correction.base(), BigDecimal.ZERO);
                BigDecimal replaced = Objects.requireNonNullElse(correction.tax(), BigDecimal.ZERO);
                Kind where = replaced.signum() == 0 ? kind : Kind.CORRECTIONS;
                put(new Key(where, ""), base.negate(), replaced.negate());
                partner(legal, where, tax, base.negate(), true);
            }
        }

        private void put(Key key, BigDecimal base, BigDecimal tax) {
            sums.merge(
                    key,
                    new Sum(base, tax, BigDecimal.ZERO),
                    (one, other) ->
                            new Sum(one.base().add(other.base()), one.tax().add(other.tax()), BigDecimal.ZERO));
        }

        private static @Nullable TaxIdentity european(TaxInvoice legal) {
            TaxInvoice.Party buyer = legal.parties().buyer();
            TaxIdentity id = buyer == null ? null : buyer.taxId();
            return id != null
                            && id.kind() == TaxIdentity.Kind.VAT
                            && !id.country().equals("ES")
                    ? id
                    : null;
        }

        private void partner(TaxInvoice legal, Kind kind, TaxInvoice.Tax tax, BigDecimal base, boolean corrected) {
            TaxIdentity id = european(legal);
            TaxInvoice.Party buyer = legal.parties().buyer();
            if (id == null || buyer == null || kind != Kind.WITHIN_EU) {
                return;
            }
            String key = tax.treatment() == TaxTreatment.WITHIN_EU ? "E" : "S";
            partners.merge(
                    id.value() + " " + key,
                    new Partner(id.value(), buyer.name(), key, base, corrected ? base : BigDecimal.ZERO),
                    (one, other) -> new Partner(
                            one.taxId(),
                            other.name(),
                            key,
                            one.base().add(other.base()),
                            one.corrected().add(other.corrected())));
        }

        private static Kind kind(TaxInvoice.Tax tax, TaxInvoice legal) {
            return switch (tax.treatment()) {
                case TAXED -> tax.kind() == TaxKind.IVA ? Kind.TAXED : Kind.OTHER_TAXES;
                case WITHIN_EU -> Kind.WITHIN_EU;
                case EXPORT, LIKE_EXPORT, CUSTOMS_AREA -> Kind.EXPORTS;
                case NOT_SUBJECT_HERE -> european(legal) == null ? Kind.NOT_SUBJECT_HERE : Kind.WITHIN_EU;
                case REVERSE_CHARGE -> Kind.REVERSE_CHARGE;
                case EXEMPT, EXEMPT_OTHERWISE -> Kind.EXEMPT;
                case NOT_SUBJECT -> Kind.NOT_SUBJECT;
            };
        }

        private static String plain(@Nullable BigDecimal rate) {
            return rate == null || rate.signum() == 0
                    ? "0"
                    : rate.stripTrailingZeros().toPlainString();
        }

        private static String boxes(Key key) {
            return switch (key.kind()) {
                case TAXED -> RATES.getOrDefault(key.percent(), "");
                case CORRECTIONS -> "14-15";
                case SURCHARGE -> SURCHARGES.getOrDefault(key.percent(), "");
                case CORRECTED_SURCHARGE -> "25-26";
                case WITHIN_EU -> "59";
                case EXPORTS -> "60";
                case NOT_SUBJECT_HERE -> "120";
                case REVERSE_CHARGE -> "122";
                case EXEMPT, NOT_SUBJECT, OTHER_TAXES -> "";
            };
        }

        Summary summary(BigDecimal posted) {
            List<Row> rows = new ArrayList<>();
            BigDecimal tax = BigDecimal.ZERO;
            for (Map.Entry<Key, Sum> one : sums.entrySet()) {
                Key key = one.getKey();
                rows.add(new Row(
                        key.kind(),
                        key.percent().isEmpty() ? null : key.number(),
                        boxes(key),
                        one.getValue().base(),
                        one.getValue().tax()));
                tax = tax.add(one.getValue().tax());
            }
            return new Summary(rows, List.copyOf(partners.values()), tax, posted, others);
        }
    }
}
