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
