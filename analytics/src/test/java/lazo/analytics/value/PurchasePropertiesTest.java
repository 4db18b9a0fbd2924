package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lazo.analytics.Samples;
import org.junit.jupiter.api.Test;

/** What must hold of every purchase model, whatever its parameters and whoever the customer. */
class PurchasePropertiesTest {
    record Customer(int repeats, double lastAge, double age) {}

    private static PurchaseModel model(Samples draw) {
        double r = Math.exp(draw.number(-3, 3));
        double alpha = Math.exp(draw.number(-2, 5));
        double a = Math.exp(draw.number(-3, 3));
        double b = Math.exp(draw.number(-3, 3));
        return switch (draw.whole(0, 5)) {
            case 0 -> BetaGeometricNbd.of(r, alpha, a, b);
            case 1 -> ModifiedBetaGeometricNbd.of(r, alpha, a, b);
            case 2 -> MbgCnbdK.of(3, r, alpha, a, b);
            case 3 -> ParetoNbd.of(r, alpha, a, Math.exp(draw.number(-2, 5)));
            case 4 -> GammaGompertzNbd.of(r, alpha, Math.exp(draw.number(-8, -2)), a, b);
            default -> Nbd.of(r, alpha);
        };
    }

    private static Customer customer(Samples draw) {
        int repeats = draw.whole(0, 40);
        double age = draw.number(.01, 150);
        return new Customer(repeats, repeats == 0 ? 0 : draw.number(.01, 1) * age, age);
    }

    @Test
    void chances_of_0_1_2_purchases_add_to_1_and_their_mean_is_the_expectation() {
        Samples.each(100, draw -> {
            PurchaseModel model = model(draw);
            Customer c = customer(draw);
            double expected = model.expectedPurchases(c.repeats(), c.lastAge(), c.age(), 10);
            double sum = 0;
            double mean = 0;
            for (int n = 0; n < 20_000 && sum < 1 - 1e-13; n++) {
                double chance = model.probabilityOfPurchases(n, c.repeats(), c.lastAge(), c.age(), 10);
                assertThat(chance).isBetween(0.0, 1.0);
                sum += chance;
                mean += n * chance;
            }

            assertThat(sum).isCloseTo(1, within(1e-8));
            assertThat(mean).isCloseTo(expected, within(1e-6 * (1 + expected)));
        });
    }

    @Test
    void the_same_holds_of_a_new_customer() {
        Samples.each(100, draw -> {
            PurchaseModel model = model(draw);
            double expected = model.expectedPurchases(25);
            double sum = 0;
            double mean = 0;
            for (int n = 0; n < 20_000 && sum < 1 - 1e-13; n++) {
                double chance = model.probabilityOfPurchases(n, 25);
                sum += chance;
                mean += n * chance;
            }

            assertThat(sum).isCloseTo(1, within(1e-6));
            assertThat(mean).isCloseTo(expected, within(1e-3 * (1 + expected)));
            assertThat(model.probabilityOfPurchases(-1, 25)).isZero();
        });
    }

    @Test
    void more_time_brings_more_purchases_and_a_rate_less_of_them() {
        Samples.each(100, draw -> {
            PurchaseModel model = model(draw);
            Customer c = customer(draw);
            double before = 0;
            for (double span : new double[] {0, .1, 1, 10, 100, 1000}) {
                double expected = model.expectedPurchases(c.repeats(), c.lastAge(), c.age(), span);
                assertThat(expected).isFinite().isGreaterThanOrEqualTo(before * (1 - 1e-9));
                before = expected;
            }
            double free = model.discountedPurchases(c.repeats(), c.lastAge(), c.age(), 100, 0);
            double cheap = model.discountedPurchases(c.repeats(), c.lastAge(), c.age(), 100, .001);
            double dear = model.discountedPurchases(c.repeats(), c.lastAge(), c.age(), 100, .1);
            assertThat(dear).isBetween(0.0, cheap);
            assertThat(cheap).isLessThanOrEqualTo(free);
        });
    }

    @Test
    void silence_makes_it_less_likely_that_a_customer_is_active() {
        Samples.each(100, draw -> {
            PurchaseModel model = model(draw);
            Customer c = customer(draw);
            if (model instanceof ActivityModel activity) {
                double before = 1;
                for (double silence : new double[] {0, 1, 5, 25, 125, 625, 1e5}) {
                    double active = activity.probabilityActive(c.repeats(), c.lastAge(), c.lastAge() + silence);
                    assertThat(active).isBetween(0.0, before * (1 + 1e-9));
                    before = active;
                }
            }
        });
    }

    @Test
    void customers_with_ten_thousand_purchases_have_finite_figures() {
        Samples.each(30, draw -> {
            PurchaseModel model = model(draw);
            for (double last : new double[] {1, 50, 100}) {
                assertThat(model.expectedPurchases(10_000, last, 100, 20))
                        .isFinite()
                        .isNotNegative();
                assertThat(model.probabilityOfPurchases(1, 10_000, last, 100, 20))
                        .isBetween(0.0, 1.0);
                assertThat(model.discountedPurchases(10_000, last, 100, 52, .003))
                        .isFinite()
                        .isNotNegative();
                assertThat(model.logLikelihood(new PurchaseHistory(
                                new int[] {10_000}, new double[] {last}, new double[] {100}, new double[] {0})))
                        .isFinite();
                if (model instanceof ActivityModel activity) {
                    assertThat(activity.probabilityActive(10_000, last, 100)).isBetween(0.0, 1.0);
                }
            }
        });
    }

    @Test
    void slopes_of_the_likelihoods_are_their_differences() {
        Samples.each(50, draw -> {
            Customer one = customer(draw);
            Customer two = customer(draw);
            Groups groups = Groups.of(new PurchaseHistory(
                    new int[] {one.repeats(), two.repeats(), one.repeats()},
                    new double[] {one.lastAge(), two.lastAge(), one.lastAge()},
                    new double[] {one.age(), two.age(), one.age()}));
            double[] p = {.7, 6, .9, 3.1};
            checkSlope(BetaGeometric.likelihood(1, false), groups, p);
            checkSlope(BetaGeometric.likelihood(1, true), groups, p);
            checkSlope(BetaGeometric.likelihood(4, true), groups, p);
            checkSlope(ParetoNbd::likelihood, groups, p);
            checkSlope(ParetoNbd::likelihood, groups, new double[] {.7, 3, .9, 60});
            checkSlope(GammaGompertzNbd::likelihood, groups, new double[] {.7, 3, .9, 60, .002});
            checkSlope(GammaGompertzNbd::likelihood, groups, new double[] {.7, 6, .9, 3.1, .1});
            checkSlope(Nbd::likelihood, groups, new double[] {.7, 6});
        });
    }

    private static void checkSlope(Likelihood likelihood, Groups groups, double[] p) {
        double[] slope = new double[p.length];
        double[] ignored = new double[p.length];
        likelihood.at(groups, p, slope);
        for (int i = 0; i < p.length; i++) {
            double step = 1e-5 * p[i];
            double[] up = p.clone();
            double[] down = p.clone();
            up[i] += step;
            down[i] -= step;
            double difference =
                    (likelihood.at(groups, up, ignored) - likelihood.at(groups, down, ignored)) / (2 * step);
            assertThat(slope[i]).isCloseTo(difference, within(1e-5 * (1 + Math.abs(difference))));
        }
    }
}
