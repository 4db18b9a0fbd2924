package lazo.analytics.classify;

import java.util.Arrays;
import lazo.analytics.numeric.Lbfgs;

/** p = 1/(1+e^-(offset + slope·score)), fitted by maximum likelihood to targets near 0 and 1. */
record Sigmoid(double slope, double offset) {
    private static final Lbfgs SEARCH = new Lbfgs(10, 200, 1e-11, 1e-15);

    /**
     * @param yesTarget target of a yes, 1 or a little less
     * @param noTarget target of a no, 0 or a little more
     */
    static Sigmoid fit(double[] scores, boolean[] outcomes, double yesTarget, double noTarget) {
        double largest = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
        double unit = largest > 0 ? largest : 1;
        int rows = scores.length;
        double share = Outcomes.count(outcomes) / (double) rows;
        double[] best = SEARCH.minimise(
                        (b, gradient) -> {
                            double loss = 0;
                            Arrays.fill(gradient, 0);
                            for (int i = 0; i < rows; i++) {
                                double score = scores[i] / unit;
                                double target = outcomes[i] ? yesTarget : noTarget;
                                double z = b[0] + b[1] * score;
                                double missed = LogOdds.probability(z) - target;
                                loss += LogOdds.softplus(z) - target * z;
                                gradient[0] += missed / rows;
                                gradient[1] += missed * score / rows;
                            }
                            return loss / rows;
                        },
                        LogOdds.of(share),
                        0)
                .point();
        return new Sigmoid(best[1] / unit, best[0]);
    }
}
