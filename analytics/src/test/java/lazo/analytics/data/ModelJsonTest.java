package lazo.analytics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import lazo.analytics.attribution.Journeys;
import lazo.analytics.attribution.MarkovChain;
import lazo.analytics.classify.BoostedTrees;
import lazo.analytics.classify.LogisticRegression;
import lazo.analytics.classify.PipelineBayes;
import lazo.analytics.forecast.Combination;
import lazo.analytics.forecast.TimeSeries;
import lazo.analytics.segment.KMeans;
import lazo.analytics.text.LanguageDetector;
import lazo.analytics.text.TextClassifier;
import lazo.analytics.value.ParetoNbd;
import lazo.analytics.value.PurchaseHistory;
import org.junit.jupiter.api.Test;

class ModelJsonTest {
    /** Two Java machines order hash maps of enums and immutable maps each in its own way. */
    @Test
    void equal_inputs_give_equal_bytes_on_any_run_of_java() throws Exception {
        String here = String.join("\n", texts());

        assertThat(run()).isEqualTo(here);
        assertThat(run()).isEqualTo(here);
    }

    @Test
    void the_order_in_which_facts_were_added_leaves_no_trace() {
        Provenance one = Provenance.of("m", 3)
                .withSetting("b", 1)
                .withSetting("a", 2)
                .withLibrary("y", "1")
                .withLibrary("x", "2")
                .withQuality("q", .5)
                .withQuality("p", .25);
        Provenance other = Provenance.of("m", 3)
                .withQuality("p", .25)
                .withQuality("q", .5)
                .withLibrary("x", "2")
                .withLibrary("y", "1")
                .withSetting("a", 2)
                .withSetting("b", 1);

        assertThat(ModelJson.write(new Kept("k", one))).isEqualTo(ModelJson.write(new Kept("k", other)));
        assertThat(one.toString()).isEqualTo(other.toString());
        assertThat(one.settings().keySet()).containsExactly("a", "b");
        assertThatThrownBy(() -> one.settings().put("c", "3")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_kept_model_comes_back_equal() {
        Kept kept = new Kept("k", Provenance.of("m", 3).withWindow("2025").withSeed(7));

        Kept read = ModelJson.read(ModelJson.write(kept), Kept.class);

        assertThat(read).isEqualTo(kept);
        assertThat(read.provenance().seed()).isEqualTo(OptionalLong.of(7));
    }

    @Test
    void a_text_that_is_no_such_model_is_refused_with_what_it_is() {
        String text = ModelJson.write(new Kept("k", Provenance.of("m", 3)));

        assertThatThrownBy(() -> ModelJson.read(text, Other.class))
                .hasMessage("The text holds model 'kept 1', expected 'other 2'");
        assertThatThrownBy(() -> ModelJson.read("{}", Kept.class))
                .hasMessage("The text holds model ' 0', expected 'kept 1'");
        assertThatThrownBy(() -> ModelJson.read("{", Kept.class))
                .hasMessageStartingWith("The text is no model 'kept': ");
        assertThatThrownBy(() -> ModelJson.read("{\"type\":\"kept\",\"version\":1,\"model\":[]}", Kept.class))
                .hasMessageStartingWith("The text is no model 'kept': ");
        assertThatThrownBy(() -> ModelJson.write(new Unnamed(Provenance.of("m", 3))))
                .hasMessage("Unnamed has no @ModelType");
        assertThatThrownBy(() -> Provenance.of("m", -1)).hasMessage("rows is -1, expected 0 or more");
    }

    @ModelType(name = "kept")
    record Kept(String figure, Provenance provenance) implements FittedModel {
        public Kept withWindow(String window) {
            return new Kept(figure, provenance.withWindow(window));
        }
    }

    @ModelType(name = "other", version = 2)
    record Other(Provenance provenance) implements FittedModel {}

    record Unnamed(Provenance provenance) implements FittedModel {}

    private static String run() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ModelJsonTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(java.exitValue()).isZero();
        return text.strip();
    }

    /** Prints the texts of models fitted to the same numbers every time. */
    public static void main(String[] args) {
        System.out.println(String.join("\n", texts()));
    }

    private static List<String> texts() {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 200;
        double[][] columns = new double[3][rows];
        boolean[] outcomes = new boolean[rows];
        int[] repeats = new int[rows];
        double[] last = new double[rows];
        double[] age = new double[rows];
        List<List<String>> paths = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<PipelineBayes.Lead> leads = new ArrayList<>();
        double[] values = new double[60];
        for (int i = 0; i < rows; i++) {
            for (double[] column : columns) {
                column[i] = random.nextGaussian();
            }
            outcomes[i] = random.nextDouble() < 1 / (1 + Math.exp(-columns[0][i] - columns[1][i]));
            repeats[i] = random.nextInt(4);
            age[i] = random.nextDouble(20, 40);
            last[i] = repeats[i] == 0 ? 0 : random.nextDouble(1, age[i]);
            paths.add(random.ints(3, 0, 4).mapToObj(c -> "channel " + c).toList());
            texts.add((outcomes[i] ? "bueno" : "malo") + " pedido " + random.nextInt(9));
            leads.add(new PipelineBayes.Lead(
                    "team " + random.nextInt(2),
                    random.nextBoolean() ? "new" : "offer",
                    Map.of("country", "c" + random.nextInt(3), "source", "s" + random.nextInt(3), "tag", "t")));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 + 20 * Math.sin(i * Math.PI / 6) + random.nextGaussian();
        }
        double[] ones = columns[2].clone();
        java.util.Arrays.fill(ones, 1);
        List<String> names = List.of("a", "b", "c");
        var features = new lazo.analytics.classify.Features(names, columns);
        List<FittedModel> models = List.of(
                ParetoNbd.fit(new PurchaseHistory(repeats, last, age)),
                MarkovChain.fit(Journeys.of(paths, ones, ones), 2),
                LogisticRegression.fit(features, outcomes),
                BoostedTrees.fit(
                        features, outcomes, BoostedTrees.Settings.standard(3).withRounds(5)),
                PipelineBayes.fit(List.of("new", "offer"), leads, outcomes),
                KMeans.fit(new lazo.analytics.segment.Features(names, columns), 3, 2, 9),
                Combination.fit(new TimeSeries(values, 12), 3, 4),
                TextClassifier.fit(texts, outcomes, TextClassifier.Settings.standard()),
                LanguageDetector.fit(
                        Map.of("es", List.of("hola qué tal"), "en", List.of("hello there"), "xx", List.of("zzz"))));
        return models.stream().map(ModelJson::write).toList();
    }
}
