package lazo.analytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lazo.analytics.Reference;
import lazo.analytics.classify.Auc;
import lazo.analytics.classify.Column;
import lazo.analytics.classify.DataSet;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardTest {
    private static final DataSet GERMAN = DataSet.read("german-credit/germancredit.csv.gz", ',');
    private static final boolean[] BAD = GERMAN.is("creditability", "bad");

    @ParameterizedTest
    @CsvSource({
        "status.of.existing.checking.account, .666012",
        "credit.history, .293234",
        "savings.account.and.bonds, .196010",
        "purpose, .169195",
        "property, .112638",
        "present.employment.since, .086434"
    })
    void information_values_of_german_credit_are_reproduced(String column, double expected) {
        double value = WeightOfEvidence.of(new Column.Labels(column, GERMAN.text(column)), BAD)
                .informationValue();
        Reference.check("Weight of evidence", "GERMAN", "IV " + column, expected, value, 6e-7, "R scorecard");
    }

    @Test
    void weights_of_the_checking_account_are_reproduced() {
        WeightOfEvidence status = WeightOfEvidence.of(
                new Column.Labels("status", GERMAN.text("status.of.existing.checking.account")), BAD);
        Map.of("... < 0 DM", .818099, "0 <= ... < 200 DM", .401392, "no checking account", -1.176263)
                .forEach((label, expected) -> Reference.check(
                        "Weight of evidence",
                        "GERMAN",
                        "WoE status " + label,
                        expected,
                        weight(status, label),
                        6e-7,
                        "R scorecard"));
        String high = status.bins().stream()
                .map(WeightOfEvidence.Bin::label)
                .filter(label -> label.contains(">= 200"))
                .findFirst()
                .orElseThrow();
        Reference.check(
                "Weight of evidence",
                "GERMAN",
                "WoE status >= 200",
                -.405465,
                weight(status, high),
                6e-7,
                "R scorecard");
    }

    private static double weight(WeightOfEvidence evidence, String label) {
        return evidence.bins().stream()
                .filter(bin -> bin.label().equals(label))
                .findFirst()
                .orElseThrow()
                .weight();
    }

    @Test
    void numbers_are_binned_until_the_share_of_bad_moves_one_way() {
        for (String name : List.of("duration.in.month", "age.in.years", "credit.amount")) {
            WeightOfEvidence evidence = WeightOfEvidence.of(new Column.Numbers(name, GERMAN.numbers(name)), BAD);
            double[] rates = evidence.bins().stream()
                    .mapToDouble(WeightOfEvidence.Bin::badRate)
                    .toArray();
            double[] sorted = rates.clone();
            Arrays.sort(sorted);
            double[] falling = IntStream.range(0, sorted.length)
                    .mapToDouble(k -> sorted[sorted.length - 1 - k])
                    .toArray();
            assertThat(Arrays.equals(rates, sorted) || Arrays.equals(rates, falling))
                    .isTrue();
            assertThat(rates.length).isGreaterThan(1);
        }
    }

    @Test
    void missing_and_pure_bins_have_finite_weights() {
        boolean[] bad = {true, false, true, false, false, false};
        WeightOfEvidence labels =
                WeightOfEvidence.of(new Column.Labels("x", new String[] {"a", "b", null, "b", null, "b"}), bad);
        assertThat(weight(labels, "a")).isCloseTo(Math.log((1 / 2.0) / (.5 / 4)), within(1e-12));
        assertThat(weight(labels, "b")).isCloseTo(Math.log((.5 / 2) / (3 / 4.0)), within(1e-12));
        assertThat(weight(labels, WeightOfEvidence.MISSING)).isCloseTo(Math.log((1 / 2.0) / (1 / 4.0)), within(1e-12));
        assertThat(labels.weights(new Column.Labels("x", new String[] {"never", null})))
                .containsExactly(0, weight(labels, WeightOfEvidence.MISSING));
        WeightOfEvidence empty = WeightOfEvidence.of(
                new Column.Numbers("y", new double[] {Double.NaN, Double.NaN}), new boolean[] {true, false});
        assertThat(empty.bins()).hasSize(1);
        assertThat(empty.informationValue()).isZero();
        WeightOfEvidence same =
                WeightOfEvidence.of(new Column.Numbers("z", new double[] {3, 3}), new boolean[] {true, false});
        assertThat(same.informationValue()).isZero();
        assertThatThrownBy(() -> WeightOfEvidence.of(new Column.Numbers("z", new double[2]), new boolean[2]))
                .hasMessage("0 of 2 rows are bad, expected at least one good and one bad");
        assertThatThrownBy(() -> WeightOfEvidence.of(new Column.Numbers("z", new double[2]), new boolean[3]))
                .hasMessage("2 rows for 3 outcomes, expected the same number");
        assertThatThrownBy(() -> labels.bin(new Column.Numbers("x", new double[1]), 0))
                .hasMessage("Column 'x' changed to numbers");
    }

    @Test
    void points_add_up_rank_the_risk_and_double_the_odds() {
        List<Column> columns = GERMAN.columns(Set.of("creditability"));
        Scorecard card = Scorecard.fit(columns, BAD, Scorecard.Scale.STANDARD, .02);
        double[] probabilities = IntStream.range(0, BAD.length)
                .mapToDouble(i -> card.probability(columns, i))
                .toArray();
        assertThat(Auc.of(probabilities, BAD).value()).isGreaterThan(.80);
        assertThat(Arrays.stream(probabilities).average().orElseThrow()).isCloseTo(.3, within(.002));
        for (int i = 0; i < 50; i++) {
            int row = i;
            double sum = card.characteristics().stream()
                    .mapToDouble(c -> c.points().stream()
                            .filter(p -> p.label()
                                    .equals(c.evidence()
                                            .bin(column(columns, c.evidence().column()), row)
                                            .orElseThrow()
                                            .label()))
                            .findFirst()
                            .orElseThrow()
                            .exact())
                    .sum();
            assertThat(card.score(columns, i)).isCloseTo(sum, within(1e-9));
        }
        Scorecard.Scale scale = card.scale();
        assertThat(scale.probability(600)).isCloseTo(1 / 51.0, within(1e-12));
        assertThat(scale.probability(620)).isCloseTo(1 / 101.0, within(1e-12));
        assertThat(card.characteristics().getFirst().points().getFirst().rounded())
                .isBetween(0L, 100L);
        Scorecard read = ModelJson.read(ModelJson.write(card), Scorecard.class);
        assertThat(read.score(columns, 7)).isEqualTo(card.score(columns, 7));
    }

    private static Column column(List<Column> columns, String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void reasons_name_the_columns_that_cost_most() {
        List<Column> columns = GERMAN.columns(Set.of("creditability"));
        Scorecard card = Scorecard.fit(columns, BAD, Scorecard.Scale.STANDARD, .1);
        int worst = IntStream.range(0, BAD.length)
                .boxed()
                .max((a, b) -> Double.compare(card.probability(columns, a), card.probability(columns, b)))
                .orElseThrow();
        List<Scorecard.Reason> reasons = card.reasons(columns, worst, 3);
        assertThat(reasons).hasSize(3);
        assertThat(reasons.getFirst().lost())
                .isGreaterThanOrEqualTo(reasons.getLast().lost());
        assertThat(reasons).extracting(Scorecard.Reason::column).contains("status.of.existing.checking.account");
    }

    @Test
    void a_value_never_seen_gets_the_points_of_no_evidence() {
        Column seen = new Column.Labels("x", new String[] {"a", "a", "b", "b", "a", "b"});
        boolean[] bad = {true, true, false, false, false, true};
        Scorecard card = Scorecard.fit(List.of(seen), bad, Scorecard.Scale.STANDARD, 0);
        List<Column> strange = List.of(new Column.Labels("x", new String[] {"z"}));
        assertThat(card.score(strange, 0))
                .isEqualTo(card.characteristics().getFirst().neutral());
        assertThatThrownBy(() -> card.score(List.of(), 0)).hasMessage("No column 'x'");
        assertThatThrownBy(() -> Scorecard.fit(List.of(seen), bad, Scorecard.Scale.STANDARD, 9))
                .hasMessage("0 of 1 columns reach an information value of 9.0");
        assertThatThrownBy(() -> new Scorecard.Scale(600, 0, 20)).hasMessage("odds 0.0 and pdo 20.0, expected above 0");
        assertThatThrownBy(() -> new Scorecard(Scorecard.Scale.STANDARD, List.of(), card.provenance()))
                .hasMessageContaining("0 characteristics");
    }
}
