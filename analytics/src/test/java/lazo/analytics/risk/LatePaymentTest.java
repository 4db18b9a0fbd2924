package lazo.analytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.Reference;
import lazo.analytics.classify.Auc;
import lazo.analytics.classify.Contributions;
import lazo.analytics.classify.DataSet;
import lazo.analytics.classify.LogOdds;
import lazo.analytics.data.ModelJson;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.junit.jupiter.api.Test;

class LatePaymentTest {
    private static final Invoices RECEIVABLE = receivable();

    private static Invoices receivable() {
        DataSet data = DataSet.read("accounts-receivable/accounts_receivable.csv.gz", ',');
        List<String> customers = new ArrayList<>();
        int[] customer = Arrays.stream(data.text("customerID"))
                .mapToInt(id -> {
                    if (!customers.contains(id)) {
                        customers.add(id);
                    }
                    return customers.indexOf(id);
                })
                .toArray();
        return new Invoices(
                customer,
                days(data, "InvoiceDate"),
                days(data, "DueDate"),
                data.numbers("InvoiceAmount"),
                days(data, "SettledDate"));
    }

    private static int[] days(DataSet data, String column) {
        return Arrays.stream(data.text(column))
                .mapToInt(day -> (int) LocalDate.parse(day).toEpochDay())
                .toArray();
    }

    /** The invoice's index among those issued from a day on. */
    private static int[] from(Invoices invoices, int day) {
        return IntStream.range(0, invoices.rows())
                .filter(i -> invoices.issued()[i] >= day)
                .toArray();
    }

    @Test
    void on_later_invoices_the_model_beats_the_shrunk_rate_of_the_customer() {
        int day = (int) LocalDate.of(2012, 11, 1).toEpochDay();
        LatePayment model = LatePayment.fit(RECEIVABLE, day);
        double[] p = model.probabilities(RECEIVABLE);
        double[] base = model.baseline(RECEIVABLE);
        int[] later = from(RECEIVABLE, day);
        boolean[] late = new boolean[later.length];
        IntStream.range(0, later.length).forEach(k -> late[k] = RECEIVABLE.late(later[k]));
        Auc.Comparison compared = Auc.compare(
                IntStream.of(later).mapToDouble(i -> p[i]).toArray(),
                IntStream.of(later).mapToDouble(i -> base[i]).toArray(),
                late);
        assertThat(later.length).isGreaterThan(300);
        assertThat(compared.second().value()).isGreaterThan(.70);
        assertThat(compared.difference()).isGreaterThan(0);
        // No figure is published for this split: these are our own, kept so that a change is seen.
        String source = "own run, invoices issued from 2012-11-01";
        Reference.check(
                "Late payment",
                "Accounts receivable",
                "AUC of the model",
                .8811,
                compared.first().value(),
                5e-4,
                source);
        Reference.check(
                "Late payment",
                "Accounts receivable",
                "AUC of the shrunk late rate alone",
                .8745,
                compared.second().value(),
                5e-4,
                source);
    }

    @Test
    void nothing_that_happens_later_changes_what_was_known_on_the_day_of_issue() {
        BetaPrior prior = new BetaPrior(.35, 4);
        int border = (int) LocalDate.of(2012, 9, 1).toEpochDay();
        double[][] before = PaymentHistory.features(RECEIVABLE, prior).columns();
        SplittableRandom random = new SplittableRandom(3);
        int[] settled = RECEIVABLE.settled().clone();
        for (int i = 0; i < settled.length; i++) {
            if (settled[i] >= border && RECEIVABLE.due()[i] >= border) {
                settled[i] = random.nextBoolean()
                        ? Invoices.OPEN
                        : Math.max(border, RECEIVABLE.issued()[i]) + random.nextInt(60);
            } else if (settled[i] >= border) {
                settled[i] = border + random.nextInt(200);
            }
        }
        Invoices changed = new Invoices(
                RECEIVABLE.customer(), RECEIVABLE.issued(), RECEIVABLE.due(), RECEIVABLE.amount(), settled);
        double[][] after = PaymentHistory.features(changed, prior).columns();
        int differ = 0;
        for (int i = 0; i < RECEIVABLE.rows(); i++) {
            for (int j = 0; j < before.length; j++) {
                if (RECEIVABLE.issued()[i] <= border) {
                    assertThat(after[j][i]).isEqualTo(before[j][i]);
                } else if (after[j][i] != before[j][i]) {
                    differ++;
                }
            }
        }
        assertThat(differ).isPositive();
    }

    @Test
    void a_customers_history_is_counted_day_by_day() {
        int open = Invoices.OPEN;
        // One customer: paid on time on day 5; late from day 11, paid on day 15; open and late from day 31.
        Invoices invoices = new Invoices(
                new int[] {1, 1, 1, 1, 1, 2},
                new int[] {0, 1, 20, 5, 40, 40},
                new int[] {10, 11, 30, 15, 50, 50},
                new double[] {100, 100, 100, 100, 200, 50},
                new int[] {5, 15, open, 15, open, open});
        double[][] known =
                PaymentHistory.features(invoices, new BetaPrior(.5, 2)).columns();
        // Issued on day 5: the payment of day 5 is not yet known.
        assertThat(known[0][3]).isZero();
        // Issued on day 20: two paid on time, one late.
        assertThat(known[0][2]).isCloseTo(LogOdds.of((1 + 1) / (3 + 2.0)), within(1e-12));
        assertThat(known[2][2]).isZero();
        // Issued on day 40: one more is late and still open.
        assertThat(known[0][4]).isCloseTo(LogOdds.of((2 + 1) / (4 + 2.0)), within(1e-12));
        assertThat(known[1][4]).isCloseTo((-5 + 4 + 0) / 6.0, within(1e-12));
        assertThat(known[2][4]).isEqualTo(1);
        assertThat(known[4][4]).isCloseTo(Math.log(2), within(1e-12));
        assertThat(known[5][4]).isEqualTo(10);
        // Another customer starts from everybody's rate.
        assertThat(known[0][5]).isZero();
        assertThat(known[4][5]).isZero();
        // Day 2 was a Saturday, day 3 a Sunday, day 10 a Sunday.
        assertThat(known[6][0]).isEqualTo(1);
        assertThat(known[6][1]).isZero();
    }

