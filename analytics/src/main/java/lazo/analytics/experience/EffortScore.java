package lazo.analytics.experience;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How easy was it? CES 2.0: agreement with "the company made it easy" from 1 to 7; the mean with Student's interval, and the
 * share that found it easy (5 to 7) and hard (1 to 3) with Wilson's.
 * <pre>
 *   mean ± t(n − 1) · s / √n, cut to 1..7
 * </pre>
 * Source: Dixon, Freeman, Toman (2010), HBR 88(7); Dixon, Toman, DeLisi (2013) for the scale of seven.
 *
 * @param mean 1..7, higher is easier
 * @param interval of the mean
 * @param easy share of 5 to 7
 * @param hard share of 1 to 3
 */
public record EffortScore(double mean, Interval interval, Proportion easy, Proportion hard) {
    private static final int HIGHEST = 7;

    /** With 30 answers or more and 95 % confidence. */
    public static SurveyScore<EffortScore> of(double[] answers) {
        return of(answers, SurveyScore.USUAL_MINIMUM, 0.95);
    }

    /**
     * @param answers whole numbers 1..7, NaN where not answered
     * @param minimum answers below which there is no score, 2 or more
     * @param confidence in (0, 1)
     */
    public static SurveyScore<EffortScore> of(double[] answers, int minimum, double confidence) {
        Answers.requireMinimum(minimum);
        Interval.requireConfidence(confidence);
        int[] counts = Answers.count(answers, 1, HIGHEST);
        int n = Answers.total(counts);
        if (n < minimum) {
            return new SurveyScore.NotEnoughAnswers<>(n, minimum);
        }
        double sum = 0;
        double squares = 0;
        for (int point = 1; point <= HIGHEST; point++) {
            sum += point * (double) counts[point - 1];
            squares += point * point * (double) counts[point - 1];
        }
        double mean = sum / n;
        double deviation = Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1));
        double reach = new TDistribution(n - 1.0).inverseCumulativeProbability(0.5 + confidence / 2)
                * deviation
                / Math.sqrt(n);
        Interval interval = new Interval(Math.max(1, mean - reach), Math.min(HIGHEST, mean + reach), confidence);
        return new SurveyScore.Measured<>(new EffortScore(
                mean,
                interval,
                Proportion.of(counts[4] + counts[5] + counts[6], n, confidence),
                Proportion.of(counts[0] + counts[1] + counts[2], n, confidence)));
    }
}
