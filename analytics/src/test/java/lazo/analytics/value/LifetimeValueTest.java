package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.junit.jupiter.api.Test;

class LifetimeValueTest {
    private static final GammaGamma AMOUNTS = GammaGamma.of(6.25, 3.74, 15.44);
    private static final ModifiedBetaGeometricNbd PURCHASES = ModifiedBetaGeometricNbd.of(.8, 6, .8, 2.5);

    @Test
    void is_purchases_times_amount_when_nothing_is_discounted() {
        LifetimeValue value = new LifetimeValue(PURCHASES, AMOUNTS, 39, 0);

        assertThat(value.expected(2, 30, 38, 2, 40))
                .isCloseTo(PURCHASES.expectedPurchases(2, 30, 38, 39) * AMOUNTS.expectedAmount(2, 40), within(1e-9));
    }

    @Test
    void ranges_hold_what_simulated_customers_bring() {
        int size = 1500;
        HoldOut base = SimulatedCustomers.betaGeometric(size, 1, .8, 6, .8, 2.5, true, 39, 17);
        PurchaseHistory history = base.history();
        SplittableRandom random = new SplittableRandom(18);
        LifetimeValue value = new LifetimeValue(PURCHASES, AMOUNTS, 39, 0);
        double expected = 0;
        double came = 0;
        double squares = 0;
        double above = 0;
        double bounded = 0;
        double below = 0;
        for (int i = 0; i < size; i++) {
            double scale = 1 / draw(random, 3.74, 1 / 15.44);
            int x = history.repeats()[i];
            double mean = x == 0 ? Double.NaN : draw(random, 6.25 * x, scale) / x;
            double total = base.later()[i] == 0 ? 0 : draw(random, 6.25 * base.later()[i], scale);
            LifetimeValue.Range range = value.range(x, history.lastAge()[i], history.age()[i], x, mean, .8);
            assertThat(range.low()).isBetween(0.0, range.high());
            expected += range.expected();
            came += total;
            squares += Math.pow(total - range.expected(), 2);
            below += total < range.low() ? 1 : 0;
            if (range.high() > 0) {
                above += total > range.high() ? 1 : 0;
                bounded++;
            }
        }

        assertThat(Math.abs(came - expected)).isLessThan(3 * Math.sqrt(squares));
        assertThat(above / bounded).isCloseTo(.1, within(3 * Math.sqrt(.09 / bounded)));
        assertThat(below / size).isLessThan(.1 + 3 * Math.sqrt(.09 / size));
    }

    private static double draw(SplittableRandom random, double shape, double scale) {
        return new GammaDistribution(shape, scale).inverseCumulativeProbability(random.nextDouble());
    }

    @Test
    void discounting_lowers_the_value_and_moves_the_range_along() {
        LifetimeValue.Range free = new LifetimeValue(PURCHASES, AMOUNTS, 104, 0).range(5, 30, 38, 5, 40, .8);
        LifetimeValue.Range dear = new LifetimeValue(PURCHASES, AMOUNTS, 104, .01).range(5, 30, 38, 5, 40, .8);

        assertThat(dear.expected()).isLessThan(free.expected());
        assertThat(dear.high() / free.high()).isCloseTo(dear.expected() / free.expected(), within(1e-4));
        assertThat(new LifetimeValue(PURCHASES, AMOUNTS, 104, .01).expected(5, 30, 38, 5, 40))
                .isCloseTo(dear.expected(), within(1e-9 * dear.expected()));
    }

    @Test
    void every_purchase_model_can_carry_it() {
        for (PurchaseModel purchases : new PurchaseModel[] {
            BetaGeometricNbd.of(.243, 4.414, .793, 2.426),
            MbgCnbdK.of(2, 1, 4, .8, 2.4),
            ParetoNbd.of(.55, 10.6, .61, 11.7),
            GammaGompertzNbd.of(.55, 10.6, .02, .61, .2),
            Nbd.of(.4, 12)
        }) {
            LifetimeValue.Range range = new LifetimeValue(purchases, AMOUNTS, 52, .0027).range(3, 20, 30, 3, 35, .9);
            assertThat(range.expected()).isBetween(range.low(), range.high());
        }
    }

    @Test
    void whoever_has_surely_left_is_worth_nothing() {
        LifetimeValue value = new LifetimeValue(PURCHASES, AMOUNTS, 52, .0027);

        LifetimeValue.Range range = value.range(50, 10, 1000, 50, 20, .8);

        assertThat(range.expected()).isCloseTo(0, within(1e-6));
        assertThat(range.high()).isZero();
    }

    @Test
    void values_of_a_base_come_in_its_order() {
        PurchaseHistory history = new PurchaseHistory(new int[] {0, 4}, new double[] {0, 30}, new double[] {38, 38});
        LifetimeValue value = new LifetimeValue(PURCHASES, AMOUNTS, 52, .0027);

        double[] expected = value.expected(history, new int[] {0, 4}, new double[] {Double.NaN, 22});

        assertThat(expected).containsExactly(value.expected(0, 0, 38, 0, Double.NaN), value.expected(4, 30, 38, 4, 22));
        assertThat(Arrays.stream(expected).allMatch(v -> v > 0)).isTrue();
    }

    @Test
    void refuses_endless_horizons_and_senseless_coverage() {
        assertThatThrownBy(() -> new LifetimeValue(PURCHASES, AMOUNTS, Double.POSITIVE_INFINITY, .1))
                .hasMessageContaining("horizon is Infinity");
        assertThatThrownBy(() -> new LifetimeValue(PURCHASES, AMOUNTS, 52, -1)).hasMessageContaining("rate is -1.0");
        assertThatThrownBy(() -> new LifetimeValue(PURCHASES, AMOUNTS, 52, 0).range(0, 0, 1, 0, 0, 1.2))
                .hasMessageContaining("coverage is 1.2");
        assertThatThrownBy(() -> PURCHASES.discountedPurchases(0, 0, 1, Double.POSITIVE_INFINITY, 0))
                .hasMessageContaining("horizon is Infinity at rate 0.0");
        assertThatThrownBy(() -> PURCHASES.discountedPurchases(0, 0, 1, 5, Double.NaN))
                .hasMessageContaining("rate is NaN");
    }
}
