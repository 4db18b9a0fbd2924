package lazo.analytics.attribution;

/**
 * Each touch counts by how long before the conversion it was: half as much for every {@code halfLife} of age.
 * <pre>
 *   weight = 2^(−age/halfLife), scaled to add up to 1 in each path
 * </pre>
 * Units: ages and half-life in one unit of the caller's choice, usually days.
 *
 * @param halfLife above 0
 */
public record TimeDecay(double halfLife) {
    public TimeDecay {
        requireHalfLife(halfLife);
    }

    /** @param ages for each path the age of each of its touches at the end of the journey, 0 or more */
    public Credits credit(Journeys journeys, double[][] ages) {
        if (ages.length != journeys.paths().length) {
            throw new IllegalArgumentException("Ages of %d paths for %d paths, expected the same number"
                    .formatted(ages.length, journeys.paths().length));
        }
        double[] credits = new double[journeys.channels().size()];
        for (int i = 0; i < ages.length; i++) {
            int[] path = journeys.paths()[i];
            if (ages[i].length != path.length) {
                throw new IllegalArgumentException("Path %d has %d ages for %d touches, expected the same number"
                        .formatted(i, ages[i].length, path.length));
            }
            double[] weights = weights(ages[i], halfLife);
            for (int k = 0; k < path.length; k++) {
                credits[path[k]] += journeys.conversions()[i] * weights[k];
            }
        }
        return new Credits(journeys.channels(), credits);
    }

    static double[] weights(double[] ages, double halfLife) {
        double youngest = Double.POSITIVE_INFINITY;
        for (double age : ages) {
            if (!(age >= 0) || Double.isInfinite(age)) {
                throw new IllegalArgumentException("Age is %s, expected 0 or more".formatted(age));
            }
            youngest = Math.min(youngest, age);
        }
        double[] weights = new double[ages.length];
        double total = 0;
        for (int k = 0; k < ages.length; k++) {
            weights[k] = Math.pow(2, (youngest - ages[k]) / halfLife);
            total += weights[k];
        }
        for (int k = 0; k < ages.length; k++) {
            weights[k] /= total;
        }
        return weights;
    }

    static void requireHalfLife(double halfLife) {
        if (!(halfLife > 0) || Double.isInfinite(halfLife)) {
            throw new IllegalArgumentException("halfLife is %s, expected above 0 and finite".formatted(halfLife));
        }
    }
}
