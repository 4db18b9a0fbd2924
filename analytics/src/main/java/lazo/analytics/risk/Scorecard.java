package lazo.analytics.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lazo.analytics.classify.Column;
import lazo.analytics.classify.Features;
import lazo.analytics.classify.LogisticRegression;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * A scorecard: points per answer, added up by hand if need be; more points, less risk. What credit departments have used
 * for fifty years, because anyone can check it.
 * <pre>
 *   ln(odds of bad) = α + Σ βⱼ·WoEⱼ                      ridge logistic regression on weights of evidence
 *   points of a bin = (offset − factor·α)/J − factor·βⱼ·WoE      factor = pdo/ln 2, offset = base − factor·ln(odds)
 * </pre>
 * Units: points; {@code pdo} of them double the odds of good to bad. Error: points are exact, {@link #score} is their sum
 * before rounding; {@link Points#rounded} is what a printed card shows.
 * Limits: no interactions; a value never seen gets the points of no evidence. Source: Siddiqi (2006), Credit Risk
 * Scorecards.
 */
@ModelType(name = "scorecard")
public record Scorecard(Scale scale, List<Characteristic> characteristics, Provenance provenance)
        implements FittedModel {

    /**
     * What points mean: at {@code base} points, {@code odds} customers are good for one that is bad.
     *
     * @param pdo points that double the odds
     */
    public record Scale(double base, double odds, double pdo) {
        /** 600 points are odds of 50 to 1; every 20 points double them. */
        public static final Scale STANDARD = new Scale(600, 50, 20);

        public Scale {
            if (!(odds > 0) || !(pdo > 0)) {
                throw new IllegalArgumentException("odds %s and pdo %s, expected above 0".formatted(odds, pdo));
            }
        }

        double factor() {
            return pdo / Math.log(2);
        }

        double offset() {
            return base - factor() * Math.log(odds);
        }

        /** The probability of bad at a score. */
        public double probability(double score) {
            return 1 / (1 + Math.exp((score - offset()) / factor()));
        }
    }

    /** One column of the card. */
    public record Characteristic(WeightOfEvidence evidence, double slope, double neutral, List<Points> points) {
        public Characteristic {
            points = List.copyOf(points);
        }

        double most() {
            return points.stream().mapToDouble(Points::exact).max().orElse(neutral);
        }
    }

    /** The points of a bin. */
    public record Points(String label, double exact) {
        public long rounded() {
            return Math.round(exact);
        }
    }

    /**
     * Why a score is not higher.
     *
     * @param lost points missing to the best bin of the column
     */
    public record Reason(String column, String label, double lost) {}

    public Scorecard {
        characteristics = List.copyOf(characteristics);
        if (characteristics.isEmpty()) {
            throw new IllegalArgumentException("0 characteristics, expected 1 or more");
        }
    }

    /** @param leastInformation columns with a smaller information value are left out, for example 0.02 */
    public static Scorecard fit(List<Column> columns, boolean[] bad, Scale scale, double leastInformation) {
        List<WeightOfEvidence> used = new ArrayList<>();
        Features features = null;
        for (Column column : columns) {
            WeightOfEvidence evidence = WeightOfEvidence.of(column, bad);
            if (evidence.informationValue() >= leastInformation) {
                used.add(evidence);
                double[] weights = evidence.weights(column);
                features = features == null
                        ? new Features(List.of(column.name()), new double[][] {weights})
                        : features.and(column.name(), weights);
            }
        }
        if (features == null) {
            throw new IllegalArgumentException(
                    "0 of %d columns reach an information value of %s".formatted(columns.size(), leastInformation));
        }
        LogisticRegression model = LogisticRegression.fit(features, bad);
        List<LogisticRegression.Coefficient> coefficients = model.coefficients();
        double intercept = model.base();
        for (int j = 0; j < used.size(); j++) {
            intercept -= coefficients.get(j).perUnit() * model.means()[j];
        }
        double neutral = (scale.offset() - scale.factor() * intercept) / used.size();
        List<Characteristic> characteristics = new ArrayList<>();
        for (int j = 0; j < used.size(); j++) {
            double slope = coefficients.get(j).perUnit();
            List<Points> points = used.get(j).bins().stream()
                    .map(bin -> new Points(bin.label(), neutral - scale.factor() * slope * bin.weight()))
                    .toList();
            characteristics.add(new Characteristic(used.get(j), slope, neutral, points));
        }
        return new Scorecard(
                scale,
                characteristics,
                Provenance.of("Scorecard on weights of evidence (Siddiqi 2006)", bad.length)
                        .withSetting("leastInformation", leastInformation)
                        .withQuality("columns", used.size())
                        .withQuality(
                                "logLikelihood",
                                model.provenance().quality().getOrDefault("logLikelihood", Double.NaN)));
    }

    /** The score of row {@code i}: the sum of its points. Columns are found by name. */
    public double score(List<Column> columns, int i) {
        double sum = 0;
        for (Characteristic characteristic : characteristics) {
            sum += points(characteristic, columns, i).exact();
        }
        return sum;
    }

    /** The probability of bad of row {@code i}. */
    public double probability(List<Column> columns, int i) {
        return scale.probability(score(columns, i));
    }

    /** The columns that cost row {@code i} the most points, dearest first. */
    public List<Reason> reasons(List<Column> columns, int i, int count) {
        List<Reason> reasons = new ArrayList<>();
        for (Characteristic characteristic : characteristics) {
            Points points = points(characteristic, columns, i);
            double lost = characteristic.most() - points.exact();
            if (lost > 0) {
                reasons.add(new Reason(characteristic.evidence().column(), points.label(), lost));
            }
        }
        reasons.sort(Comparator.comparingDouble(Reason::lost).reversed());
        return List.copyOf(reasons.subList(0, Math.min(count, reasons.size())));
    }

    private static Points points(Characteristic characteristic, List<Column> columns, int i) {
        String name = characteristic.evidence().column();
        Column column = columns.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column '%s'".formatted(name)));
        Optional<String> label = characteristic.evidence().bin(column, i).map(WeightOfEvidence.Bin::label);
        return characteristic.points().stream()
                .filter(points -> label.isPresent() && points.label().equals(label.get()))
                .findFirst()
                .orElse(new Points("never seen", characteristic.neutral()));
    }
}
