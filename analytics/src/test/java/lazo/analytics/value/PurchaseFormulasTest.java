package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

/** The closed forms against integration of the stories they tell, over λ and p (or μ), by brute force. */
class PurchaseFormulasTest {
    private static final int X = 2;
    private static final double LAST = 30.43;
    private static final double AGE = 38.86;

    @Test
    void p_active_of_bg_nbd() {
        double r = .242593, alpha = 4.413532, a = .792886, b = 2.425752;
        DoubleBinaryOperator active =
                (rate, leaves) -> Math.exp((X) * Math.log(rate) - rate * AGE) * Math.pow(1 - leaves, X);
        DoubleBinaryOperator gone =
                (rate, leaves) -> Math.exp((X) * Math.log(rate) - rate * LAST) * Math.pow(1 - leaves, X - 1) * leaves;
        double stays = overGammaBeta(active, r, alpha, a, b);
        double left = overGammaBeta(gone, r, alpha, a, b);

        BetaGeometricNbd model = BetaGeometricNbd.of(r, alpha, a, b);

        assertThat(model.probabilityActive(X, LAST, AGE)).isCloseTo(stays / (stays + left), within(1e-9));
        assertThat(model.probabilityActive(X, LAST, AGE)).isCloseTo(.726609102456, within(1e-12));
        PurchaseHistory one = new PurchaseHistory(new int[] {X}, new double[] {LAST}, new double[] {AGE});
        assertThat(model.logLikelihood(one)).isCloseTo(Math.log(stays + left), within(1e-8));
    }

    @Test
    void expected_purchases_of_bg_nbd() {
        double r = .7, alpha = 5, a = .8, b = 2.5, span = 20;
        DoubleBinaryOperator later = (rate, leaves) -> Math.exp((X) * Math.log(rate) - rate * AGE)
                * Math.pow(1 - leaves, X)
                * -Math.expm1(-rate * leaves * span)
                / leaves;
        DoubleBinaryOperator active =
                (rate, leaves) -> Math.exp((X) * Math.log(rate) - rate * AGE) * Math.pow(1 - leaves, X);
        BetaGeometricNbd model = BetaGeometricNbd.of(r, alpha, a, b);

        double whileActive = overGammaBeta(later, r, alpha, a, b) / overGammaBeta(active, r, alpha, a, b);

        assertThat(model.expectedPurchases(X, LAST, AGE, span))
                .isCloseTo(model.probabilityActive(X, LAST, AGE) * whileActive, within(1e-8));
    }

    @Test
    void likelihood_activity_and_forecast_of_mbg_cnbd_k() {
        int k = 3;
        double r = 1.2, alpha = 6, a = .7, b = 2.1, span = 9;
        double firstGap = 14, secondGap = LAST - 14;
        double gaps = Math.log(firstGap) + Math.log(secondGap);
        double silence = AGE - LAST;
        DoubleBinaryOperator past = (rate, leaves) ->
                Math.exp(k * X * Math.log(rate) - rate * LAST + (k - 1) * gaps - X * Gamma.logGamma(k))
                        * Math.pow(1 - leaves, X);
        DoubleBinaryOperator active = (rate, leaves) -> past.applyAsDouble(rate, leaves)
                * (1 - leaves)
                * Math.exp(-rate * silence)
                * (1 + rate * silence + Math.pow(rate * silence, 2) / 2);
        DoubleBinaryOperator gone = (rate, leaves) -> past.applyAsDouble(rate, leaves) * leaves;
        double stays = overGammaBeta(active, r, alpha, a, b);
        double left = overGammaBeta(gone, r, alpha, a, b);
        // no purchase in the span: fewer than k events in silence and span together
        DoubleBinaryOperator silent = (rate, leaves) -> past.applyAsDouble(rate, leaves)
                * (1 - leaves)
                * Math.exp(-rate * (silence + span))
                * (1 + rate * (silence + span) + Math.pow(rate * (silence + span), 2) / 2);
        double none = (overGammaBeta(silent, r, alpha, a, b) + left) / (stays + left);

        MbgCnbdK model = MbgCnbdK.of(k, r, alpha, a, b);

        PurchaseHistory one =
                new PurchaseHistory(new int[] {X}, new double[] {LAST}, new double[] {AGE}, new double[] {gaps});
        assertThat(model.logLikelihood(one)).isCloseTo(Math.log(stays + left), within(1e-8));
        assertThat(model.probabilityActive(X, LAST, AGE)).isCloseTo(stays / (stays + left), within(1e-9));
        assertThat(model.probabilityOfPurchases(0, X, LAST, AGE, span)).isCloseTo(none, within(1e-9));
    }

