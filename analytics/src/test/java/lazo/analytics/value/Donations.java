package lazo.analytics.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The donations of the BG/BB paper. */
final class Donations {
    private Donations() {}

    static OpportunityHistory read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Donations.class.getResourceAsStream("/data/donations/donations.csv"), StandardCharsets.UTF_8))) {
            int[][] rows = lines.lines()
                    .skip(1)
                    .map(line -> Stream.of(line.split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toArray(int[][]::new);
            return new OpportunityHistory(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int[] column(int[][] rows, int at) {
        return IntStream.range(0, rows.length).map(i -> rows[i][at]).toArray();
    }
}
