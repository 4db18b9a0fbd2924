package lazo.analytics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static TimeSeries monthly(int length, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] y = new double[length];
        for (int t = 0; t < length; t++) {
            y[t] = 200 + t + 30 * Math.sin(2 * Math.PI * t / 12) + noise * random.nextGaussian();
        }
        return new TimeSeries(y, 12);
    }

    /** SES with α, its own model: local level plus noise. */
    private static TimeSeries simulated(double alpha, double deviation, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double level = 100;
        double[] y = new double[length];
        for (int t = 0; t < length; t++) {
            double error = deviation * random.nextGaussian();
            y[t] = level + error;
            level += alpha * error;
        }
        return new TimeSeries(y, 1);
    }

    @Test
    void every_method_gives_finite_forecasts_within_their_own_intervals_or_a_refusal() {
        Samples.each(50, draw -> {
            List<Double> values = draw.some(1, 60, d -> d.number(0, 1e6));
            int period = draw.whole(1, 12);
            TimeSeries series =
                    new TimeSeries(values.stream().mapToDouble(v -> v).toArray(), period);
            for (ForecastMethod method : EnumSet.complementOf(EnumSet.of(ForecastMethod.SMOOTHING_BY_AICC))) {
                try {
                    Forecast forecast = method.fit(series).forecast(8, 0.8, 0.95);
                    for (int h = 0; h < 8; h++) {
                        assertThat(forecast.mean()[h]).as("%s", method).isFinite();
                        assertThat(forecast.upper()[1][h]).isFinite().isGreaterThanOrEqualTo(forecast.upper()[0][h]);
                        assertThat(forecast.lower()[1][h]).isFinite().isLessThanOrEqualTo(forecast.lower()[0][h]);
                    }
                } catch (IllegalArgumentException refusal) {
                    assertThat(refusal.getMessage()).contains(" ");
                }
            }
        });
    }

    @Test
    void a_constant_series_goes_on_as_it_is() {
        double[] same = new double[40];
        Arrays.fill(same, 7);
        TimeSeries series = new TimeSeries(same, 12);
        for (ForecastMethod method : EnumSet.complementOf(EnumSet.of(
                ForecastMethod.HOLT_WINTERS_ADDITIVE,
                ForecastMethod.HOLT_WINTERS_MULTIPLICATIVE,
                ForecastMethod.CROSTON,
                ForecastMethod.SBA,
                ForecastMethod.TSB))) {
            Forecast forecast = method.fit(series).forecast(3, 0.9);
            assertThat(forecast.mean()).as("%s", method).containsExactly(new double[] {7, 7, 7}, within(1e-6));
            assertThat(forecast.upper()[0][2] - forecast.lower()[0][2])
                    .as("%s", method)
                    .isLessThan(1e-5);
        }
    }

    @Test
    void a_straight_line_goes_on_straight() {
        TimeSeries line = new TimeSeries(
                IntStream.range(0, 30).mapToDouble(t -> 10 + 2 * t).toArray(), 1);
        assertThat(ExponentialSmoothing.holt(line).forecast(3).mean())
                .containsExactly(new double[] {70, 72, 74}, within(1e-4));
    }

    @Test
    void a_damped_trend_flattens() {
        double[] mean =
                ExponentialSmoothing.damped(monthly(60, 4, 1)).forecast(40).mean();
        assertThat(Math.abs(mean[39] - mean[38])).isLessThanOrEqualTo(Math.abs(mean[1] - mean[0]));
    }

    @Test
    void simple_smoothing_finds_the_weight_it_was_simulated_with() {
        ExponentialSmoothing model = ExponentialSmoothing.simple(simulated(0.4, 3, 2000, 7));
        assertThat(model.alpha()).isCloseTo(0.4, within(2 * 0.021));
        assertThat(model.deviation()).isCloseTo(3, within(2 * 3 / Math.sqrt(4000)));
    }

    @Test
    void interval_width_follows_the_formula_of_simple_smoothing() {
        ExponentialSmoothing model = ExponentialSmoothing.simple(simulated(0.4, 3, 200, 8));
        Forecast forecast = model.forecast(10, 0.95);
        for (int h = 0; h < 10; h++) {
            double expected = 1.959963984540054 * model.deviation() * Math.sqrt(1 + h * model.alpha() * model.alpha());
            assertThat(forecast.upper()[0][h] - forecast.mean()[h]).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void intervals_hold_as_often_as_they_say_on_data_of_their_own_kind() {
        int[] inside = new int[2];
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            TimeSeries series = simulated(0.3, 2, 84, 100 + trial);
            Forecast forecast = ExponentialSmoothing.simple(series.head(80)).forecast(4, 0.80, 0.95);
            double actual = series.values()[83];
            for (int level = 0; level < 2; level++) {
                inside[level] += forecast.lower()[level][3] <= actual && actual <= forecast.upper()[level][3] ? 1 : 0;
            }
        }
        assertThat(inside[0] / (double) trials).isCloseTo(0.80, within(0.05));
        assertThat(inside[1] / (double) trials).isCloseTo(0.95, within(0.03));
    }

    @Test
    void the_chosen_form_sees_season_and_trend() {
        ExponentialSmoothing model = ExponentialSmoothing.choose(monthly(96, 2, 3));
        assertThat(model.form().season()).isNotEqualTo(SmoothingForm.Season.NONE);
        assertThat(model.form().trend()).isNotEqualTo(SmoothingForm.Trend.NONE);
        double[] actual = Arrays.copyOfRange(monthly(108, 0, 3).values(), 96, 108);
        assertThat(Accuracy.mape(actual, model.forecast(12).mean())).isLessThan(2.0);
    }

    @Test
    void values_of_0_or_less_are_chosen_for_with_additive_forms_alone() {
        double[] y = monthly(72, 2, 4).values();
        for (int t = 0; t < y.length; t++) {
            y[t] -= 230;
        }
        ExponentialSmoothing model = ExponentialSmoothing.choose(new TimeSeries(y, 12));
        assertThat(model.form().error()).isEqualTo(SmoothingForm.Error.ADDITIVE);
        assertThat(model.form().season()).isEqualTo(SmoothingForm.Season.ADDITIVE);
    }

    @Test
    void additive_holt_winters_follows_an_additive_season() {
        double[] actual = Arrays.copyOfRange(monthly(84, 0, 5).values(), 72, 84);
        Forecast forecast = HoltWinters.additive(monthly(72, 0.5, 5)).forecast(12, 0.9);
        assertThat(Accuracy.mape(actual, forecast.mean())).isLessThan(1.5);
        assertThat(forecast.upper()[0][11]).isGreaterThan(forecast.mean()[11]);
    }

    @Test
    void croston_sba_and_tsb_agree_with_the_arithmetic_by_hand() {
        TimeSeries demand = new TimeSeries(new double[] {0, 4, 0, 0, 2, 0}, 1);
        double size = 4 + 0.1 * (2 - 4);
        double gap = 2 + 0.1 * (3 - 2);
        double probability = 2 / 6.0;
        for (double y : demand.values()) {
            probability += 0.1 * ((y > 0 ? 1 : 0) - probability);
        }
        assertThat(IntermittentDemand.fit(demand, IntermittentDemand.Method.CROSTON)
                        .rate())
                .isCloseTo(size / gap, within(1e-12));
        assertThat(IntermittentDemand.fit(demand, IntermittentDemand.Method.SBA).rate())
                .isCloseTo(0.95 * size / gap, within(1e-12));
        assertThat(IntermittentDemand.fit(demand, IntermittentDemand.Method.TSB).rate())
                .isCloseTo(size * probability, within(1e-12));
    }

    @Test
    void tsb_fades_when_a_product_dies_and_croston_does_not() {
        double[] y = new double[60];
        for (int t = 0; t < 30; t += 3) {
            y[t] = 5;
        }
        TimeSeries dead = new TimeSeries(y, 1);
        double croston =
                IntermittentDemand.fit(dead, IntermittentDemand.Method.CROSTON).rate();
        assertThat(croston).isGreaterThan(1.2);
        assertThat(IntermittentDemand.fit(dead, IntermittentDemand.Method.TSB).rate())
                .isLessThan(croston / 10);
    }

    @Test
    void intervals_of_intermittent_demand_hold_as_often_as_they_say() {
        int covered = 0;
        int trials = 2000;
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < trials; trial++) {
            double[] y = new double[61];
            for (int t = 0; t < y.length; t++) {
                y[t] = random.nextDouble() < 0.3 ? 1 + random.nextInt(9) : 0;
            }
            Forecast forecast = IntermittentDemand.fit(new TimeSeries(y, 1).head(60), IntermittentDemand.Method.TSB)
                    .forecast(1, 0.8);
            assertThat(forecast.lower()[0][0]).isEqualTo(0);
            covered += y[60] <= forecast.upper()[0][0] ? 1 : 0;
        }
        assertThat(covered / (double) trials).isBetween(0.86, 0.93);
    }

    @Test
    void a_rolling_origin_sums_up_error_and_coverage() {
        TimeSeries series = monthly(60, 3, 12);
        RollingOrigin trials = RollingOrigin.measure(series, ForecastMethod.THETA, 6, 5, 0.8);
        assertThat(trials.origins()).isEqualTo(5);
        assertThat(trials.smape()).isBetween(0.1, 10.0);
        assertThat(trials.meanAbsoluteError()).isBetween(0.5, 20.0);
        assertThat(trials.coverage(0)).isBetween(0.3, 1.0);
        assertThat(trials.actual()[4]).containsExactly(Arrays.copyOfRange(series.values(), 54, 60));
        assertThat(Theta.fit(series).forecast(6).horizon()).isEqualTo(6);
    }

    @Test
    void the_combination_trusts_what_did_well() {
        Combination model = Combination.fit(monthly(72, 3, 6), 6, 4);
        assertThat(model.beatsNaive()).isTrue();
        assertThat(model.members().stream()
                        .mapToDouble(Combination.Member::weight)
                        .sum())
                .isCloseTo(1, within(1e-12));
        var byMethod = model.members().stream()
                .collect(java.util.stream.Collectors.toMap(Combination.Member::method, Combination.Member::weight));
        assertThat(byMethod.get(ForecastMethod.SMOOTHING_BY_AICC)).isGreaterThan(byMethod.get(ForecastMethod.SIMPLE));
        assertThat(Arrays.stream(model.widening())).allMatch(factor -> factor >= 1);
        assertThat(Arrays.stream(model.coverage())).allMatch(share -> share >= 0 && share <= 1);
        assertThat(model.rawCoverage()[0]).isLessThanOrEqualTo(1);
    }

    @Test
    void the_combination_says_which_methods_refused() {
        Combination model = Combination.fit(
                monthly(26, 3, 6).head(20),
                EnumSet.of(ForecastMethod.HOLT_WINTERS_ADDITIVE, ForecastMethod.SIMPLE),
                3,
                2);
        assertThat(model.refused()).containsOnlyKeys(ForecastMethod.HOLT_WINTERS_ADDITIVE);
        assertThat(model.refused().get(ForecastMethod.HOLT_WINTERS_ADDITIVE)).contains("expected 25 or more");
    }

    @Test
    void sparse_series_are_combined_from_intermittent_methods() {
        double[] y = new double[80];
        SplittableRandom random = new SplittableRandom(5);
        for (int t = 0; t < y.length; t++) {
            y[t] = random.nextDouble() < 0.25 ? 1 + random.nextInt(4) : 0;
        }
        Combination model = Combination.fit(new TimeSeries(y, 1), 4, 6);
        assertThat(model.members())
                .extracting(Combination.Member::method)
                .contains(ForecastMethod.TSB, ForecastMethod.SBA);
        assertThat(model.forecast(2, 0.5).mean()[0]).isBetween(0.1, 1.5);
    }

    @Test
    void a_season_that_repeats_exactly_is_forecast_exactly() {
        double[] y = IntStream.range(0, 48).mapToDouble(t -> 5 + t % 12).toArray();
        Combination model = Combination.fit(new TimeSeries(y, 12), EnumSet.of(ForecastMethod.SIMPLE), 6, 3);
        assertThat(model.beatsNaive()).isFalse();
        assertThat(model.forecast(3, 0.8).mean()).containsExactly(new double[] {5, 6, 7}, within(1e-9));
    }

    @Test
    void models_survive_being_written_and_read() {
        TimeSeries series = monthly(48, 3, 9);
        for (ForecastMethod method : ForecastMethod.values()) {
            ForecastModel model = method.fit(series);
            ForecastModel again = ModelJson.read(ModelJson.write(model), model.getClass());
            assertThat(again.forecast(5, 0.8).upper()[0])
                    .containsExactly(model.forecast(5, 0.8).upper()[0]);
        }
        Combination model = Combination.fit(series, 3, 2);
        Combination again = ModelJson.read(ModelJson.write(model), Combination.class);
        assertThat(again.forecast(5, 0.8).lower()[0])
                .containsExactly(model.forecast(5, 0.8).lower()[0]);
        assertThat(again.provenance()).isEqualTo(model.provenance());
    }

    @Test
    void gaps_are_refused_by_models_and_filled_on_request() {
        TimeSeries gaps = new TimeSeries(new double[] {Double.NaN, 2, Double.NaN, 4, 5, Double.NaN}, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theta.fit(gaps))
                .withMessageContaining("3 of 6 values are missing");
        assertThat(gaps.filled().values()).containsExactly(2, 2, 3, 4, 5, 5);
        TimeSeries season = new TimeSeries(new double[] {1, 9, 1, Double.NaN, 1, 9}, 2);
        assertThat(season.filled().values()[3]).isEqualTo(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSeries(new double[] {Double.NaN}, 1).filled())
                .withMessageContaining("0 of 1 values are known");
    }

    @Test
    void refusals_name_value_and_bound() {
        TimeSeries three = new TimeSeries(new double[] {1, 2, 3}, 12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExponentialSmoothing.choose(three))
                .withMessageContaining("series has 3 values, expected 5 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeasonalNaive.fit(three))
                .withMessageContaining("3 values, expected 13");
        assertThatIllegalArgumentException().isThrownBy(() -> Theta.fit(three)).withMessageContaining("expected 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSeries(new double[0], 1))
                .withMessageContaining("0 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSeries(new double[1], 0))
                .withMessageContaining("period is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSeries(new double[] {1 / 0.0}, 1))
                .withMessageContaining("Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> three.head(4))
                .withMessageContaining("length is 4, expected 1 to 3");
        TimeSeries year = monthly(40, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theta.fit(year).forecast(0))
                .withMessageContaining("horizon is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theta.fit(year).forecast(1, 1.0))
                .withMessageContaining("level is 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RollingOrigin.measure(three, ForecastMethod.SIMPLE, 3, 1))
                .withMessageContaining("expected 4 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RollingOrigin.measure(three, ForecastMethod.SIMPLE, 1, 0))
                .withMessageContaining("origins is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Combination.fit(three, 1, 1))
                .withMessageContaining("Nothing to combine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HoltWinters.additive(new TimeSeries(new double[30], 1)))
                .withMessageContaining("period is 1");
        TimeSeries zeros = new TimeSeries(new double[30], 12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HoltWinters.multiplicative(zeros))
                .withMessageContaining("smallest value is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExponentialSmoothing.fit(
                        zeros,
                        new SmoothingForm(
                                SmoothingForm.Error.MULTIPLICATIVE,
                                SmoothingForm.Trend.NONE,
                                SmoothingForm.Season.NONE)))
                .withMessageContaining("expected more than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExponentialSmoothing.fit(
                        new TimeSeries(new double[30], 1),
                        new SmoothingForm(
                                SmoothingForm.Error.ADDITIVE, SmoothingForm.Trend.NONE, SmoothingForm.Season.ADDITIVE)))
                .withMessageContaining("period is 1, expected 2 or more for ETS(A,N,A)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntermittentDemand.fit(zeros, IntermittentDemand.Method.TSB))
                .withMessageContaining("0 of 30 periods have demand");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntermittentDemand.fit(zeros, IntermittentDemand.Method.TSB, 0, 0.1))
                .withMessageContaining("alpha is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntermittentDemand.fit(
                        new TimeSeries(new double[] {-1, 2, 3}, 1), IntermittentDemand.Method.TSB))
                .withMessageContaining("smallest value is -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accuracy.smape(new double[1], new double[2]))
                .withMessageContaining("1 figures against 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Forecast(new double[1], new double[] {0.8}, new double[0][], new double[0][]))
                .withMessageContaining("0 lower and 0 upper ends for 1 levels");
    }

    @Test
    void accuracy_by_hand() {
        double[] actual = {100, 200};
        double[] forecast = {110, 180};
        assertThat(Accuracy.smape(actual, forecast)).isCloseTo((2000 / 210.0 + 4000 / 380.0) / 2, within(1e-12));
        assertThat(Accuracy.mape(actual, forecast)).isCloseTo(10, within(1e-12));
        assertThat(Accuracy.mape(new double[] {0, 1}, forecast)).isNaN();
        assertThat(Accuracy.smape(new double[] {0}, new double[] {0})).isZero();
        assertThat(Accuracy.mase(actual, forecast, new TimeSeries(new double[] {1, 3, 6}, 1)))
                .isCloseTo(15 / 2.5, within(1e-12));
        assertThat(Accuracy.mase(actual, forecast, new TimeSeries(new double[] {3, 3, 3}, 1)))
                .isNaN();
        assertThat(Accuracy.coverage(actual, new double[] {90, 201}, new double[] {101, 300}))
                .isEqualTo(0.5);
        assertThat(Accuracy.intervalScore(actual, new double[] {90, 201}, new double[] {101, 300}, 0.8))
                .isCloseTo((11 + 99 + 10 * 1) / 2.0, within(1e-9));
    }

    @Test
    void a_shift_put_in_is_found_where_it_was_put() {
        Samples.each(50, draw -> {
            int at = draw.whole(20, 80);
            double size = draw.number(4, 20);
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            double[] y = new double[100];
            for (int t = 0; t < y.length; t++) {
                y[t] = random.nextGaussian() + (t >= at ? size : 0);
            }
            LevelShifts found = LevelShifts.find(new TimeSeries(y, 1), 5);
            assertThat(found.shifts())
                    .anyMatch(shift -> Math.abs(shift.at() - at) <= 3 && Math.abs(shift.size() - size) < 2);
        });
    }

    @Test
    void noise_alone_seldom_shifts() {
        int found = 0;
        for (int trial = 0; trial < 200; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            double[] y = random.doubles(100).map(u -> random.nextGaussian()).toArray();
            found += LevelShifts.find(new TimeSeries(y, 1), 5).shifts().isEmpty() ? 0 : 1;
        }
        assertThat(found).isLessThanOrEqualTo(10);
    }

    @Test
    void a_season_is_no_shift_and_a_shift_under_a_season_is_found() {
        double[] y = monthly(72, 0, 1).values();
        SplittableRandom random = new SplittableRandom(2);
        for (int t = 0; t < y.length; t++) {
            y[t] += random.nextGaussian() - t + (t >= 40 ? 25 : 0);
        }
        assertThat(LevelShifts.find(new TimeSeries(y, 12), 6).shifts())
                .extracting(LevelShifts.Shift::at)
                .contains(40);
        double[] step = new double[20];
        Arrays.fill(step, 10, 20, 3);
        assertThat(LevelShifts.find(new TimeSeries(step, 1), 3).shifts())
                .singleElement()
                .satisfies(shift -> assertThat(shift.at()).isEqualTo(10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LevelShifts.find(new TimeSeries(step, 1), 1))
                .withMessageContaining("shortest is 1");
    }

    /** yₜ = .7·yₜ₋₁ + εₜ + .4·εₜ₋₁ about a mean of 5. */
    @Test
    void arima_finds_the_process_a_series_was_drawn_from() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[1500];
        double before = 0;
        double shock = 0;
        for (int t = 0; t < values.length; t++) {
            double next = 2 * random.nextGaussian();
            before = .7 * before + next + .4 * shock;
            shock = next;
            values[t] = 5 + before;
        }
        Arima model = Arima.fit(new TimeSeries(values, 1), new Arima.Order(1, 0, 1, 0, 0, 0), false);

        assertThat(model.ar()[0]).isCloseTo(.7, within(.05));
        assertThat(model.ma()[0]).isCloseTo(.4, within(.06));
        assertThat(model.mean()).isCloseTo(5, within(.5));
        assertThat(Math.sqrt(model.variance())).isCloseTo(2, within(.1));
        Forecast far = model.forecast(200, .95);
        assertThat(far.mean()[199]).isCloseTo(model.mean(), within(1e-6));
        double ar = model.ar()[0];
        double ma = model.ma()[0];
        double total = model.variance() * 1500 / 1497 * (1 + 2 * ar * ma + ma * ma) / (1 - ar * ar);
        assertThat(far.upper()[0][199] - far.mean()[199]).isCloseTo(1.95996 * Math.sqrt(total), within(1e-4));
    }

    /** A first-order process has its likelihood in closed form. */
    @Test
    void the_likelihood_of_arima_is_exact() {
        double[] y = {1.2, -.4, .3, 2.2, 1.9, .1, -1.4, -.2, .8, 1.1};
        Arima model = Arima.fit(new TimeSeries(y, 1), new Arima.Order(1, 0, 0, 0, 0, 0), false);
        double ar = model.ar()[0];
        double sum = (1 - ar * ar) * Math.pow(y[0] - model.mean(), 2);
        for (int t = 1; t < y.length; t++) {
            sum += Math.pow(y[t] - model.mean() - ar * (y[t - 1] - model.mean()), 2);
        }
        assertThat(model.variance()).isCloseTo(sum / y.length, within(1e-9));
        assertThat(model.logLikelihood())
                .isCloseTo(
                        -y.length / 2.0 * (Math.log(2 * Math.PI * model.variance()) + 1) + .5 * Math.log(1 - ar * ar),
                        within(1e-9));
    }

    @Test
    void arima_without_coefficients_is_a_random_walk_with_seasons() {
        TimeSeries series = monthly(60, 5, 1);
        Arima walk = Arima.fit(series, new Arima.Order(0, 0, 0, 0, 1, 0), false);

        Forecast forecast = walk.forecast(24, .8);

        double[] naive = SeasonalNaive.fit(series).forecast(24).mean();
        assertThat(forecast.mean()).containsExactly(naive, within(1e-9));
        double first = forecast.upper()[0][0] - forecast.mean()[0];
        double second = forecast.upper()[0][12] - forecast.mean()[12];
        assertThat(second / first).isCloseTo(Math.sqrt(2), within(1e-9));
    }

    @Test
    void arima_of_logarithms_grows_in_proportion_and_survives_being_kept() {
        double[] values = new double[80];
        SplittableRandom random = new SplittableRandom(7);
        for (int t = 0; t < values.length; t++) {
            values[t] = Math.exp(.05 * t + .3 * Math.sin(2 * Math.PI * t / 4) + .02 * random.nextGaussian());
        }
        Arima model = Arima.airline(new TimeSeries(values, 4));

        Forecast forecast = model.forecast(8, .8, .95);

        assertThat(forecast.mean()[7] / forecast.mean()[3]).isCloseTo(Math.exp(.2), within(.03));
        assertThat(forecast.lower()[1][7]).isPositive().isLessThan(forecast.lower()[0][7]);
        Arima read = ModelJson.read(ModelJson.write(model), Arima.class);
        assertThat(read.forecast(8).mean()).containsExactly(forecast.mean());
    }

    @Test
    void arima_refuses_what_it_cannot_fit() {
        TimeSeries short12 = new TimeSeries(new double[15], 12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arima.airline(short12))
                .withMessage("series has 15 values, expected 18 or more for ARIMA(0,1,1)(0,1,1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arima.airline(new TimeSeries(new double[40], 12)))
                .withMessage("smallest value is 0.0, expected more than 0 for logarithms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arima.airline(new TimeSeries(new double[40], 1)))
                .withMessage("period is 1, expected 2 or more for ARIMA(0,1,1)(0,1,1)");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Arima.fit(new TimeSeries(new double[400], 52), new Arima.Order(0, 0, 0, 3, 0, 0), false))
                .withMessage("ARIMA(0,0,0)(3,0,0) reaches back 156 steps, expected at most 120");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Arima.fit(new TimeSeries(new double[40], 1), new Arima.Order(1, 0, 0, 0, 0, 0), false))
                .withMessageContaining("varies by 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Arima.Order(0, -1, 0, 0, 0, 0))
                .withMessage("An entry of the order is -1, expected 0 to 120");
    }
}
