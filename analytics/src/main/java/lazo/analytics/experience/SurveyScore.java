package lazo.analytics.experience;

/**
 * A survey's score: measured, or not enough answers to say one.
 *
 * @param <S> the kind of score
 */
public sealed interface SurveyScore<S> {
    /** A score. */
    record Measured<S>(S score) implements SurveyScore<S> {}

    /**
     * No score, because it would be noise.
     *
     * @param answers valid answers there are
     * @param needed valid answers it takes
     */
    record NotEnoughAnswers<S>(int answers, int needed) implements SurveyScore<S> {}

    /** Answers below which no score is shown unless the caller says otherwise. */
    int USUAL_MINIMUM = 30;
}
