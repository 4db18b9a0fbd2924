package lazo.analytics.risk;

import java.util.Arrays;
import java.util.stream.IntStream;
import lazo.analytics.classify.Contributions;
import lazo.analytics.classify.Features;
import lazo.analytics.classify.LogOdds;
import lazo.analytics.classify.LogisticRegression;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Will this invoice be paid late? Decided on the morning it is issued, from its terms and amount and from how the customer
 * has paid so far; a new customer starts from everybody's rate and leaves it as its own history grows.
 * <pre>
 *   ln(p/(1−p)) = a + Σ wⱼ·zⱼ     with  late rate so far = (late + k·m)/(decided + k),  m and k from all customers
 * </pre>
 * Units: days; amounts in one currency. Shapes: one probability per invoice. Late is paid after the due day, or unpaid by
 * the day the data were taken.
 * Limits: no reason for lateness (disputes are known only afterwards and are not used); a customer who never was late and
 * then fails is a surprise to it. Source: Zeng et al. (2008), KDD, 1043-1050; shrinkage as {@link BetaPrior}.
 *
 * @param prior the late rate of all customers, and its worth in invoices
 */
@ModelType(name = "late-payment")
public record LatePayment(BetaPrior prior, LogisticRegression regression, Provenance provenance)
        implements FittedModel {

    /**
     * Fits on the invoices that had been decided (paid, or past due) by a day.
     *
     * @param day nothing that happened on or after it is used
     */
    public static LatePayment fit(Invoices invoices, int day) {
        int[] decided = IntStream.range(0, invoices.rows())
                .filter(i -> invoices.issued()[i] < day && invoices.decidedBy(i, day))
                .toArray();
        boolean[] late = new boolean[decided.length];
        int lates = 0;
        for (int k = 0; k < decided.length; k++) {
            late[k] = invoices.late(decided[k]);
            lates += late[k] ? 1 : 0;
        }
        if (lates == 0 || lates == decided.length) {
            throw new IllegalArgumentException("%d of %d invoices decided by day %d are late, expected some of both"
                    .formatted(lates, decided.length, day));
        }
        BetaPrior prior = PaymentHistory.prior(invoices, day);
        Features known = PaymentHistory.features(invoices, prior).select(decided);
        LogisticRegression regression = LogisticRegression.fit(known, late);
        return new LatePayment(
                prior,
                regression,
                Provenance.of("Late payment by logistic regression on shrunk history", decided.length)
                        .withSetting("day", day)
                        .withQuality("lateRate", prior.mean())
                        .withQuality("priorStrength", prior.strength()));
    }

    /** The probability of each invoice, from what was known on its day of issue. */
    public double[] probabilities(Invoices invoices) {
        return regression.probabilities(PaymentHistory.features(invoices, prior));
    }

    /** Each customer's shrunk late rate at the day of each invoice: the simple baseline, to be shown beside. */
    public double[] baseline(Invoices invoices) {
        return Arrays.stream(PaymentHistory.features(invoices, prior).columns()[0])
                .map(LogOdds::probability)
                .toArray();
    }

    /** Why invoice {@code i} has its probability. */
    public Contributions explain(Invoices invoices, int i) {
        return regression.explain(PaymentHistory.features(invoices, prior).row(i));
    }
}
