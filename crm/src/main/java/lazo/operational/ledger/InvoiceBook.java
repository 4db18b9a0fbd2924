package lazo.operational.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import lazo.operational.billing.InvoiceContent;
import lazo.operational.billing.IssuedInvoices;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The book of issued invoices (libro registro de facturas expedidas, articles 62 and 63 of Real Decreto 1624/1992), and what
 * the taxes of a span of days come to. It reads what was issued, not what records say by now.
 */
@Component
public class InvoiceBook {
    private final IssuedInvoices issued;

    InvoiceBook(IssuedInvoices issued) {
        this.issued = issued;
    }

    /** A tax at a rate. @param treatment taxed, exempt, reverse charge… */
    public record Rate(String tax, String treatment, BigDecimal percent) implements Comparable<Rate> {
        private static final Comparator<Rate> ORDER = Comparator.comparing(Rate::tax)
                .thenComparing(Rate::treatment, Comparator.reverseOrder())
                .thenComparing(Rate::percent, Comparator.reverseOrder());

        static Rate of(TaxInvoice.Tax tax) {
            BigDecimal percent = tax.rate() == null ? BigDecimal.ZERO : tax.rate();
            return new Rate(
                    tax.kind().name(),
                    tax.treatment().name(),
                    percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros());
        }

        @Override
        public int compareTo(Rate other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param surcharge the equivalence surcharge */
    public record Sum(BigDecimal base, BigDecimal tax, BigDecimal surcharge) {
        static final Sum NONE = new Sum(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Sum plus(Sum other) {
            return new Sum(base.add(other.base), tax.add(other.tax), surcharge.add(other.surcharge));
        }
    }

    /** A line of the book: an invoice at one of its rates. @param total of the whole invoice, on its first line */
    public record Line(
            long invoiceId,
            InvoiceContent content,
            Rate rate,
            TaxSubtotal amounts,
            @Nullable BigDecimal total) {
        public TaxInvoice legal() {
            return content.legal();
        }
    }

    /**
     * What a span of days comes to in one currency.
     *
     * @param replaced what stood on invoices in whose place others were issued, which is taken off
     * @param withheld what buyers keep for the company's income tax
     */
    public record Summary(
            String currency, int invoices, Map<Rate, Sum> rates, Sum replaced, BigDecimal withheld, BigDecimal total) {
        /** Bases, taxes and surcharges of all rates, without what was replaced. */
        public Sum net() {
            return rates.values().stream()
                    .reduce(Sum.NONE, Sum::plus)
                    .plus(new Sum(replaced.base().negate(), replaced.tax().negate(), BigDecimal.ZERO));
        }
    }

    /** Each line of the days from one to another, both included, in the order of day and number. */
    public void forEach(LocalDate from, LocalDate until, Consumer<Line> taker) {
        issued.forEach(from, until, entry -> {
            TaxInvoice legal = entry.content().legal();
            boolean first = true;
            for (TaxSubtotal subtotal : legal.taxes()) {
                taker.accept(new Line(
                        entry.invoiceId(),
                        entry.content(),
                        Rate.of(subtotal.tax()),
                        subtotal,
                        first ? legal.total() : null));
                first = false;
            }
        });
    }

    /**
     * A span of days.
     *
     * @param summaries by currency
     * @param lines the first of them
     * @param left how many more there are
     */
    public record Book(List<Summary> summaries, List<Line> lines, int left) {
        public Book {
            summaries = List.copyOf(summaries);
            lines = List.copyOf(lines);
        }
    }

    /** @param most how many lines to keep */
    public Book read(LocalDate from, LocalDate until, int most) {
        Map<String, Summing> sums = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        int[] left = new int[1];
        forEach(from, until, line -> {
            sums.computeIfAbsent(line.legal().currency(), Summing::new).add(line);
            if (lines.size() < most) {
                lines.add(line);
            } else {
                left[0]++;
            }
        });
        return new Book(sums.values().stream().map(Summing::summary).toList(), lines, left[0]);
    }

    private static final class Summing {
        private final String currency;
        private final Map<Rate, Sum> rates = new TreeMap<>();
        private Sum replaced = Sum.NONE;
        private BigDecimal withheld = BigDecimal.ZERO;
        private BigDecimal total = BigDecimal.ZERO;
        private int invoices;

        Summing(String currency) {
            this.currency = currency;
        }

        void add(Line line) {
            TaxSubtotal amounts = line.amounts();
            rates.merge(line.rate(), new Sum(amounts.base(), amounts.amount(), amounts.surcharge()), Sum::plus);
            if (line.total() == null) {
                return;
            }
            invoices++;
            total = total.add(line.total());
            TaxInvoice.Withholding kept = line.legal().withholding();
            if (kept != null) {
                withheld = withheld.add(kept.amount());
            }
            TaxInvoice.Correction correction = line.legal().correction();
            if (correction != null && correction.bySubstitution() && correction.base() != null) {
                BigDecimal tax = correction.tax() == null ? BigDecimal.ZERO : correction.tax();
                replaced = replaced.plus(new Sum(correction.base(), tax, BigDecimal.ZERO));
                total = total.subtract(correction.base()).subtract(tax);
            }
        }

        Summary summary() {
            return new Summary(currency, invoices, rates, replaced, withheld, total);
        }
    }
}
