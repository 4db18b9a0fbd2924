package lazo.analytics.experience;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * Would customers recommend us? The share of promoters (9, 10) less the share of detractors (0 to 6), in points −100..100.
 * <pre>
 *   NPS = 100 (P − D) / n        standard error = 100 √((p + d − (p − d)²) / n)
 *   Wald    NPS ± z · standard error
 *   score   all δ with |P − D − nδ| ≤ z √(n (2q(δ) + δ(1 − δ))),   q(δ) the most likely share of detractors given p − d = δ
 * </pre>
 * The score interval stays inside −100..100, is not of width 0 when all answer alike, and covers as promised from ten
 * answers on; Wald's is given because others publish it. P − D over n is the difference of two paired proportions, so
 * Tango's interval for those applies.
 *
 * <p>Limits: answers are taken as a random sample; who does not answer is not in it. Source: Reichheld (2003), HBR 81(12);
 * Tango (1998), Statistics in Medicine 17, 891-908, for the interval; Rocks (2016), arXiv, for why Wald's fails.
 *
 * @param promoters answers of 9 and 10
 * @param passives answers of 7 and 8
 * @param detractors answers of 0 to 6
 * @param score points
 * @param standardError points
 * @param interval score interval, points
 * @param wald Wald interval, points; may leave −100..100
 */
public record NetPromoterScore(
        int promoters,
        int passives,
        int detractors,
        double score,
        double standardError,
        Interval interval,
        Interval wald) {

    private static final int HIGHEST = 10;
    private static final int FIRST_PASSIVE = 7;
    private static final int FIRST_PROMOTER = 9;
    private static final double SOLVED = 1e-12;

    /** With 30 answers or more and 95 % confidence. */
    public static SurveyScore<NetPromoterScore> of(double[] answers) {
        return of(answers, SurveyScore.USUAL_MINIMUM, 0.95);
    }

    /**
     * @param answers whole numbers 0..10, NaN where not answered
     * @param minimum answers below which there is no score, 2 or more
     * @param confidence in (0, 1)
     */
    public static SurveyScore<NetPromoterScore> of(double[] answers, int minimum, double confidence) {
        Answers.requireMinimum(minimum);
        Interval.requireConfidence(confidence);
        int[] counts = Answers.count(answers, 0, HIGHEST);
        int promoters = 0;
        int detractors = 0;
        int n = 0;
        for (int point = 0; point < counts.length; point++) {
            n += counts[point];
            promoters += point >= FIRST_PROMOTER ? counts[point] : 0;
            detractors += point < FIRST_PASSIVE ? counts[point] : 0;
        }
        if (n < minimum) {
            return new SurveyScore.NotEnoughAnswers<>(n, minimum);
        }
        double z = Proportion.criticalValue(confidence);
        double difference = (promoters - detractors) / (double) n;
        double error = Math.sqrt(((promoters + detractors) / (double) n - difference * difference) / n);
        return new SurveyScore.Measured<>(new NetPromoterScore(
                promoters,
                n - promoters - detractors,
                detractors,
                100 * difference,
                100 * error,
                tango(promoters, detractors, n, z, confidence).times(100),
                new Interval(difference - z * error, difference + z * error, confidence).times(100)));
    }

    public int answers() {
        return promoters + passives + detractors;
    }

    /**
     * How much this score is above an earlier or another one, in points.
     *
     * @param difference points
     * @param interval Wald interval of the difference, each share moved a little towards the middle (Agresti-Caffo)
     * @param clear whether the interval leaves out 0
     */
    public record Change(double difference, Interval interval, boolean clear) {}

    /** This score less another one of other people. */
    public Change since(NetPromoterScore other) {
        double difference = score - other.score;
        double error = Math.sqrt(adjustedVariance() + other.adjustedVariance());
        double middle = adjusted() - other.adjusted();
        double reach = Proportion.criticalValue(interval.confidence()) * error;
        Interval range = new Interval(100 * (middle - reach), 100 * (middle + reach), interval.confidence());
        return new Change(difference, range, !range.contains(0));
    }

    private double adjusted() {
        return (promoters - detractors) / (answers() + 2.0);
    }

    private double adjustedVariance() {
        double n = answers() + 2.0;
        double either = (promoters + detractors + 4 / 3.0) / n;
        return (either - adjusted() * adjusted()) / n;
    }

    private static Interval tango(int promoters, int detractors, int n, double z, double confidence) {
        double estimate = (promoters - detractors) / (double) n;
        UnivariateFunction above = delta -> statistic(promoters, detractors, n, delta) - z;
        UnivariateFunction below = delta -> statistic(promoters, detractors, n, delta) + z;
        BrentSolver solver = new BrentSolver(SOLVED);
        double edge = 1 - 1e-9;
        double lower = promoters == 0 && detractors == n ? -1 : solve(solver, above, -edge, estimate, -1);
        double upper = detractors == 0 && promoters == n ? 1 : solve(solver, below, estimate, edge, 1);
        return new Interval(lower, upper, confidence);
    }

    private static double solve(
            BrentSolver solver, UnivariateFunction function, double from, double to, double otherwise) {
        if (function.value(from) * function.value(to) > 0) {
            return otherwise;
        }
        return solver.solve(1000, function, from, to);
    }

    private static double statistic(int promoters, int detractors, int n, double delta) {
        double a = 2.0 * n;
        double b = -promoters - detractors + (2.0 * n - promoters + detractors) * delta;
        double c = -detractors * delta * (1 - delta);
        double q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
        double variance = n * (2 * q + delta * (1 - delta));
        double gap = promoters - detractors - n * delta;
        return gap == 0 ? 0 : gap / Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
    }
}
