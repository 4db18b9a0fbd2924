package lazo.analytics.text;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Which of two kinds is a text? A ridge logistic regression on TF-IDF weights of word and character n-grams.
 * <pre>
 *   tf = 1 + ln(count)    idf = ln((1 + n) / (1 + documents with the term)) + 1
 *   x = tf · idf of the words and of the characters, each block scaled to length 1; then the evidence of the rules
 *   P(true | text) = 1 / (1 + exp(−(b + w·x)))      w, b minimise ½|(w, b)|² + C Σ cᵢ ln(1 + exp(−yᵢ(b + w·xᵢ)))
 * </pre>
 * cᵢ makes both kinds weigh the same in total, so the probability is that of a world where both are equally common: above
 * one half means "more typical of true than of false".
 *
 * <p>Shapes: one label per text. Error: weights are kept to 10⁻⁶. Limits: two kinds, at least {@value #FEWEST} texts of
 * each; a term never seen says nothing. Sources: Fan et al. (2008), JMLR 9, 1871-1874, for the solver (liblinear); Wang,
 * Manning (2012), ACL, for n-gram baselines of sentiment.
 *
 * @param provenance data and settings
 * @param language when present, negated words are marked and what this language's rules found is part of x
 * @param terms the terms, sorted
 * @param idf inverse document frequency per term; 1 for evidence
 * @param weights w per term
 * @param intercept b
 */
@ModelType(name = "text-classifier")
public record TextClassifier(
        Provenance provenance,
        Optional<Language> language,
        List<String> terms,
        List<Double> idf,
        List<Double> weights,
        double intercept)
        implements FittedModel {

    private static final int FEWEST = 10;
    private static final double KEPT = 1e6;
    private static final double SOLVER_TOLERANCE = 1e-6;

    /**
     * What the caller may choose.
     *
     * @param language the language whose rules give evidence, for sentiment; none for any other pair of kinds
     * @param cost C, above 0: larger trusts the texts more and the penalty less
     * @param fewestDocuments a term must occur in this many texts, 1 or more
     */
    public record Settings(Optional<Language> language, double cost, int fewestDocuments) {
        public Settings {
            if (!(cost > 0)) {
                throw new IllegalArgumentException("cost is %s, expected above 0".formatted(cost));
            }
            if (fewestDocuments < 1) {
                throw new IllegalArgumentException(
                        "fewestDocuments is %d, expected 1 or more".formatted(fewestDocuments));
            }
        }

        /** Cost 1, terms of two texts or more, no evidence of rules. */
        public static Settings standard() {
            return new Settings(Optional.empty(), 1, 2);
        }

        /** Cost 3, every term, evidence of the rules of this language. */
        public static Settings sentiment(Language language) {
            return new Settings(Optional.of(language), 3, 1);
        }
    }

    /** A term of a text and what it adds to the log-odds of true; the contributions and b sum to the log-odds. */
    public record Contribution(String term, double logOdds) {}

    public TextClassifier {
        terms = List.copyOf(terms);
        idf = List.copyOf(idf);
        weights = List.copyOf(weights);
        if (idf.size() != terms.size() || weights.size() != terms.size()) {
            throw new IllegalArgumentException("%d terms have %d idf and %d weights, expected as many of each"
                    .formatted(terms.size(), idf.size(), weights.size()));
        }
        for (int i = 1; i < terms.size(); i++) {
            if (terms.get(i - 1).compareTo(terms.get(i)) >= 0) {
                throw new IllegalArgumentException("Terms are not sorted at %d: '%s'".formatted(i, terms.get(i)));
            }
        }
    }

    /** @throws IllegalArgumentException when there are fewer than {@value #FEWEST} texts of either kind */
    public static TextClassifier fit(List<String> texts, boolean[] labels, Settings settings) {
        requireBothKinds(texts, labels);
        TextFeatures features = TextFeatures.of(settings.language());
        List<TextFeatures.Counts> counted = texts.stream().map(features::count).toList();
        TreeMap<String, Integer> documents = new TreeMap<>();
        for (TextFeatures.Counts counts : counted) {
            counts.ngrams().keySet().forEach(term -> documents.merge(term, 1, Integer::sum));
        }
        documents.values().removeIf(count -> count < settings.fewestDocuments());
        TreeMap<String, Double> idf = new TreeMap<>();
        documents.forEach((term, count) -> idf.put(term, kept(Math.log((1.0 + texts.size()) / (1.0 + count)) + 1)));
        counted.forEach(counts -> counts.evidence().keySet().forEach(term -> idf.put(term, 1.0)));
        List<String> terms = List.copyOf(idf.keySet());
        List<Double> idfs = List.copyOf(idf.values());
        Feature[][] rows = new Feature[texts.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(counted.get(i), terms, idfs).toArray(Feature[]::new);
        }
        double[] solution = solve(rows, labels, terms.size(), settings.cost());
        List<Double> weights = new ArrayList<>(terms.size());
        for (int i = 0; i < terms.size(); i++) {
            weights.add(kept(solution[i]));
        }
        Provenance provenance = Provenance.of(
                        "TF-IDF of word and character n-grams, ridge logistic regression (Fan et al. 2008)",
                        texts.size())
                .withSetting("cost", settings.cost())
                .withSetting("fewestDocuments", settings.fewestDocuments())
                .withSetting("rules", settings.language().map(Language::code).orElse("none"))
                .withSetting("terms", terms.size())
                .withLibrary("liblinear", "2.44");
        return new TextClassifier(provenance, settings.language(), terms, idfs, weights, kept(solution[terms.size()]));
    }

    private static void requireBothKinds(List<String> texts, boolean[] labels) {
        if (texts.size() != labels.length) {
            throw new IllegalArgumentException(
                    "%d texts have %d labels, expected as many".formatted(texts.size(), labels.length));
        }
        int positives = 0;
        for (boolean label : labels) {
            positives += label ? 1 : 0;
        }
        int fewer = Math.min(positives, labels.length - positives);
        if (fewer < FEWEST) {
            throw new IllegalArgumentException("%d of %d texts of the rarer kind".formatted(fewer, FEWEST));
        }
    }

    private static double[] solve(Feature[][] rows, boolean[] labels, int terms, double cost) {
        double[] signs = new double[labels.length];
        int positives = 0;
        for (int i = 0; i < labels.length; i++) {
            signs[i] = labels[i] ? 1 : -1;
            positives += labels[i] ? 1 : 0;
        }
        Problem problem = new Problem();
        problem.l = rows.length;
        problem.n = terms + 1;
        problem.x = rows;
        problem.y = signs;
        problem.bias = 1;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(rows[i], rows[i].length + 1);
            rows[i][rows[i].length - 1] = new FeatureNode(terms + 1, 1);
        }
        Parameter parameter = new Parameter(SolverType.L2R_LR, cost, SOLVER_TOLERANCE);
        double half = labels.length / 2.0;
        parameter.setWeights(new double[] {half / positives, half / (labels.length - positives)}, new int[] {1, -1});
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, parameter);
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] solution = model.getFeatureWeights();
        for (int i = 0; i < solution.length; i++) {
            solution[i] *= sign;
        }
        return solution;
    }

    private static double kept(double figure) {
        return Math.rint(figure * KEPT) / KEPT;
    }

    private static List<FeatureNode> vector(TextFeatures.Counts counts, List<String> terms, List<Double> idf) {
        List<FeatureNode> nodes = new ArrayList<>();
        double words = 0;
        double characters = 0;
        for (Map.Entry<String, Integer> count : counts.ngrams().entrySet()) {
            int at = Collections.binarySearch(terms, count.getKey());
            if (at >= 0) {
                double value = (1 + Math.log(count.getValue())) * idf.get(at);
                nodes.add(new FeatureNode(at + 1, value));
                if (TextFeatures.isWord(count.getKey())) {
                    words += value * value;
                } else {
                    characters += value * value;
                }
            }
        }
        for (FeatureNode node : nodes) {
            double square = TextFeatures.isWord(terms.get(node.index - 1)) ? words : characters;
            node.value /= Math.sqrt(square);
        }
        counts.evidence().forEach((term, value) -> {
            int at = Collections.binarySearch(terms, term);
            if (at >= 0 && value != 0) {
                nodes.add(new FeatureNode(at + 1, value));
            }
        });
        nodes.sort(Comparator.comparingInt(node -> node.index));
        return nodes;
    }

    /** Probability of true, both kinds being equally common beforehand. */
    public double probability(String text) {
        double logOdds = intercept;
        for (FeatureNode node : vector(TextFeatures.of(language).count(text), terms, idf)) {
            logOdds += node.value * weights.get(node.index - 1);
        }
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** What each term of the text adds to the log-odds, strongest first. */
    public List<Contribution> contributions(String text) {
        List<Contribution> contributions = new ArrayList<>();
        for (FeatureNode node : vector(TextFeatures.of(language).count(text), terms, idf)) {
            contributions.add(new Contribution(terms.get(node.index - 1), node.value * weights.get(node.index - 1)));
        }
        contributions.sort(Comparator.comparingDouble((Contribution one) -> -Math.abs(one.logOdds()))
                .thenComparing(Contribution::term));
        return List.copyOf(contributions);
    }

    /** The same model with another provenance, for example one that names the window of the data. */
    public TextClassifier with(Provenance other) {
        return new TextClassifier(other, language, terms, idf, weights, intercept);
    }
}
