package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GammaGompertzNbdTest {
    private final PurchaseHistory ageing =
            SimulatedCustomers.gompertz(300, 1.5, 6, .1, 1.5, 4, 13, 1).history();

    @Test
    void a_fit_ends_on_top_where_customers_age() {
        GammaGompertzNbd model = GammaGompertzNbd.fit(ageing);
        double top = model.logLikelihood(ageing);
        assertThat(top).isGreaterThan(ParetoNbd.fit(ageing).logLikelihood(ageing) + 1);
        assertThat(top)
                .isGreaterThanOrEqualTo(GammaGompertzNbd.of(1.5, 6, .1, 1.5, 4).logLikelihood(ageing));
        assertThat(model.provenance().quality().get("logLikelihood")).isCloseTo(top, within(1e-9));
        assertThat(model.provenance().rows()).isEqualTo(300);
        double[] at = {model.r(), model.alpha(), model.s(), model.beta() / model.b(), model.b()};
        double[] slopes = new double[5];
        GammaGompertzNbd.likelihood(Groups.of(ageing), at, slopes);
        for (int i = 0; i < 5; i++) {
            assertThat(slopes[i] * at[i]).as("slope %d", i).isCloseTo(0, within(.02));
        }
    }

    @Test
    void a_standard_error_is_the_curvature_of_what_it_belongs_to() {
        GammaGompertzNbd model = GammaGompertzNbd.of(1.5, 6, .1, 1.5, 4);
        double[] errors = model.standardErrors(ageing);
        assertThat(errors).hasSize(5);
        double[] own = {1.5, 6, .1, 1.5, 40};
        for (int i = 0; i < 5; i++) {
            if (!Double.isNaN(errors[i])) {
                assertThat(errors[i] / own[i])
                        .as("error %d beside its parameter", i)
                        .isBetween(.02, 5.0);
            }
        }
        assertThat(Arrays.stream(errors).filter(Double::isFinite).count()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_fit_of_one_time_buyers_alone_is_refused_and_a_window_is_kept() {
        PurchaseHistory once = new PurchaseHistory(new int[2], new double[2], new double[] {10, 20});
        assertThatThrownBy(() -> GammaGompertzNbd.fit(once))
                .hasMessage("0 repeat purchases among 2 customers, expected at least 1");
        GammaGompertzNbd model = GammaGompertzNbd.of(1, 2, .3, 4, 5).withWindow("2026");
        assertThat(model.provenance().window()).contains("2026");
        assertThat(new double[] {model.r(), model.alpha(), model.b(), model.s(), model.beta()})
                .containsExactly(1, 2, .3, 4, 5);
    }

    /** After 400 purchases the number to come is nearly certain: a peak that a coarse integral would miss. */
    @Test
    void the_numbers_of_many_purchases_keep_their_peak() {
        GammaGompertzNbd ageless = GammaGompertzNbd.of(.8, 6, 1e-9, .7, 12e-9);
        ParetoNbd pareto = ParetoNbd.of(.8, 6, .7, 12);
        for (int count : new int[] {0, 1, 50, 180, 200, 220}) {
            assertThat(ageless.probabilityOfPurchases(count, 400, 40, 40.1, 20))
                    .as("%d purchases", count)
                    .isCloseTo(pareto.probabilityOfPurchases(count, 400, 40, 40.1, 20), within(1e-7));
        }
        GammaGompertzNbd model = GammaGompertzNbd.of(.8, 6, .05, .7, 2);
        double sum = 0;
        double mean = 0;
        for (int count = 0; count < 500; count++) {
            double p = model.probabilityOfPurchases(count, 400, 40, 40.1, 20);
            sum += p;
            mean += count * p;
        }
        assertThat(sum).isCloseTo(1, within(1e-7));
        assertThat(mean).isCloseTo(model.expectedPurchases(400, 40, 40.1, 20), within(1e-4));
        assertThatThrownBy(() -> model.probabilityOfPurchases(1, -1)).hasMessageContaining("-1");
        assertThat(model.probabilityOfPurchases(-1, 10)).isZero();
    }
}
