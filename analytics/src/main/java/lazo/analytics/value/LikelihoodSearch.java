package lazo.analytics.value;

import java.util.Locale;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.Lbfgs;
import lazo.analytics.numeric.LibraryVersion;
import lazo.analytics.numeric.MaximumLikelihood;

/**
 * {@link MaximumLikelihood} over grouped histories. More than 40,000 groups are first searched on a sample of
 * them; its optimum and its curvature there leave few steps over all of them.
 *
 * @param likelihood what to maximise
 * @param groups over what
 * @param low lower bound of each parameter
 * @param high upper bound of each parameter
 */
record LikelihoodSearch(Likelihood likelihood, Groups groups, double[] low, double[] high) {
    private static final int SAMPLE = 20_000;
    private static final Lbfgs ROUGH = new Lbfgs(20, 100, 1e-7, 1e-10);

    MaximumLikelihood.Estimate from(double... start) {
        if (groups.size() <= 2 * SAMPLE) {
            return over(groups).from(start);
        }
        MaximumLikelihood sample = over(groups.every(groups.size() / SAMPLE));
        double[] first = sample.from(start, ROUGH).parameters();
        return over(groups).from(first, sample.metric(first));
    }

    double[] standardErrors(double... parameters) {
        return over(groups).standardErrors(parameters);
    }

    private MaximumLikelihood over(Groups some) {
        return new MaximumLikelihood((p, g) -> likelihood.at(some, p, g), some.customers(), low, high);
    }

    static Provenance provenance(String method, long rows, MaximumLikelihood.Estimate found) {
        return Provenance.of(method, rows)
                .withLibrary("hipparchus", LibraryVersion.HIPPARCHUS)
                .withSetting("converged", found.converged())
                .withQuality("logLikelihood", found.logLikelihood())
                .withQuality("evaluations", found.evaluations());
    }

    /** Refuses histories that say nothing about the rate of repeat purchases. */
    static void checkEvidence(PurchaseHistory history) {
        if (history.totalRepeats() == 0) {
            throw new IllegalArgumentException("0 repeat purchases among %s customers, expected at least 1"
                    .formatted(String.format(Locale.ROOT, "%,d", history.size())));
        }
    }
}
