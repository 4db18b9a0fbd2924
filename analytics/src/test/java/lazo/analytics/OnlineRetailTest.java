package lazo.analytics;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the other tests learn from this file starts from the lines that everybody has. */
class OnlineRetailTest {
    private static final String PANDAS = "widely published; recomputed with pandas";

    @Test
    void the_lines_are_as_many_of_each_kind_as_published() {
        String data = "Online Retail, all lines";
        List<OnlineRetail.Line> lines = OnlineRetail.lines();
        check(data, "lines", 541_909, lines.size());
        check(
                data,
                "lines without customer",
                135_080,
                count(lines, line -> line.customer().isEmpty()));
        check(data, "cancelled lines", 9_288, count(lines, OnlineRetail.Line::cancelled));
        check(data, "lines that repeat another exactly", 5_268, lines.size() - distinct(lines, line -> line));
        check(data, "invoices", 25_900, distinct(lines, OnlineRetail.Line::invoice));
        check(data, "stock codes", 4_070, distinct(lines, OnlineRetail.Line::code));
        check(data, "countries", 38, distinct(lines, OnlineRetail.Line::country));
        checkMoney(
                data,
                "net revenue",
                9_747_747.93,
                lines.stream().mapToLong(OnlineRetail.Line::amount).sum(),
                .005);

        String clean = "Online Retail, clean lines";
        List<OnlineRetail.Invoice> invoices = OnlineRetail.invoices(lines);
        check(clean, "lines", 397_884, count(lines, OnlineRetail.Line::clean));
        check(clean, "customers", 4_338, distinct(invoices, OnlineRetail.Invoice::customer));
        check(clean, "invoices", 18_532, invoices.size());
        checkMoney(clean, "revenue", 8_911_407.90, revenue(invoices), .005);
    }

    @Test
    void every_month_is_as_counted_elsewhere() {
        List<OnlineRetail.Invoice> invoices = OnlineRetail.invoices();
        for (List<String> row : CsvFile.rows("online-retail/months.csv", true)) {
            String data = "Online Retail, clean lines of " + row.getFirst();
            List<OnlineRetail.Invoice> month = invoices.stream()
                    .filter(invoice -> invoice.date().startsWith(row.getFirst()))
                    .toList();
            checkMoney(data, "revenue", Double.parseDouble(row.get(1)), revenue(month), 1e-6);
            check(data, "customers", Integer.parseInt(row.get(2)), distinct(month, OnlineRetail.Invoice::customer));
            check(data, "invoices", Integer.parseInt(row.get(3)), month.size());
        }
    }

    private static <T> long count(List<T> all, Predicate<T> which) {
        return all.stream().filter(which).count();
    }

    private static <T> long distinct(List<T> all, Function<T, ?> what) {
        return all.stream().map(what).distinct().count();
    }

    private static long revenue(List<OnlineRetail.Invoice> invoices) {
        return invoices.stream().mapToLong(OnlineRetail.Invoice::amount).sum();
    }

    private static void check(String data, String figure, long expected, long obtained) {
        Reference.check("data", data, figure, expected, obtained, 0, PANDAS);
    }

    private static void checkMoney(String data, String figure, double pounds, long thousandths, double tolerance) {
        Reference.check("data", data, figure, pounds, thousandths / 1000.0, tolerance, PANDAS);
    }
}
