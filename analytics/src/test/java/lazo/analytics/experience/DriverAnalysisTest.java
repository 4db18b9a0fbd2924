package lazo.analytics.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.Reference;
import lazo.analytics.data.ModelJson;
import lazo.analytics.experience.DriverAnalysis.Driver;
import lazo.analytics.experience.DriverAnalysis.Settings;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

class DriverAnalysisTest {
    /** Motor Trend 1974, R's mtcars: cyl, disp, hp, wt and last mpg. */
    private static final double[][] CARS = {
        {6, 6, 4, 6, 8, 6, 8, 4, 4, 6, 6, 8, 8, 8, 8, 8, 8, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 4, 8, 6, 8, 4},
        {
            160, 160, 108, 258, 360, 225, 360, 146.7, 140.8, 167.6, 167.6, 275.8, 275.8, 275.8, 472, 460, 440, 78.7,
            75.7, 71.1, 120.1, 318, 304, 350, 400, 79, 120.3, 95.1, 351, 145, 301, 121
        },
        {
            110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150,
            245, 175, 66, 91, 113, 264, 175, 335, 109
        },
        {
            2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
            2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78
        },
        {
            21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
            30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4
        }
    };

    @Test
    void relative_weights_are_those_of_the_r_package() {
        int[] rows = new int[32];
        Arrays.setAll(rows, i -> i);

        double[] weights = DriverAnalysis.weights(DriverAnalysis.correlations(CARS, rows));

        double[] published = {0.2096904, 0.1883043, 0.1799590, 0.2706812};
        List<String> names = List.of("cyl", "disp", "hp", "wt");
        for (int i = 0; i < published.length; i++) {
            Reference.check(
                    "relative weights",
                    "mtcars, mpg",
                    names.get(i),
                    published[i],
                    weights[i],
                    5e-8,
                    "R rwa, regression methods vignette");
        }
    }

