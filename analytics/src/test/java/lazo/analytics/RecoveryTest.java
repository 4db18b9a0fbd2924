package lazo.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import lazo.analytics.survival.Covariates;
import lazo.analytics.survival.CoxModel;
import lazo.analytics.survival.Durations;
import lazo.analytics.survival.ShiftedBetaGeometric;
import lazo.analytics.value.BetaGeometricBetaBinomial;
import lazo.analytics.value.GammaGamma;
import lazo.analytics.value.OpportunityHistory;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.junit.jupiter.api.Test;

/**
 * Data drawn from a model give its parameters back. Where the model states no standard error, the spread of the estimates over
 * the draws is one.
 */
class RecoveryTest {
    private static final int DRAWS = 40;

    /** Of 40 estimates of each parameter at least 34 lie within two standard errors of the truth: fewer has a chance below 2 %. */
    private static void recovers(double[] truth, LongFunction<double[]> fit) {
        double[][] found = new double[DRAWS][];
        for (int seed = 0; seed < DRAWS; seed++) {
            found[seed] = fit.apply(seed);
        }
        for (int p = 0; p < truth.length; p++) {
            int parameter = p;
            double[] own = Arrays.stream(found).mapToDouble(f -> f[parameter]).toArray();
            double mean = Arrays.stream(own).average().orElseThrow();
            double error = Math.sqrt(
                    Arrays.stream(own).map(v -> (v - mean) * (v - mean)).sum() / (DRAWS - 1));
            assertThat(Arrays.stream(own)
                            .filter(v -> Math.abs(v - truth[parameter]) <= 2 * error)
                            .count())
                    .as("parameter %d, true %s, mean %s, standard error %s", p, truth[p], mean, error)
                    .isGreaterThanOrEqualTo(34);
            assertThat(Math.abs(mean - truth[p])).isLessThan(error);
        }
    }

    @Test
    void gamma_gamma() {
        recovers(new double[] {6, 4, 15}, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            GammaDistribution rates = new GammaDistribution(4, 1.0 / 15);
            int[] purchases = new int[2000];
            double[] mean = new double[purchases.length];
            for (int i = 0; i < purchases.length; i++) {
                purchases[i] = 1 + random.nextInt(6);
                double rate = rates.inverseCumulativeProbability(random.nextDouble());
                mean[i] = new GammaDistribution(6 * purchases[i], 1 / (rate * purchases[i]))
                        .inverseCumulativeProbability(random.nextDouble());
            }
            GammaGamma model = GammaGamma.fit(purchases, mean);
            return new double[] {model.p(), model.q(), model.gamma()};
        });
    }

    @Test
    void bg_bb() {
        recovers(new double[] {1.2, .8, .7, 2.8}, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            BetaDistribution buys = new BetaDistribution(1.2, .8);
            BetaDistribution leaves = new BetaDistribution(.7, 2.8);
            int periods = 8;
            int[][] customers = new int[periods + 1][periods + 1];
            for (int i = 0; i < 4000; i++) {
                double p = buys.inverseCumulativeProbability(random.nextDouble());
                double theta = leaves.inverseCumulativeProbability(random.nextDouble());
                int repeats = 0;
                int last = 0;
                for (int period = 1; period <= periods && random.nextDouble() >= theta; period++) {
                    if (random.nextDouble() < p) {
                        repeats++;
                        last = period;
                    }
                }
                customers[repeats][last]++;
            }
            int[][] rows = new int[4][(periods + 1) * (periods + 1)];
            int at = 0;
            for (int repeats = 0; repeats <= periods; repeats++) {
                for (int last = 0; last <= periods; last++) {
                    if (customers[repeats][last] > 0) {
                        rows[0][at] = repeats;
                        rows[1][at] = last;
                        rows[2][at] = periods;
                        rows[3][at++] = customers[repeats][last];
                    }
                }
            }
            int size = at;
            int[][] used =
                    Arrays.stream(rows).map(row -> Arrays.copyOf(row, size)).toArray(int[][]::new);
            BetaGeometricBetaBinomial model =
                    BetaGeometricBetaBinomial.fit(new OpportunityHistory(used[0], used[1], used[2], used[3]));
            return new double[] {model.alpha(), model.beta(), model.gamma(), model.delta()};
        });
    }

    @Test
    void shifted_beta_geometric() {
        recovers(new double[] {.7, 1.2}, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            BetaDistribution leaves = new BetaDistribution(.7, 1.2);
            double[] survivors = new double[9];
            for (int i = 0; i < 5000; i++) {
                double theta = leaves.inverseCumulativeProbability(random.nextDouble());
                survivors[0]++;
                for (int renewal = 1; renewal < survivors.length && random.nextDouble() >= theta; renewal++) {
                    survivors[renewal]++;
                }
            }
            ShiftedBetaGeometric model = ShiftedBetaGeometric.fit(survivors);
            return new double[] {model.alpha(), model.beta()};
        });
    }

    @Test
    void cox_within_the_standard_errors_it_states() {
        int near = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int rows = 400;
            double[] a = new double[rows];
            double[] b = new double[rows];
            double[] time = new double[rows];
            boolean[] ended = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                a[i] = random.nextGaussian();
                b[i] = random.nextBoolean() ? 1 : 0;
                double end = -Math.log(1 - random.nextDouble()) / (.1 * Math.exp(.6 * a[i] - .8 * b[i]));
                double seen = random.nextDouble(5, 30);
                ended[i] = end <= seen;
                time[i] = Math.min(end, seen);
            }
            CoxModel model =
                    CoxModel.fit(new Durations(time, ended), new Covariates(List.of("a", "b"), new double[][] {a, b}));
            near += Math.abs(model.effect("a").coefficient() - .6)
                            <= 2 * model.effect("a").standardError()
                    ? 1
                    : 0;
            near += Math.abs(model.effect("b").coefficient() + .8)
                            <= 2 * model.effect("b").standardError()
                    ? 1
                    : 0;
        }
        assertThat(near).isGreaterThanOrEqualTo(71);
    }
}