    @Test
    void likelihood_activity_and_forecast_of_pareto_nbd() {
        double r = .55, alpha = 10.6, s = .61, beta = 11.7, span = 39;
        DoubleBinaryOperator active = (rate, leaving) -> Math.exp(X * Math.log(rate) - (rate + leaving) * AGE);
        DoubleBinaryOperator gone = (rate, leaving) -> Math.exp(X * Math.log(rate))
                * leaving
                / (rate + leaving)
                * (Math.exp(-(rate + leaving) * LAST) - Math.exp(-(rate + leaving) * AGE));
        DoubleBinaryOperator later =
                (rate, leaving) -> active.applyAsDouble(rate, leaving) * rate / leaving * -Math.expm1(-leaving * span);
        double stays = overGammas(active, r, alpha, s, beta);
        double left = overGammas(gone, r, alpha, s, beta);

        ParetoNbd model = ParetoNbd.of(r, alpha, s, beta);

        PurchaseHistory one = new PurchaseHistory(new int[] {X}, new double[] {LAST}, new double[] {AGE});
        assertThat(model.logLikelihood(one)).isCloseTo(Math.log(stays + left), within(1e-8));
        assertThat(model.probabilityActive(X, LAST, AGE)).isCloseTo(stays / (stays + left), within(1e-9));
        assertThat(model.expectedPurchases(X, LAST, AGE, span))
                .isCloseTo(overGammas(later, r, alpha, s, beta) / (stays + left), within(1e-8));
    }

    @Test
    void likelihood_activity_and_forecast_of_ggom_nbd() {
        double r = .55, alpha = 10.6, b = .06, s = .61, beta = .7, span = 39;
        DoubleBinaryOperator active =
                (rate, eta) -> Math.exp(X * Math.log(rate) - rate * AGE - eta * Math.expm1(b * AGE));
        DoubleBinaryOperator gone = (rate, eta) -> Math.exp(X * Math.log(rate))
                * simpson(
                        u -> Math.exp(-rate * u) * eta * b * Math.exp(b * u - eta * Math.expm1(b * u)), LAST, AGE, 20);
        DoubleBinaryOperator later = (rate, eta) -> Math.exp(X * Math.log(rate) - rate * AGE)
                * rate
                * simpson(u -> Math.exp(-eta * Math.expm1(b * (AGE + u))), 0, span, 60);
        double stays = overGammas(active, r, alpha, s, beta);
        double left = overGammas(gone, r, alpha, s, beta);

        GammaGompertzNbd model = GammaGompertzNbd.of(r, alpha, b, s, beta);

        PurchaseHistory one = new PurchaseHistory(new int[] {X}, new double[] {LAST}, new double[] {AGE});
        assertThat(model.logLikelihood(one)).isCloseTo(Math.log(stays + left), within(1e-6));
        assertThat(model.probabilityActive(X, LAST, AGE)).isCloseTo(stays / (stays + left), within(1e-6));
        assertThat(model.expectedPurchases(X, LAST, AGE, span))
                .isCloseTo(overGammas(later, r, alpha, s, beta) / (stays + left), within(1e-5));
    }

