package lazo.kernel.metadata;

/**
 * One step of a pipeline.
 *
 * @param key unique within the object, so it tells the pipeline
 * @param winProbability share of the deals in it that will be won, in percent, 0 to 100
 */
public record Stage(
        String key,
        long pipelineId,
        Label label,
        int winProbability,
        Outcome outcome,
        String hue,
        int position,
        boolean archived) {
    public enum Outcome {
        OPEN,
        WON,
        LOST
    }

    public Stage {
        if (winProbability < 0 || winProbability > 100) {
            throw new IllegalArgumentException(
                    "Stage '%s': winProbability is %d, expected 0 to 100".formatted(key, winProbability));
        }
    }

    public boolean isOpen() {
        return outcome == Outcome.OPEN;
    }
}
