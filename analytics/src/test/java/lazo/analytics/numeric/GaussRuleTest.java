package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussRuleTest {
    @Test
    void powers_below_twice_the_points_are_integrated_exactly() {
        for (int size = 1; size <= 24; size++) {
            GaussRule rule = GaussRule.of(size);
            assertThat(rule.points()).hasSize(size).isSorted();
            for (int power = 0; power < 2 * size; power++) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += rule.weights()[i] * Math.pow(rule.points()[i], power);
                }
                assertThat(sum).isCloseTo(1.0 / (power + 1), within(1e-14));
            }
        }
    }
}
