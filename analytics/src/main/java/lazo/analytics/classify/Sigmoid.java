package lazo.analytics.classify;

/** p = 1/(1+e^-(offset + slope·score)), fitted by maximum likelihood to targets near 0 and 1. */
record Sigmoid(double slope, double offset) {
    private static final int MOST_STEPS = 100;

    /**
     * @param yesTarget target of a yes, 1 or a little less
     * @param noTarget target of a no, 0 or a little more
     */
    static Sigmoid fit(double[] scores, boolean[] outcomes, double yesTarget, double noTarget) {
        double share = Outcomes.count(outcomes) / (double) outcomes.length;
        double[] targets = new double[scores.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = outcomes[i] ? yesTarget : noTarget;
        }
        Sigmoid now = new Sigmoid(0, LogOdds.of(share));
        double loss = now.loss(scores, targets);
        for (int step = 0; step < MOST_STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = 1e-9;
            double h01 = 0;
            double h11 = 1e-9;
            for (int i = 0; i < scores.length; i++) {
                double p = LogOdds.probability(now.offset + now.slope * scores[i]);
                double v = p * (1 - p);
                g0 += targets[i] - p;
                g1 += (targets[i] - p) * scores[i];
                h00 += v;
                h01 += v * scores[i];
                h11 += v * scores[i] * scores[i];
            }
            double determinant = h00 * h11 - h01 * h01;
            double d0 = (h11 * g0 - h01 * g1) / determinant;
            double d1 = (h00 * g1 - h01 * g0) / determinant;
            double length = 1;
            Sigmoid next = new Sigmoid(now.slope + d1, now.offset + d0);
            double reached = next.loss(scores, targets);
            while (!(reached <= loss + 1e-12 * loss) && length > 1e-8) {
                length /= 2;
                next = new Sigmoid(now.slope + length * d1, now.offset + length * d0);
                reached = next.loss(scores, targets);
            }
            if (!(reached <= loss + 1e-12 * loss)) {
                return now;
            }
            boolean settled = length * Math.max(Math.abs(d0), Math.abs(d1)) < 1e-10;
            now = next;
            loss = reached;
            if (settled) {
                return now;
            }
        }
        return now;
    }

    private double loss(double[] scores, double[] targets) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double z = offset + slope * scores[i];
            sum += LogOdds.softplus(z) - targets[i] * z;
        }
        return sum;
    }
}
