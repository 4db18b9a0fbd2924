package lazo.analytics.experience;

/**
 * How many customers are satisfied? CSAT: the share of answers in the two highest points of the scale, with Wilson's
 * interval ({@link Proportion}).
 *
 * <p>Limits: the mean of such scales is not given, because steps between points are not equal.
 *
 * @param satisfied the share
 * @param mode the scale point most often given; the higher one when two are
 */
public record SatisfactionScore(Proportion satisfied, int mode) {
    /** On a scale of 1..5 with 30 answers or more and 95 % confidence. */
    public static SurveyScore<SatisfactionScore> of(double[] answers) {
        return of(answers, 5, SurveyScore.USUAL_MINIMUM, 0.95);
    }

    /**
     * @param answers whole numbers 1..highest, NaN where not answered
     * @param highest the best point of the scale, 3..10
     * @param minimum answers below which there is no score, 2 or more
     * @param confidence in (0, 1)
     */
    public static SurveyScore<SatisfactionScore> of(double[] answers, int highest, int minimum, double confidence) {
        if (highest < 3 || highest > 10) {
            throw new IllegalArgumentException("highest is %d, expected 3..10".formatted(highest));
        }
        Answers.requireMinimum(minimum);
        Interval.requireConfidence(confidence);
        int[] counts = Answers.count(answers, 1, highest);
        int n = Answers.total(counts);
        if (n < minimum) {
            return new SurveyScore.NotEnoughAnswers<>(n, minimum);
        }
        int mode = 0;
        for (int point = 0; point < counts.length; point++) {
            mode = counts[point] >= counts[mode] ? point : mode;
        }
        int top = counts[highest - 1] + counts[highest - 2];
        return new SurveyScore.Measured<>(new SatisfactionScore(Proportion.of(top, n, confidence), mode + 1));
    }
}
