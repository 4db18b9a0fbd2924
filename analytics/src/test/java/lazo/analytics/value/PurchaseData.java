package lazo.analytics.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** The public purchase data of the tests, one row per customer and day. */
record PurchaseData(int[] customer, double[] day, double[] spend) {
    /** Day 273 after 1997-01-01 is 1997-10-01, whose eve ends the calibration of every paper on CDNOW. */
    static final double CDNOW_SPLIT = 272;

    static final double CDNOW_END = 545;

    static PurchaseData cdnowSample() {
        return read("cdnow", row -> row[3].equals("1"));
    }

    static PurchaseData cdnow() {
        return read("cdnow", row -> true);
    }

    static PurchaseData onlineRetail() {
        return read("online-retail-days", row -> true);
    }

    PurchaseLog log() {
        return new PurchaseLog(customer, day);
    }

    HoldOut cdnowHoldOut() {
        return log().splitAt(CDNOW_SPLIT, CDNOW_END, 7);
    }

    /** What repeat purchases up to the split were worth on average (NaN without one), and all of them after it, per customer. */
    record Money(double[] meanRepeat, double[] later) {}

    Money money(double split, double end) {
        double[] mean = new double[customer.length];
        double[] later = new double[customer.length];
        int n = -1;
        int count = 0;
        boolean known = false;
        for (int row = 0; row < customer.length; row++) {
            if (row == 0 || customer[row] != customer[row - 1]) {
                known = day[row] <= split;
                if (known) {
                    mean[++n] = Double.NaN;
                    count = 0;
                }
            } else if (known && day[row] <= split) {
                mean[n] = count == 0 ? spend[row] : (mean[n] * count + spend[row]) / (count + 1);
                count++;
            } else if (known && day[row] <= end) {
                later[n] += spend[row];
            }
        }
        return new Money(Arrays.copyOf(mean, n + 1), Arrays.copyOf(later, n + 1));
    }

    private static PurchaseData read(String name, Predicate<String[]> wanted) {
        try (InputStream file = PurchaseData.class.getResourceAsStream("/data/" + name + "/customer_days.csv.gz");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            String[][] rows = lines.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .filter(wanted)
                    .toArray(String[][]::new);
            return new PurchaseData(
                    Arrays.stream(rows)
                            .mapToInt(row -> Integer.parseInt(row[0]))
                            .toArray(),
                    Arrays.stream(rows)
                            .mapToDouble(row -> Integer.parseInt(row[1]))
                            .toArray(),
                    Arrays.stream(rows)
                            .mapToDouble(row -> Integer.parseInt(row[2]) / 100.0)
                            .toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
