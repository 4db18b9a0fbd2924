package lazo.analytics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** A year of a British wholesaler, line by line; see the README beside the file. */
public final class OnlineRetail {
    private OnlineRetail() {}

    /**
     * One line of an invoice.
     *
     * @param time as {@code 2010-12-01 08:26}
     * @param price of one, in thousandths of a pound
     * @param customer empty when unknown
     */
    public record Line(
            String invoice,
            String time,
            String customer,
            String country,
            String code,
            int quantity,
            long price,
            String description) {
        public boolean cancelled() {
            return invoice.startsWith("C");
        }

        /** In thousandths of a pound. */
        public long amount() {
            return Math.multiplyExact(price, quantity);
        }

        /** Of a known customer, not cancelled, with quantity and price above 0. */
        public boolean clean() {
            return !customer.isEmpty() && !cancelled() && quantity > 0 && price > 0;
        }
    }

    /** The clean lines of one invoice: stock codes without repetition, ascending; amount in thousandths of a pound. */
    public record Invoice(String customer, String date, String country, long amount, List<String> codes) {
        public long customerNumber() {
            return Long.parseLong(customer);
        }

        /** In pounds. */
        public double pounds() {
            return amount / 1000.0;
        }

        /** 12·year + month. */
        public long month() {
            return OnlineRetail.month(date);
        }
    }

    public static long month(String date) {
        return 12 * Long.parseLong(date.substring(0, 4)) + Long.parseLong(date.substring(5, 7));
    }

    public static List<Line> lines() {
        try (InputStream file = Objects.requireNonNull(
                        OnlineRetail.class.getResourceAsStream("/data/online-retail/lines.csv.gz"));
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            List<Line> lines = new ArrayList<>();
            Map<String, String> descriptions = new HashMap<>();
            Map<String, Long> prices = new HashMap<>();
            String[] invoice = {};
            for (String row = text.readLine(); row != null; row = text.readLine()) {
                if (row.startsWith("#")) {
                    invoice = row.substring(1).split(",", -1);
                    continue;
                }
                String[] cells = row.split(",", 4);
                if (cells.length > 2 && !cells[2].isEmpty()) {
                    prices.put(
                            cells[0], new BigDecimal(cells[2]).movePointRight(3).longValueExact());
                }
                if (cells.length > 3) {
                    descriptions.put(cells[0], cells[3]);
                }
                lines.add(new Line(
                        invoice[0],
                        invoice[1],
                        invoice[2],
                        invoice[3],
                        cells[0],
                        Integer.parseInt(cells[1]),
                        prices.get(cells[0]),
                        descriptions.get(cells[0])));
            }
            return lines;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static List<Invoice> invoices() {
        return invoices(lines());
    }

    /** The clean ones by invoice, in their order. */
    public static List<Invoice> invoices(List<Line> all) {
        Map<String, List<Line>> byInvoice = new LinkedHashMap<>();
        for (Line line : all) {
            if (line.clean()) {
                byInvoice
                        .computeIfAbsent(line.invoice(), _ -> new ArrayList<>())
                        .add(line);
            }
        }
        return byInvoice.values().stream()
                .map(lines -> new Invoice(
                        lines.getFirst().customer(),
                        lines.getFirst().time().substring(0, 10),
                        lines.getFirst().country(),
                        lines.stream().mapToLong(Line::amount).sum(),
                        List.copyOf(new TreeSet<>(lines.stream().map(Line::code).toList()))))
                .toList();
    }
}
