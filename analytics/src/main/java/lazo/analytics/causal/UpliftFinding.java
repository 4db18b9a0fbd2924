package lazo.analytics.causal;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Does a ranking find people whom the treatment moves more than others, or is it noise? Compares its Qini coefficient
 * with those of random rankings of the same people. "Not detectable" means: treat all or none, by the average effect.
 */
public sealed interface UpliftFinding {
    /** The curve of the ranking. */
    UpliftCurve curve();

    /** What chance gives. */
    Noise noise();

    /**
     * Qini coefficients of random rankings.
     *
     * @param deviation their standard deviation
     * @param upper their 95th percentile
     * @param pValue share of random rankings at least as good, the ranking itself counted among them
     */
    record Noise(double deviation, double upper, double pValue) {}

    /** Beyond chance: p below 0.05. */
    record Detectable(UpliftCurve curve, Noise noise) implements UpliftFinding {}

    /** Within chance. */
    record NotDetectable(UpliftCurve curve, Noise noise) implements UpliftFinding {}

    /**
     * Judges a ranking of people that the model did not see.
     *
     * @param draws random rankings, 100 or more
     */
    static UpliftFinding of(double[] scores, boolean[] treated, boolean[] outcomes, int draws, long seed) {
        if (draws < 100) {
            throw new IllegalArgumentException("draws is %d, expected 100 or more".formatted(draws));
        }
        UpliftCurve curve = UpliftCurve.of(scores, treated, outcomes);
        double[] chance = UpliftCurve.chance(treated, outcomes, draws, new SplittableRandom(seed));
        long better = Arrays.stream(chance).filter(q -> q >= curve.qini()).count();
        double mean = Arrays.stream(chance).average().orElseThrow();
        double squares = Arrays.stream(chance).map(q -> (q - mean) * (q - mean)).sum();
        double[] sorted = chance.clone();
        Arrays.sort(sorted);
        Noise noise = new Noise(
                Math.sqrt(squares / (draws - 1)),
                sorted[(int) Math.ceil(0.95 * draws) - 1],
                (better + 1.0) / (draws + 1));
        return noise.pValue() < 0.05 ? new Detectable(curve, noise) : new NotDetectable(curve, noise);
    }
}
