package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final SmoothFunction ROSENBROCK = (p, g) -> {
        double u = p[1] - p[0] * p[0];
        double v = 1 - p[0];
        g[0] = -400 * p[0] * u - 2 * v;
        g[1] = 200 * u;
        return 100 * u * u + v * v;
    };

    @Test
    void finds_the_end_of_the_curved_valley() {
        Minimum found = Lbfgs.standard().minimise(ROSENBROCK, -1.2, 1);

        assertThat(found.converged()).isTrue();
        assertThat(found.point()[0]).isCloseTo(1, within(1e-6));
        assertThat(found.point()[1]).isCloseTo(1, within(1e-6));
        assertThat(found.evaluations()).isLessThan(80);
    }

    @Test
    void keeps_its_word_in_a_thousand_dimensions_of_uneven_scale() {
        int size = 1000;
        SplittableRandom random = new SplittableRandom(7);
        double[] centre = new double[size];
        double[] weight = new double[size];
        for (int i = 0; i < size; i++) {
            centre[i] = random.nextDouble(-1, 1);
            weight[i] = Math.exp(random.nextDouble(-3, 3));
        }
        SmoothFunction bowl = (p, g) -> {
            double value = 0;
            for (int i = 0; i < size; i++) {
                double d = p[i] - centre[i];
                g[i] = weight[i] * d;
                value += 0.5 * weight[i] * d * d;
            }
            return value;
        };

        Minimum found = Lbfgs.standard().minimise(bowl, new double[size]);

        assertThat(found.converged()).isTrue();
        assertThat(found.point()).containsExactly(centre, within(1e-6));
    }

    @Test
    void turns_back_from_where_the_function_is_not_defined() {
        SmoothFunction logarithmic = (p, g) -> {
            g[0] = 1 - 1e-3 / p[0];
            return p[0] <= 0 ? Double.NaN : p[0] - 1e-3 * Math.log(p[0]);
        };

        Minimum found = Lbfgs.standard().minimise(logarithmic, 5);

        assertThat(found.point()[0]).isCloseTo(1e-3, within(1e-6));
    }

    @Test
    void an_infinite_slope_counts_as_not_defined() {
        SmoothFunction root = (p, g) -> {
            g[0] = p[0] < 0.5 ? Double.POSITIVE_INFINITY : 2 * (p[0] - 1);
            return (p[0] - 1) * (p[0] - 1);
        };

        assertThat(Lbfgs.standard().minimise(root, 9).point()[0]).isCloseTo(1, within(1e-8));
    }

    @Test
    void a_start_at_the_minimum_ends_at_once() {
        Minimum found = Lbfgs.standard().minimise(ROSENBROCK, 1, 1);

        assertThat(found.evaluations()).isEqualTo(1);
        assertThat(found.converged()).isTrue();
    }

    @Test
    void a_function_without_minimum_is_reported_as_not_converged() {
        SmoothFunction slide = (p, g) -> {
            g[0] = -1;
            return -p[0];
        };

        assertThat(Lbfgs.standard().minimise(slide, 0).converged()).isFalse();
    }

    @Test
    void a_wrong_slope_does_not_loop_for_ever() {
        SmoothFunction liar = (p, g) -> {
            g[0] = -2 * p[0];
            return p[0] * p[0];
        };

        Minimum found = Lbfgs.standard().minimise(liar, 3);

        assertThat(found.converged()).isFalse();
        assertThat(found.value()).isEqualTo(9);
    }

    @Test
    void the_limit_of_steps_is_kept() {
        Minimum found = new Lbfgs(5, 3, 1e-9, 1e-14).minimise(ROSENBROCK, -1.2, 1);

        assertThat(found.converged()).isFalse();
        assertThat(found.value()).isLessThan(24.2);
    }

    @Test
    void refuses_an_undefined_start_and_senseless_settings() {
        assertThatThrownBy(() -> Lbfgs.standard().minimise((p, g) -> Double.NaN, 0))
                .hasMessageContaining("at the start");
        assertThatThrownBy(() -> new Lbfgs(0, 1, 0, 0)).hasMessageContaining("memory is 0");
        assertThatThrownBy(() -> new Lbfgs(1, 1, -1, 0)).hasMessageContaining("slope is -1.0");
    }

    @Test
    void the_true_curvature_leads_to_the_minimum_in_one_step() {
        SmoothFunction bowl = (p, g) -> {
            g[0] = 200 * (p[0] - 3) + p[1] + 4;
            g[1] = p[0] - 3 + 2 * (p[1] + 4);
            return 100 * (p[0] - 3) * (p[0] - 3) + (p[0] - 3) * (p[1] + 4) + (p[1] + 4) * (p[1] + 4);
        };
        double[][] metric = Curvature.inverse(new double[][] {{200, 1}, {1, 2}});

        Minimum found = Lbfgs.standard().minimise(bowl, metric, 0, 0);

        assertThat(found.converged()).isTrue();
        assertThat(found.evaluations()).isEqualTo(2);
        assertThat(found.point()).containsExactly(new double[] {3, -4}, within(1e-9));
    }

    @Test
    void a_curvature_that_leads_nowhere_is_given_up() {
        SmoothFunction bowl = (p, g) -> {
            g[0] = 2 * p[0];
            g[1] = 20 * p[1];
            return p[0] * p[0] + 10 * p[1] * p[1];
        };
        for (double[][] wrong : new double[][][] {{{-1, 0}, {0, -1}}, {{1e-9, 0}, {0, 1e-9}}, {{1e30, 0}, {0, 1e30}}}) {
            Minimum found = Lbfgs.standard().minimise(bowl, wrong, 5, -2);

            assertThat(found.value()).isCloseTo(0, within(1e-9));
        }
        assertThat(Curvature.inverse(new double[][] {{1, 0}, {0, 0}})).isEmpty();
    }
}
