package lazo.analytics.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The public corpora of {@code src/test/resources/data}. */
final class Corpora {
    private Corpora() {}

    /** Sentences labelled praise (true) or complaint; "mixed" left out. */
    record Labelled(List<String> texts, boolean[] labels) {}

    /** Texts rated by people from −4 to 4. */
    record Rated(List<String> texts, double[] ratings) {}

    static Labelled opener(Language language, String part) {
        List<String> texts = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (String line : lines("opener/" + language.code() + "-" + part)) {
            String[] cells = line.split("\t", 2);
            if (!cells[0].equals("mixed")) {
                texts.add(cells[1]);
                labels.add(cells[0].endsWith("pos"));
            }
        }
        boolean[] flags = new boolean[labels.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = labels.get(i);
        }
        return new Labelled(texts, flags);
    }

    static Rated vader(String name) {
        List<String> texts = new ArrayList<>();
        List<Double> ratings = new ArrayList<>();
        for (String line : lines("vader/" + name)) {
            String[] cells = line.split("\t", 3);
            ratings.add(Double.valueOf(cells[1]));
            texts.add(cells[2]);
        }
        return new Rated(
                texts, ratings.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static Map<String, List<String>> declarations() {
        Map<String, List<String>> texts = new TreeMap<>();
        for (String line : lines("udhr/udhr")) {
            String[] cells = line.split("\t", 2);
            texts.computeIfAbsent(cells[0], none -> new ArrayList<>()).add(cells[1]);
        }
        return texts;
    }

    private static List<String> lines(String name) {
        try (InputStream stream = new GZIPInputStream(Corpora.class.getResourceAsStream("/data/" + name + ".tsv.gz"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Mean of the F1 of both kinds. */
    static double macroF1(boolean[] truth, boolean[] said) {
        double sum = 0;
        for (boolean kind : new boolean[] {true, false}) {
            int both = 0;
            int either = 0;
            for (int i = 0; i < truth.length; i++) {
                both += truth[i] == kind && said[i] == kind ? 1 : 0;
                either += (truth[i] == kind ? 1 : 0) + (said[i] == kind ? 1 : 0);
            }
            sum += 2.0 * both / either;
        }
        return sum / 2;
    }

    static double accuracy(boolean[] truth, boolean[] said) {
        int same = 0;
        for (int i = 0; i < truth.length; i++) {
            same += truth[i] == said[i] ? 1 : 0;
        }
        return same / (double) truth.length;
    }
}
