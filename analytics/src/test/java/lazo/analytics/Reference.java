package lazo.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Checks an obtained figure against a published one and writes both into {@code docs/models/reference.md}, so that the
 * page never claims what no test saw. Rows of tests that did not run this time are kept; {@code -Dlazo.reference=off} writes none.
 */
public final class Reference implements LauncherSessionListener {
    private static final Path PAGE = Path.of("../docs/models/reference.md");
    private static final ConcurrentSkipListMap<String, String> SEEN = new ConcurrentSkipListMap<>();

    /** Asserts {@code |obtained - expected| <= tolerance} and records the row. */
    public static void check(
            String model,
            String data,
            String figure,
            double expected,
            double obtained,
            double tolerance,
            String source) {
        assertThat(obtained).as("%s, %s: %s", model, data, figure).isCloseTo(expected, within(tolerance));
        SEEN.put(
                "| %s | %s | %s |".formatted(model, data, figure),
                String.format(
                        Locale.ROOT, " %s | %s | %s | %s |", text(expected), text(obtained), text(tolerance), source));
    }

    /** Like {@link #check} with a tolerance relative to the expected figure. */
    public static void checkRelative(
            String model,
            String data,
            String figure,
            double expected,
            double obtained,
            double relative,
            String source) {
        check(model, data, figure, expected, obtained, Math.abs(expected) * relative, source);
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, "%.6g", figure);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (SEEN.isEmpty() || "off".equals(System.getProperty("lazo.reference"))) {
            return;
        }
        try {
            TreeMap<String, String> rows = new TreeMap<>();
            if (Files.exists(PAGE)) {
                for (String line : Files.readAllLines(PAGE)) {
                    String[] cells = line.split("\\|", -1);
                    if (line.startsWith("| ") && !line.startsWith("| model |") && cells.length >= 8) {
                        rows.put(
                                "|%s|%s|%s|".formatted(cells[1], cells[2], cells[3]),
                                String.join("|", Arrays.asList(cells).subList(4, cells.length)));
                    }
                }
            }
            rows.putAll(SEEN);
            List<String> page = new ArrayList<>(List.of(
                    "# Reference figures",
                    "",
                    "Written by the tests of `analytics`: each row was asserted when it was written. Do not edit by hand.",
                    "",
                    "| model | data | figure | expected | obtained | tolerance | source |",
                    "|---|---|---|---|---|---|---|"));
            rows.forEach((key, values) -> page.add(key + values));
            Files.createDirectories(PAGE.getParent());
            Files.write(PAGE, page);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