    @Test
    void weights_sum_to_the_r_squared_of_the_regression() {
        double[][] drivers = correlated(400, 7);
        double[] outcome = outcome(drivers, 7);

        DriverAnalysis analysis = DriverAnalysis.fit(List.of("a", "b", "c"), drivers, outcome, Settings.standard(1));

        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        double[][] rows = new double[outcome.length][3];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {drivers[0][i], drivers[1][i], drivers[2][i]};
        }
        regression.newSampleData(outcome, rows);
        assertThat(analysis.rSquared()).isCloseTo(regression.calculateRSquared(), within(1e-10));
        assertThat(analysis.drivers().stream().mapToDouble(Driver::weight).sum())
                .isCloseTo(analysis.rSquared(), within(1e-12));
        assertThat(analysis.drivers().stream().mapToDouble(Driver::share).sum()).isCloseTo(1, within(1e-12));
        assertThat(analysis.drivers())
                .allSatisfy(driver ->
                        assertThat(driver.interval().contains(driver.weight())).isTrue())
                .isSortedAccordingTo((one, other) -> Double.compare(other.weight(), one.weight()));
    }

    @Test
    void two_drivers_get_shapleys_shares() {
        double[][] three = correlated(300, 3);
        double[] outcome = outcome(three, 3);
        double[][] columns = {three[0], three[1], outcome};
        int[] rows = new int[300];
        Arrays.setAll(rows, i -> i);
        double[][] r = DriverAnalysis.correlations(columns, rows);

        double[] weights = DriverAnalysis.weights(r);

        double both =
                (r[0][2] * r[0][2] + r[1][2] * r[1][2] - 2 * r[0][1] * r[0][2] * r[1][2]) / (1 - r[0][1] * r[0][1]);
        assertThat(weights[0]).isCloseTo((r[0][2] * r[0][2] + both - r[1][2] * r[1][2]) / 2, within(1e-12));
    }

    @Test
    void rows_with_a_missing_answer_are_left_out_and_counted() {
        double[][] drivers = correlated(200, 5);
        double[] outcome = outcome(drivers, 5);
        drivers[0][3] = Double.NaN;
        outcome[7] = Double.NaN;

        DriverAnalysis analysis = DriverAnalysis.fit(List.of("a", "b", "c"), drivers, outcome, Settings.standard(1));

        assertThat(analysis.provenance().rows()).isEqualTo(198);
        assertThat(analysis.provenance().settings()).containsEntry("rows left out", "2");
    }

    @Test
    void the_same_seed_gives_the_same_analysis_and_it_survives_json() {
        double[][] drivers = correlated(100, 9);
        double[] outcome = outcome(drivers, 9);
        List<String> names = List.of("a", "b", "c");

        DriverAnalysis analysis = DriverAnalysis.fit(names, drivers, outcome, new Settings(200, 0.9, 42));

        assertThat(DriverAnalysis.fit(names, drivers, outcome, new Settings(200, 0.9, 42)))
                .isEqualTo(analysis);
        assertThat(ModelJson.read(ModelJson.write(analysis), DriverAnalysis.class))
                .isEqualTo(analysis);
    }

    @Test
    void an_outcome_nobody_drives_has_weights_near_nothing() {
        double[][] drivers = correlated(2000, 11);
        SplittableRandom random = new SplittableRandom(12);
        double[] noise = random.doubles(2000).toArray();

        DriverAnalysis analysis = DriverAnalysis.fit(List.of("a", "b", "c"), drivers, noise, Settings.standard(1));

        assertThat(analysis.rSquared()).isLessThan(0.01);
        assertThat(analysis.drivers())
                .allSatisfy(driver -> assertThat(driver.share()).isBetween(0.0, 1.0));
    }

    @Test
    void samples_that_do_not_vary_are_left_out_of_the_interval() {
        double[][] drivers = {new double[40], new double[40]};
        double[] outcome = new double[40];
        drivers[0][0] = 1;
        for (int i = 0; i < 40; i++) {
            drivers[1][i] = i % 5;
            outcome[i] = i % 5 + i % 3;
        }

        DriverAnalysis analysis = DriverAnalysis.fit(List.of("rare", "usual"), drivers, outcome, Settings.standard(3));

        assertThat(analysis.drivers().getFirst().name()).isEqualTo("usual");
        assertThat(analysis.drivers())
                .allSatisfy(driver -> assertThat(driver.interval().lower()).isFinite());
    }

    @Test
    void what_cannot_be_analysed_is_refused_with_the_reason() {
        double[][] drivers = correlated(100, 1);
        double[] outcome = outcome(drivers, 1);
        List<String> names = List.of("a", "b", "c");
        Settings settings = Settings.standard(1);

        assertThatThrownBy(() -> DriverAnalysis.fit(names, correlated(20, 1), Arrays.copyOf(outcome, 20), settings))
                .hasMessageContaining("20 of 30 complete rows");
        assertThatThrownBy(() -> DriverAnalysis.fit(names, drivers, new double[100], settings))
                .hasMessageContaining("'outcome' does not vary");
        assertThatThrownBy(() -> DriverAnalysis.fit(
                        names, new double[][] {drivers[0], drivers[0], drivers[2]}, outcome, settings))
                .hasMessageContaining("say the same");
        assertThatThrownBy(() -> DriverAnalysis.fit(List.of("a"), drivers, outcome, settings))
                .hasMessageContaining("1 names for 3 drivers");
        assertThatThrownBy(() -> DriverAnalysis.fit(names, drivers, new double[3], settings))
                .hasMessageContaining("'a' has 100 rows, the outcome 3");
        assertThatThrownBy(() -> new Settings(10, 0.95, 1)).hasMessageContaining("samples is 10");
    }

    private static double[][] correlated(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] drivers = new double[3][n];
        for (int i = 0; i < n; i++) {
            double common = random.nextGaussian();
            for (int j = 0; j < 3; j++) {
                drivers[j][i] = common + random.nextGaussian() * (j + 1) / 2;
            }
        }
        return drivers;
    }

    private static double[] outcome(double[][] drivers, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 100);
        double[] outcome = new double[drivers[0].length];
        for (int i = 0; i < outcome.length; i++) {
            outcome[i] = drivers[0][i] + 0.5 * drivers[1][i] + random.nextGaussian();
        }
        return outcome;
    }
}