    private static double simpson(DoubleUnaryOperator f, double from, double to, int pairs) {
        double h = (to - from) / (2 * pairs);
        double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
        for (int i = 1; i < 2 * pairs; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + i * h);
        }
        return sum * h / 3;
    }

    @Test
    void without_ageing_ggom_nbd_is_pareto_nbd() {
        GammaGompertzNbd ageless = GammaGompertzNbd.of(.55, 10.6, 1e-9, .61, 11.7e-9);
        ParetoNbd pareto = ParetoNbd.of(.55, 10.6, .61, 11.7);

        PurchaseHistory two = new PurchaseHistory(new int[] {X, 0}, new double[] {LAST, 0}, new double[] {AGE, AGE});
        assertThat(ageless.logLikelihood(two)).isCloseTo(pareto.logLikelihood(two), within(1e-7));
        assertThat(ageless.probabilityActive(X, LAST, AGE))
                .isCloseTo(pareto.probabilityActive(X, LAST, AGE), within(1e-7));
        assertThat(ageless.expectedPurchases(39)).isCloseTo(pareto.expectedPurchases(39), within(1e-7));
        assertThat(ageless.probabilityOfPurchases(3, X, LAST, AGE, 39))
                .isCloseTo(pareto.probabilityOfPurchases(3, X, LAST, AGE, 39), within(1e-7));
        assertThat(ageless.discountedPurchases(X, LAST, AGE, Double.POSITIVE_INFINITY, .0027))
                .isCloseTo(pareto.discountedPurchases(X, LAST, AGE, Double.POSITIVE_INFINITY, .0027), within(1e-5));
    }

    @Test
    void expected_purchases_agree_with_the_published_form_where_it_exists() {
        BetaGeometricNbd model = BetaGeometricNbd.of(.243, 4.414, .793, 2.426);

        // E[X(t)] = (a+b−1)/(a−1)·[1 − (α/(α+t))^r·₂F₁(r, b; a+b−1; t/(α+t))]
        double t = 39;
        double w = t / (4.414 + t);
        double term = 1;
        double sum = 1;
        for (int j = 0; j < 2000; j++) {
            term *= (.243 + j) * (2.426 + j) / ((2.219 + j) * (j + 1)) * w;
            sum += term;
        }
        double published = 2.219 / -.207 * (1 - Math.pow(4.414 / (4.414 + t), .243) * sum);

        assertThat(model.expectedPurchases(t)).isCloseTo(published, within(1e-10));
    }

    @Test
    void nothing_happens_at_a_equal_to_1_or_s_equal_to_1() {
        assertThat(BetaGeometricNbd.of(.5, 5, 1, 2).expectedPurchases(3, 20, 30, 10))
                .isCloseTo(BetaGeometricNbd.of(.5, 5, 1 + 1e-9, 2).expectedPurchases(3, 20, 30, 10), within(1e-8));
        assertThat(ParetoNbd.of(.5, 5, 1, 2).expectedPurchases(3, 20, 30, 10))
                .isCloseTo(ParetoNbd.of(.5, 5, 1 + 1e-9, 2).expectedPurchases(3, 20, 30, 10), within(1e-8));
    }

    @Test
    void the_two_ways_to_add_up_many_purchases_agree() {
        // 20,000 terms are where the sum gives way to an integral
        for (double span : new double[] {450, 480, 500, 520, 550}) {
            StagedPurchases few = new StagedPurchases(new NegativeBinomial(1.5, span), 1, 0, 2.5, .8);
            double sum = 0;
            for (int m = 1; m < 40_000; m++) {
                sum += survival(2.5, .8, m - 1) * few.events().atLeast(m);
            }
            assertThat(few.expected()).isCloseTo(sum, within(1e-5 * sum));
        }
    }

    @Test
    void without_drop_out_the_models_tend_to_the_nbd() {
        Nbd limit = Nbd.of(.7, 9);
        PurchaseModel[] models = {
            BetaGeometricNbd.of(.7, 9, 1e-5, 1e5),
            ModifiedBetaGeometricNbd.of(.7, 9, 1e-5, 1e5),
            MbgCnbdK.of(1, .7, 9, 1e-5, 1e5),
            ParetoNbd.of(.7, 9, 1e-5, 1e5)
        };
        for (PurchaseModel model : models) {
            assertThat(model.expectedPurchases(10)).isCloseTo(limit.expectedPurchases(10), within(1e-6));
            assertThat(model.expectedPurchases(4, 20, 50, 30))
                    .isCloseTo(limit.expectedPurchases(4, 20, 50, 30), within(1e-6));
            assertThat(model.probabilityOfPurchases(2, 4, 20, 50, 30))
                    .isCloseTo(limit.probabilityOfPurchases(2, 4, 20, 50, 30), within(1e-6));
            assertThat(model.probabilityOfPurchases(2, 30))
                    .isCloseTo(limit.probabilityOfPurchases(2, 30), within(1e-6));
            assertThat(model.discountedPurchases(4, 20, 50, Double.POSITIVE_INFINITY, .01))
                    .isCloseTo(4.7 / 59 / .01, within(.01));
        }
    }

    @Test
    void discounting_at_no_rate_changes_nothing_and_at_a_rate_it_weighs_each_purchase() {
        BetaGeometricNbd model = BetaGeometricNbd.of(.243, 4.414, .793, 2.426);

        assertThat(model.discountedPurchases(2, 30, 38, 52, 0)).isEqualTo(model.expectedPurchases(2, 30, 38, 52));
        double sum = 0;
        for (double t = .005; t < 52; t += .01) {
            sum += Math.exp(-.05 * t)
                    * (model.expectedPurchases(2, 30, 38, t + .005) - model.expectedPurchases(2, 30, 38, t - .005));
        }
        assertThat(model.discountedPurchases(2, 30, 38, 52, .05)).isCloseTo(sum, within(1e-6));
    }

    @Test
    void endless_discounting_of_a_constant_rate_is_the_rate_divided() {
        Nbd model = Nbd.of(.7, 9);
        for (double rate : new double[] {1e-6, 1e-4, .0027, .1, 10}) {
            double exact = 4.7 / 59 / rate;
            assertThat(model.discountedPurchases(4, 20, 50, Double.POSITIVE_INFINITY, rate))
                    .isCloseTo(exact, within(1e-6 * exact));
        }
    }

    private static double survival(double stay, double leave, int m) {
        return Math.exp(Beta.logBeta(stay + m, leave) - Beta.logBeta(stay, leave));
    }

    /** E[f(λ, p)], λ ~ Gamma(r, α), p ~ Beta(a, b), by the trapezoid rule over ln λ and logit p. */
    private static double overGammaBeta(DoubleBinaryOperator f, double r, double alpha, double a, double b) {
        double sum = 0;
        double step = .1;
        for (double u = -18; u < 8; u += step) {
            double rate = Math.exp(u);
            double density = Math.exp(r * Math.log(alpha) - Gamma.logGamma(r) + r * u - alpha * rate);
            for (double v = -45; v < 32 && density > 0; v += step) {
                double p = 1 / (1 + Math.exp(-v));
                double q = 1 / (1 + Math.exp(v));
                double weight = Math.exp(a * Math.log(p) + b * Math.log(q) - Beta.logBeta(a, b));
                sum += density * weight * f.applyAsDouble(rate, p) * step * step;
            }
        }
        return sum;
    }

    /** E[f(λ, μ)], λ ~ Gamma(r, α), μ ~ Gamma(s, β). */
    private static double overGammas(DoubleBinaryOperator f, double r, double alpha, double s, double beta) {
        double sum = 0;
        double step = .1;
        for (double u = -18; u < 6; u += step) {
            double rate = Math.exp(u);
            double density = Math.exp(r * Math.log(alpha) - Gamma.logGamma(r) + r * u - alpha * rate);
            for (double v = -50; v < 6 && density > 0; v += step) {
                double leaving = Math.exp(v);
                double weight = Math.exp(s * Math.log(beta) - Gamma.logGamma(s) + s * v - beta * leaving);
                sum += density * weight * f.applyAsDouble(rate, leaving) * step * step;
            }
        }
        return sum;
    }
}
