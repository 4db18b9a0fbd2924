package lazo.analytics.segment;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * RFM scores: who bought lately (R), often (F) and for much (M), each from 1 (worst) to 5 or as many grades as wanted.
 * <pre>
 *   score = 1 + number of bounds passed;  R counts down: few days since the last purchase give the highest score
 * </pre>
 * Bounds are fixed ({@link #fixed}: the same meaning every month) or quantiles of a customer base ({@link #quantiles}: the same
 * share of customers in each grade as far as ties allow). Equal values always get equal scores.
 *
 * <p>Limits: quantile grades move with the base, so do not compare them over time; where many customers share a value (most
 * bought once) grades are left empty rather than split at random. Source: Hughes (1994), Strategic Database Marketing.
 *
 * @param recencyBounds ascending days; a customer at or below the first has the highest R
 * @param frequencyBounds ascending; above a bound is a grade more
 * @param moneyBounds ascending; above a bound is a grade more
 */
@ModelType(name = "segment.rfm")
public record Rfm(double[] recencyBounds, double[] frequencyBounds, double[] moneyBounds, Provenance provenance)
        implements FittedModel {

    /** What a pair of R and F scores means in a manager's words, worst to best value for the company. */
    public enum Group {
        LOST,
        AT_RISK,
        CANNOT_LOSE,
        NEW,
        PROMISING,
        LOYAL,
        CHAMPION
    }

    /** One entry per customer, same order as the activity. */
    public record Scores(int[] recency, int[] frequency, int[] money, int grades) {
        public int size() {
            return recency.length;
        }

        /** 555 for the best customer of five grades. */
        public int cell(int customer) {
            return 100 * recency[customer] + 10 * frequency[customer] + money[customer];
        }

        /**
         * Upper, middle or lower third of the grades of R against those of F and M's mean: recent and frequent is a champion,
         * recent but rare is new, long gone but frequent cannot be lost.
         */
        public Group group(int customer) {
            int r = third(recency[customer]);
            int value = third((frequency[customer] + money[customer]) / 2.0);
            return switch (3 * r + value) {
                case 8 -> Group.CHAMPION;
                case 7, 5 -> Group.LOYAL;
                case 6 -> Group.NEW;
                case 4, 3 -> Group.PROMISING;
                case 2 -> Group.CANNOT_LOSE;
                case 1 -> Group.AT_RISK;
                default -> Group.LOST;
            };
        }

        private int third(double score) {
            double place = (score - 1) / (grades - 1);
            return place > 2 / 3.0 ? 2 : place > 1 / 3.0 ? 1 : 0;
        }
    }

    public Rfm {
        requireAscending("recencyBounds", recencyBounds);
        requireAscending("frequencyBounds", frequencyBounds);
        requireAscending("moneyBounds", moneyBounds);
        if (recencyBounds.length != frequencyBounds.length || recencyBounds.length != moneyBounds.length) {
            throw new IllegalArgumentException("%d, %d and %d bounds, expected as many of each"
                    .formatted(recencyBounds.length, frequencyBounds.length, moneyBounds.length));
        }
    }

    /** With bounds the company agreed on: four of each give five grades. */
    public static Rfm fixed(double[] recencyBounds, double[] frequencyBounds, double[] moneyBounds) {
        return new Rfm(
                recencyBounds.clone(),
                frequencyBounds.clone(),
                moneyBounds.clone(),
                Provenance.of("RFM with fixed bounds", 0).withSetting("grades", recencyBounds.length + 1));
    }

    /** With quantile bounds; {@code grades} from 2 to 9, and at least as many customers. */
    public static Rfm quantiles(CustomerActivity activity, int grades) {
        if (grades < 2 || grades > 9) {
            throw new IllegalArgumentException("grades is %d, expected 2 to 9".formatted(grades));
        }
        if (activity.size() < grades) {
            throw new IllegalArgumentException(
                    "%d customers, expected %d or more for %d grades".formatted(activity.size(), grades, grades));
        }
        return new Rfm(
                bounds(activity.recency(), grades),
                bounds(activity.frequency(), grades),
                bounds(activity.money(), grades),
                Provenance.of("RFM with quantile bounds", activity.size()).withSetting("grades", grades));
    }

    /** The k/grades quantiles: the smallest value with at least that share at or below it. */
    private static double[] bounds(double[] values, int grades) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] bounds = new double[grades - 1];
        for (int k = 1; k < grades; k++) {
            bounds[k - 1] = sorted[(int) Math.ceil((double) k * sorted.length / grades - 1e-9) - 1];
        }
        return bounds;
    }

    public Scores score(CustomerActivity activity) {
        int grades = recencyBounds.length + 1;
        int n = activity.size();
        int[] r = new int[n];
        int[] f = new int[n];
        int[] m = new int[n];
        for (int customer = 0; customer < n; customer++) {
            r[customer] = grades - passed(recencyBounds, activity.recency()[customer]);
            f[customer] = 1 + passed(frequencyBounds, activity.frequency()[customer]);
            m[customer] = 1 + passed(moneyBounds, activity.money()[customer]);
        }
        return new Scores(r, f, m, grades);
    }

    private static int passed(double[] bounds, double value) {
        int passed = 0;
        while (passed < bounds.length && value > bounds[passed]) {
            passed++;
        }
        return passed;
    }

    private static void requireAscending(String name, double[] bounds) {
        if (bounds.length < 1 || bounds.length > 8) {
            throw new IllegalArgumentException("%s has %d bounds, expected 1 to 8".formatted(name, bounds.length));
        }
        for (int i = 0; i < bounds.length; i++) {
            if (!Double.isFinite(bounds[i]) || (i > 0 && bounds[i] < bounds[i - 1])) {
                throw new IllegalArgumentException("%s is %s, expected finite numbers in ascending order"
                        .formatted(name, Arrays.toString(bounds)));
            }
        }
    }
}
