package lazo.analytics.recommend;

/** Tails of the hypergeometric distribution that stay exact far below the smallest p-value anyone prints. */
final class Hypergeometric {
    private final int all;
    private final double[] logFactorials;

    Hypergeometric(int all) {
        this.all = all;
        this.logFactorials = new double[all + 1];
        for (int n = 2; n <= all; n++) {
            logFactorials[n] = logFactorials[n - 1] + Math.log(n);
        }
    }

    /** P(X ≥ both) when {@code left} and {@code right} of all are marked independently: Fisher's one-sided test. */
    double upperTail(int left, int right, int both) {
        double first = Math.exp(choose(left, both) + choose(all - left, right - both) - choose(all, right));
        double term = 1;
        double sum = 1;
        int most = Math.min(left, right);
        for (int k = both; k < most; k++) {
            double ratio = (double) (left - k) * (right - k) / ((double) (k + 1) * (all - left - right + k + 1));
            term *= ratio;
            sum += term;
            if (ratio < 1 && term < 1e-16 * sum) {
                break;
            }
        }
        if (first == 0) {
            return both > (double) left * right / all ? 0 : 1;
        }
        return Math.min(1, first * sum);
    }

    private double choose(int n, int k) {
        return logFactorials[n] - logFactorials[k] - logFactorials[n - k];
    }
}
