package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurvatureTest {
    @Test
    void a_quadratic_has_its_own_matrix_as_curvature() {
        SmoothFunction quadratic = (p, g) -> {
            g[0] = 4 * p[0] + p[1];
            g[1] = p[0] + 2 * p[1];
            return 2 * p[0] * p[0] + p[0] * p[1] + p[1] * p[1];
        };

        double[][] hessian = Curvature.at(quadratic, 3, -20);

        assertThat(hessian[0]).containsExactly(new double[] {4, 1}, within(1e-8));
        assertThat(hessian[1]).containsExactly(new double[] {1, 2}, within(1e-8));
        assertThat(Curvature.standardErrors(hessian))
                .containsExactly(new double[] {Math.sqrt(2 / 7.0), Math.sqrt(4 / 7.0)}, within(1e-8));
    }

    @Test
    void what_the_data_do_not_determine_has_no_standard_error() {
        assertThat(Curvature.standardErrors(new double[][] {{1, 1}, {1, 1}})).containsOnly(Double.NaN);
        assertThat(Curvature.standardErrors(new double[][] {{-1}})).containsOnly(Double.NaN);
    }
}