    @Test
    void the_explanation_adds_up_and_a_kept_model_answers_the_same() {
        LatePayment model =
                LatePayment.fit(RECEIVABLE, (int) LocalDate.of(2013, 1, 1).toEpochDay());
        double[] p = model.probabilities(RECEIVABLE);
        Contributions why = model.explain(RECEIVABLE, 1500);
        assertThat(why.probability()).isCloseTo(p[1500], within(1e-12));
        assertThat(ModelJson.read(ModelJson.write(model), LatePayment.class).probabilities(RECEIVABLE))
                .containsExactly(p);
        assertThat(model.provenance().quality()).containsKeys("lateRate", "priorStrength");
    }

    @Test
    void impossible_invoices_and_one_sided_histories_are_refused() {
        assertThatThrownBy(() -> new Invoices(new int[1], new int[2], new int[1], new double[1], new int[1]))
                .hasMessageContaining("expected the same number");
        assertThatThrownBy(() -> invoice(5, 4, 1, 9)).hasMessageContaining("due on day 4");
        assertThatThrownBy(() -> invoice(5, 6, 1, 4)).hasMessageContaining("settled on day 4");
        assertThatThrownBy(() -> invoice(5, 6, 0, 9)).hasMessage("Invoice 0 has amount 0.0, expected above 0");
        assertThatThrownBy(() -> LatePayment.fit(invoice(5, 6, 1, 9), 100))
                .hasMessage("1 of 1 invoices decided by day 100 are late, expected some of both");
    }

    private static Invoices invoice(int issued, int due, double amount, int settled) {
        return new Invoices(
                new int[] {1}, new int[] {issued}, new int[] {due}, new double[] {amount}, new int[] {settled});
    }

    @Test
    void the_prior_behind_many_customers_is_recovered() {
        SplittableRandom random = new SplittableRandom(8);
        GammaDistribution two = new GammaDistribution(2, 1);
        GammaDistribution six = new GammaDistribution(6, 1);
        int[] events = new int[3000];
        int[] cases = new int[events.length];
        for (int i = 0; i < events.length; i++) {
            double a = two.inverseCumulativeProbability(random.nextDouble());
            double share = a / (a + six.inverseCumulativeProbability(random.nextDouble()));
            cases[i] = random.nextInt(12);
            for (int k = 0; k < cases[i]; k++) {
                events[i] += random.nextDouble() < share ? 1 : 0;
            }
        }
        BetaPrior prior = BetaPrior.fit(events, cases);
        assertThat(prior.mean()).isCloseTo(.25, within(.01));
        assertThat(prior.strength()).isBetween(6.5, 10.0);
        assertThat(prior.share(0, 0)).isEqualTo(prior.mean());
        assertThat(new BetaPrior(.5, 2).share(3, 4)).isCloseTo(4 / 6.0, within(1e-12));
    }

    @Test
    void priors_of_uniform_or_impossible_data_are_kept_within_bounds() {
        assertThat(BetaPrior.fit(new int[] {1, 1, 1, 1}, new int[] {2, 2, 2, 2}).strength())
                .isEqualTo(1000);
        assertThat(BetaPrior.fit(new int[] {0, 0}, new int[] {2, 2})).isEqualTo(new BetaPrior(0, 1000));
        assertThat(BetaPrior.fit(new int[] {0, 9, 0, 9}, new int[] {9, 9, 9, 9}).strength())
                .isEqualTo(.5);
        assertThatThrownBy(() -> BetaPrior.fit(new int[1], new int[2]))
                .hasMessageContaining("expected the same number");
        assertThatThrownBy(() -> BetaPrior.fit(new int[] {3}, new int[] {2})).hasMessage("3 events in 2 cases");
        assertThatThrownBy(() -> BetaPrior.fit(new int[1], new int[1])).hasMessage("0 cases, expected 1 or more");
        assertThatThrownBy(() -> new BetaPrior(2, 1)).hasMessage("mean is 2.0, expected 0 to 1");
        assertThatThrownBy(() -> new BetaPrior(.5, 0)).hasMessage("strength is 0.0, expected above 0");
    }

    @Test
    void expected_loss_and_limit_are_each_others_inverse() {
        assertThat(new ExpectedLoss(.04, .45, 10_000).amount()).isCloseTo(180, within(1e-9));
        double limit = ExpectedLoss.limit(.04, .45, 180, 1e9);
        assertThat(limit).isCloseTo(10_000, within(1e-9));
        assertThat(ExpectedLoss.limit(0, .45, 180, 50_000)).isEqualTo(50_000);
        assertThat(ExpectedLoss.limit(.001, .45, 180, 50_000)).isEqualTo(50_000);
        assertThatThrownBy(() -> new ExpectedLoss(1.2, .4, 1)).hasMessage("probability is 1.2, expected 0 to 1");
        assertThatThrownBy(() -> new ExpectedLoss(.2, .4, -1)).hasMessage("exposure is -1.0, expected 0 or more");
    }
}
