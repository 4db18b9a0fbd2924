package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Simulated customers give back the parameters they were drawn from. */
class PurchaseRecoveryTest {
    private static final int BASES = 10;
    private static final int CUSTOMERS = 3000;

    private int near;
    private int all;

    /** Of forty 95 % intervals at least 35 must hold the truth: fewer has a chance below 2 %. */
    private void assertNear() {
        assertThat(all).isEqualTo(4 * BASES);
        assertThat(near).isGreaterThanOrEqualTo(35);
    }

    private void compare(double[] errors, double... truthAndFound) {
        for (int i = 0; i < truthAndFound.length / 2; i++) {
            double z = (truthAndFound[2 * i + 1] - truthAndFound[2 * i]) / errors[i];
            near += Math.abs(z) <= 2 ? 1 : 0;
            all++;
        }
    }

    @Test
    void bg_nbd() {
        for (int seed = 0; seed < BASES; seed++) {
            PurchaseHistory history = SimulatedCustomers.betaGeometric(CUSTOMERS, 1, .8, 6, .8, 2.5, false, 13, seed)
                    .history();
            BetaGeometricNbd m = BetaGeometricNbd.fit(history);
            compare(m.standardErrors(history), .8, m.r(), 6, m.alpha(), .8, m.a(), 2.5, m.b());
        }
        assertNear();
    }

    @Test
    void mbg_nbd() {
        for (int seed = 0; seed < BASES; seed++) {
            PurchaseHistory history = SimulatedCustomers.betaGeometric(CUSTOMERS, 1, .8, 6, .8, 2.5, true, 13, seed)
                    .history();
            ModifiedBetaGeometricNbd m = ModifiedBetaGeometricNbd.fit(history);
            compare(m.standardErrors(history), .8, m.r(), 6, m.alpha(), .8, m.a(), 2.5, m.b());
        }
        assertNear();
    }

    @Test
    void mbg_cnbd_k_with_its_k() {
        for (int seed = 0; seed < BASES; seed++) {
            PurchaseHistory history = SimulatedCustomers.betaGeometric(CUSTOMERS, 3, 1.5, 6, .8, 2.5, true, 13, seed)
                    .history();
            MbgCnbdK m = MbgCnbdK.fit(history);
            assertThat(m.k()).isEqualTo(3);
            compare(m.standardErrors(history), 1.5, m.r(), 6, m.alpha(), .8, m.a(), 2.5, m.b());
        }
        assertNear();
    }

    @Test
    void pareto_nbd() {
        for (int seed = 0; seed < BASES; seed++) {
            PurchaseHistory history = SimulatedCustomers.pareto(CUSTOMERS, .8, 6, .7, 12, 13, seed)
                    .history();
            ParetoNbd m = ParetoNbd.fit(history);
            compare(m.standardErrors(history), .8, m.r(), 6, m.alpha(), .7, m.s(), 12, m.beta());
        }
        assertNear();
    }

    /** Of the five only these four: b and β/b make up for each other, so their likelihood is no parabola. */
    @Test
    void ggom_nbd() {
        for (int seed = 0; seed < BASES; seed++) {
            PurchaseHistory history = SimulatedCustomers.gompertz(2 * CUSTOMERS, 1.5, 6, .1, 1.5, 4, 13, seed)
                    .history();
            GammaGompertzNbd m = GammaGompertzNbd.fit(history);
            compare(m.standardErrors(history), 1.5, m.r(), 6, m.alpha(), .1, m.b(), 1.5, m.s());
        }
        assertNear();
    }

    @Test
    void nbd() {
        for (int seed = 0; seed < 2 * BASES; seed++) {
            PurchaseHistory history =
                    SimulatedCustomers.neverLeaving(CUSTOMERS, .8, 6, 13, seed).history();
            Nbd m = Nbd.fit(history);
            compare(m.standardErrors(history), .8, m.r(), 6, m.alpha());
        }
        assertNear();
    }

    @Test
    void forecasts_of_regular_customers_come_true() {
        HoldOut base = SimulatedCustomers.betaGeometric(20_000, 3, 1.5, 6, .8, 2.5, true, 13, 99);
        MbgCnbdK model = MbgCnbdK.of(3, 1.5, 6, .8, 2.5);
        PurchaseHistory history = base.history();

        double expected = 0;
        double none = 0;
        double came = 0;
        double cameNone = 0;
        double variance = 0;
        for (int i = 0; i < history.size(); i++) {
            double mean =
                    model.expectedPurchases(history.repeats()[i], history.lastAge()[i], history.age()[i], base.span());
            expected += mean;
            none += model.probabilityOfPurchases(
                    0, history.repeats()[i], history.lastAge()[i], history.age()[i], base.span());
            came += base.later()[i];
            cameNone += base.later()[i] == 0 ? 1 : 0;
            variance += Math.pow(base.later()[i] - mean, 2);
        }

        assertThat(Math.abs(came - expected)).isLessThan(3 * Math.sqrt(variance));
        assertThat(Math.abs(cameNone - none)).isLessThan(3 * Math.sqrt(history.size()) / 2);
    }

    @Test
    void a_million_customers_show_their_parameters() {
        HoldOut base = SimulatedCustomers.betaGeometric(1_000_000, 1, .7, 40, .8, 2.5, false, 13, 1);

        BetaGeometricNbd model = BetaGeometricNbd.fit(base.history());

        double[] errors = model.standardErrors(base.history());
        assertThat(Math.abs(model.r() - .7)).isLessThan(3 * errors[0]);
        assertThat(Math.abs(model.alpha() - 40)).isLessThan(3 * errors[1]);
        assertThat(Math.abs(model.a() - .8)).isLessThan(3 * errors[2]);
        assertThat(Math.abs(model.b() - 2.5)).isLessThan(3 * errors[3]);
    }
}
