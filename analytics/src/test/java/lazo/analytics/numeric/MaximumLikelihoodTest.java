package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MaximumLikelihoodTest {
    /** 40 events in 100 units of time at one rate. */
    private static final SmoothFunction EVENTS = (p, slope) -> {
        slope[0] = 40 / p[0] - 100;
        return 40 * Math.log(p[0]) - 100 * p[0];
    };

    @Test
    void a_rate_is_events_by_time_with_the_error_of_a_count() {
        MaximumLikelihood search = new MaximumLikelihood(EVENTS, 40, new double[] {1e-6}, new double[] {1e6});

        MaximumLikelihood.Estimate found = search.from(5);

        assertThat(found.converged()).isTrue();
        assertThat(found.parameters()[0]).isCloseTo(.4, within(1e-7));
        assertThat(found.logLikelihood()).isCloseTo(40 * Math.log(.4) - 40, within(1e-9));
        assertThat(search.standardErrors(.4)[0]).isCloseTo(Math.sqrt(40) / 100, within(1e-8));
    }

    @Test
    void a_likelihood_that_grows_without_end_stops_at_the_bound() {
        SmoothFunction endless = (p, slope) -> {
            slope[0] = 1 / (p[0] * p[0]);
            return -1 / p[0];
        };

        MaximumLikelihood.Estimate found =
                new MaximumLikelihood(endless, 1, new double[] {1e-3}, new double[] {50}).from(1);

        assertThat(found.parameters()[0]).isEqualTo(50);
    }

    @Test
    void refuses_senseless_bounds() {
        assertThatThrownBy(() -> new MaximumLikelihood(EVENTS, 0, new double[] {1}, new double[] {2}))
                .hasMessageContaining("rows is 0.0");
        assertThatThrownBy(() -> new MaximumLikelihood(EVENTS, 1, new double[] {0}, new double[] {2}))
                .hasMessageContaining("0.0 and 2.0, expected 0 < low <= high");
    }
}
