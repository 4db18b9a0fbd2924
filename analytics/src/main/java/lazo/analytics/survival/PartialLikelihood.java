package lazo.analytics.survival;

/**
 * Cox's partial likelihood with Efron's handling of ties, over standardised covariates. With the sums over those at risk
 * (S) and over the d who end at one time (D), each tied end l = 0 … d−1 sees φ = S − l/d·D:
 *
 * <pre>
 *   ln L = Σ xᵀβ − Σ ln φ₀,   slope Σ x − Σ φ₁/φ₀,   information Σ φ₂/φ₀ − φ₁φ₁ᵀ/φ₀²
 * </pre>
 */
final class PartialLikelihood {
    private final Durations durations;
    private final double[][] rows;
    private final int[] order;
    private final int size;

    /** What is gathered at each time with ends, latest time first. */
    interface Visitor {
        /**
         * One time.
         *
         * @param slope Σ x − Σ φ₁/φ₀ of this time
         * @param information Σ φ₂/φ₀ − φ₁φ₁ᵀ/φ₀² of this time
         * @param hazard Σ 1/φ₀ of this time
         */
        void at(double time, double logLikelihood, double[] slope, double[][] information, double hazard);
    }

    PartialLikelihood(Durations durations, double[][] rows) {
        this.durations = durations;
        this.rows = rows;
        this.order = durations.order();
        this.size = rows[0].length;
    }

    void visit(double[] beta, Visitor visitor) {
        double s0 = 0;
        double[] s1 = new double[size];
        double[][] s2 = new double[size][size];
        int i = order.length - 1;
        while (i >= 0) {
            double time = durations.time()[order[i]];
            double d0 = 0;
            double[] d1 = new double[size];
            double[][] d2 = new double[size][size];
            double[] slope = new double[size];
            double logLikelihood = 0;
            int ends = 0;
            for (; i >= 0 && durations.time()[order[i]] == time; i--) {
                double[] x = rows[order[i]];
                double linear = linear(beta, x);
                double risk = Math.exp(linear);
                s0 += risk;
                addTo(s1, s2, x, risk);
                if (durations.ended()[order[i]]) {
                    d0 += risk;
                    addTo(d1, d2, x, risk);
                    ends++;
                    logLikelihood += linear;
                    for (int j = 0; j < size; j++) {
                        slope[j] += x[j];
                    }
                }
            }
            if (ends > 0) {
                double[][] information = new double[size][size];
                double hazard = 0;
                for (int tie = 0; tie < ends; tie++) {
                    double part = (double) tie / ends;
                    double phi0 = s0 - part * d0;
                    hazard += 1 / phi0;
                    logLikelihood -= Math.log(phi0);
                    for (int j = 0; j < size; j++) {
                        double mean = (s1[j] - part * d1[j]) / phi0;
                        slope[j] -= mean;
                        for (int l = 0; l <= j; l++) {
                            double entry = (s2[j][l] - part * d2[j][l]) / phi0 - mean * (s1[l] - part * d1[l]) / phi0;
                            information[j][l] += entry;
                            information[l][j] = information[j][l];
                        }
                    }
                }
                visitor.at(time, logLikelihood, slope, information, hazard);
            }
        }
    }

    private void addTo(double[] first, double[][] second, double[] x, double risk) {
        for (int j = 0; j < size; j++) {
            double weighted = risk * x[j];
            first[j] += weighted;
            for (int l = 0; l <= j; l++) {
                second[j][l] += weighted * x[l];
            }
        }
    }

    static double linear(double[] beta, double[] x) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += beta[j] * x[j];
        }
        return sum;
    }

    /** Value, slope and information of all times together. */
    record Total(double logLikelihood, double[] slope, double[][] information) {}

    Total total(double[] beta) {
        double[] value = new double[1];
        double[] slope = new double[size];
        double[][] information = new double[size][size];
        visit(beta, (time, logLikelihood, slopeThen, informationThen, hazard) -> {
            value[0] += logLikelihood;
            for (int j = 0; j < size; j++) {
                slope[j] += slopeThen[j];
                for (int l = 0; l < size; l++) {
                    information[j][l] += informationThen[j][l];
                }
            }
        });
        return new Total(value[0], slope, information);
    }
}
