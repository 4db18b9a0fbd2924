package lazo.analytics.survival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.LibraryVersion;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Cox's proportional hazards: what shortens or lengthens the stay, and by how much? One more unit of a covariate multiplies the
 * rate of leaving by e^β at every time.
 *
 * <pre>
 *   h(t | x) = h₀(t)·e^(βᵀ(x − x̄))       S(t | x) = exp(−H₀(t)·e^(βᵀ(x − x̄)))
 * </pre>
 *
 * Ties by Efron's method. {@link #proportionality} tests whether the factor really is the same at every time: score test for a
 * term β·g(t) with g = 1 − Kaplan-Meier just before t.
 *
 * <p>Units: H₀ in those of the durations. Shapes: one coefficient per covariate. Error: coefficients 1e-8 relative. Limits: covariates
 * known at the start and constant; refuses fewer events than covariates, a constant covariate, covariates that depend on each
 * other, and a covariate that separates those who leave from those who stay.
 *
 * <p>Source: Cox (1972), Journal of the Royal Statistical Society B 34, 187-220; Efron (1977), Journal of the American Statistical
 * Association 72, 557-565; Grambsch and Therneau (1994), Biometrika 81, 515-526.
 *
 * @param effects one per covariate
 * @param logLikelihood partial, at the estimate
 * @param nullLogLikelihood partial, when no covariate has an effect
 * @param concordance share of pairs in which the one with the higher risk left first; ties of risk count half
 * @param proportionality tests of proportional hazards: one per covariate, then one of all together, named {@code GLOBAL}
 * @param time distinct times at which somebody left
 * @param baselineHazard H₀ at those times, for a subject with mean covariates
 */
@ModelType(name = "cox")
public record CoxModel(
        List<Effect> effects,
        double logLikelihood,
        double nullLogLikelihood,
        double concordance,
        List<ProportionalityTest> proportionality,
        double[] time,
        double[] baselineHazard,
        Provenance provenance)
        implements FittedModel {
    private static final double SEPARATED = 10;

    public CoxModel {
        effects = List.copyOf(effects);
        proportionality = List.copyOf(proportionality);
    }

    /**
     * The effect of a covariate.
     *
     * @param coefficient β
     * @param standardError of β
     * @param mean of the covariate in the data
     * @param pValue of β = 0, by Wald's test
     */
    public record Effect(String name, double coefficient, double standardError, double mean, double pValue) {
        /** e^β: factor on the rate of leaving per unit of the covariate. */
        public double hazardRatio() {
            return Math.exp(coefficient);
        }
    }

    /** χ² with its degrees of freedom; a small p says the effect changes with time. */
    public record ProportionalityTest(String name, double chiSquare, int degreesOfFreedom, double pValue) {}

    /** The model of greatest partial likelihood. @throws IllegalArgumentException as the limits of the class say */
    public static CoxModel fit(Durations durations, Covariates covariates) {
        check(durations, covariates);
        Standardised data = Standardised.of(covariates);
        PartialLikelihood likelihood = new PartialLikelihood(durations, data.rows());
        double[] beta = maximise(likelihood, covariates);
        PartialLikelihood.Total best = likelihood.total(beta);
        RealMatrix covariance = inverse(best.information(), covariates.names());
        List<Effect> effects = new ArrayList<>();
        for (int j = 0; j < beta.length; j++) {
            double error = Math.sqrt(covariance.getEntry(j, j));
            effects.add(new Effect(
                    covariates.names().get(j),
                    beta[j] / data.deviation()[j],
                    error / data.deviation()[j],
                    data.mean()[j],
                    2 * new NormalDistribution().cumulativeProbability(-Math.abs(beta[j] / error))));
        }
        double[] risk = new double[durations.size()];
        for (int i = 0; i < risk.length; i++) {
            risk[i] = PartialLikelihood.linear(beta, data.rows()[i]);
        }
        List<double[]> hazards = new ArrayList<>();
        likelihood.visit(beta, (time, value, slope, information, hazard) -> hazards.add(new double[] {time, hazard}));
        Collections.reverse(hazards);
        double[] time = hazards.stream().mapToDouble(step -> step[0]).toArray();
        double[] cumulative = hazards.stream().mapToDouble(step -> step[1]).toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
        return new CoxModel(
                effects,
                best.logLikelihood(),
                likelihood.total(new double[beta.length]).logLikelihood(),
                Concordance.of(durations, risk),
                proportionality(durations, likelihood, beta, covariates.names()),
                time,
                cumulative,
                Provenance.of("Cox proportional hazards, Efron (1977)", durations.size())
                        .withLibrary("hipparchus", LibraryVersion.HIPPARCHUS)
                        .withQuality("events", durations.events())
                        .withQuality("logLikelihood", best.logLikelihood()));
    }

    private static void check(Durations durations, Covariates covariates) {
        if (covariates.rows() != durations.size()) {
            throw new IllegalArgumentException("%d rows of covariates for %d durations, expected the same"
                    .formatted(covariates.rows(), durations.size()));
        }
        int columns = covariates.columns().length;
        if (durations.events() <= columns) {
            throw new IllegalArgumentException("%d events for %d covariates, expected more events than covariates"
                    .formatted(durations.events(), columns));
        }
    }

    /** Newton's method with halved steps. */
    private static double[] maximise(PartialLikelihood likelihood, Covariates covariates) {
        double[] beta = new double[covariates.columns().length];
        PartialLikelihood.Total here = likelihood.total(beta);
        for (int iteration = 0; iteration < 50; iteration++) {
            double[] step = inverse(here.information(), covariates.names())
                    .operate(new ArrayRealVector(here.slope()))
                    .toArray();
            double gain = PartialLikelihood.linear(step, here.slope());
            if (gain <= 1e-12 * Math.max(1, Math.abs(here.logLikelihood()))) {
                return beta;
            }
            double length = 1;
            for (int halving = 0; halving < 30; halving++, length /= 2) {
                double[] next = beta.clone();
                for (int j = 0; j < next.length; j++) {
                    next[j] += length * step[j];
                }
                PartialLikelihood.Total there = likelihood.total(next);
                if (there.logLikelihood() > here.logLikelihood()) {
                    beta = next;
                    here = there;
                    break;
                }
            }
            for (int j = 0; j < beta.length; j++) {
                if (Math.abs(beta[j]) > SEPARATED) {
                    throw new IllegalArgumentException(
                            "Covariate '%s' separates those who leave: its effect passes e^%.0f per standard deviation"
                                    .formatted(covariates.names().get(j), SEPARATED));
                }
            }
        }
        return beta;
    }

    private static RealMatrix inverse(double[][] information, List<String> names) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(information), 1e-9, 1e-10)
                    .getSolver()
                    .getInverse();
        } catch (MathRuntimeException singular) {
            throw new IllegalArgumentException(
                    "The covariates %s depend on each other or one separates those who leave".formatted(names),
                    singular);
        }
    }

    private static List<ProportionalityTest> proportionality(
            Durations durations, PartialLikelihood likelihood, double[] beta, List<String> names) {
        int size = beta.length;
        KaplanMeier curve = KaplanMeier.fit(durations);
        double[] slope = new double[size];
        double[][] information = new double[2 * size][2 * size];
        likelihood.visit(beta, (time, value, slopeThen, then, hazard) -> {
            double g = 1 - curve.at(Math.nextDown(time));
            for (int j = 0; j < size; j++) {
                slope[j] += g * slopeThen[j];
                for (int l = 0; l < size; l++) {
                    information[j][l] += then[j][l];
                    information[size + j][l] += g * then[j][l];
                    information[j][size + l] += g * then[j][l];
                    information[size + j][size + l] += g * g * then[j][l];
                }
            }
        });
        List<ProportionalityTest> tests = new ArrayList<>();
        for (int j = 0; j < size; j++) {
            tests.add(scoreTest(names.get(j), slope, information, new int[] {j}));
        }
        int[] all = new int[size];
        Arrays.setAll(all, j -> j);
        tests.add(scoreTest("GLOBAL", slope, information, all));
        return tests;
    }

    /** uᵀ·I⁻¹·u over β and the chosen time-dependent terms, where u is 0 for β. */
    private static ProportionalityTest scoreTest(String name, double[] slope, double[][] information, int[] chosen) {
        int size = slope.length;
        int[] kept = new int[size + chosen.length];
        double[] u = new double[kept.length];
        for (int j = 0; j < kept.length; j++) {
            kept[j] = j < size ? j : size + chosen[j - size];
            u[j] = j < size ? 0 : slope[chosen[j - size]];
        }
        RealMatrix part = new Array2DRowRealMatrix(information).getSubMatrix(kept, kept);
        ArrayRealVector score = new ArrayRealVector(u);
        double chiSquare;
        try {
            chiSquare = new CholeskyDecomposition(part, 1e-9, 1e-14)
                    .getSolver()
                    .solve(score)
                    .dotProduct(score);
        } catch (MathRuntimeException singular) {
            return new ProportionalityTest(name, Double.NaN, chosen.length, Double.NaN);
        }
        double p = 1 - new ChiSquaredDistribution(chosen.length).cumulativeProbability(chiSquare);
        return new ProportionalityTest(name, chiSquare, chosen.length, p);
    }

    /** The effect of one covariate. @throws IllegalArgumentException when there is none of that name */
    public Effect effect(String name) {
        return effects.stream()
                .filter(effect -> effect.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no covariate '%s'".formatted(name)));
    }

    /** 2·(ln L − ln L₀): χ² with one degree of freedom per covariate if none has an effect. */
    public double likelihoodRatio() {
        return 2 * (logLikelihood - nullLogLikelihood);
    }

    /** βᵀ(x − x̄): logarithm of how much faster this subject leaves than one with mean covariates. */
    public double logRisk(double... covariates) {
        if (covariates.length != effects.size()) {
            throw new IllegalArgumentException(
                    "%d covariates, expected %d".formatted(covariates.length, effects.size()));
        }
        double sum = 0;
        for (int j = 0; j < covariates.length; j++) {
            sum += effects.get(j).coefficient()
                    * (covariates[j] - effects.get(j).mean());
        }
        return sum;
    }

    /** S(t | x): probability that a subject with these covariates stays at least so long. */
    public double survival(double t, double... covariates) {
        int found = Arrays.binarySearch(time, t);
        int step = found >= 0 ? found : -found - 2;
        double hazard = step < 0 ? 0 : baselineHazard[step];
        return Math.exp(-hazard * Math.exp(logRisk(covariates)));
    }

    /** Covariates with mean 0 and standard deviation 1, by row. */
    private record Standardised(double[][] rows, double[] mean, double[] deviation) {
        static Standardised of(Covariates covariates) {
            double[][] columns = covariates.columns();
            int rows = covariates.rows();
            double[][] standard = new double[rows][columns.length];
            double[] means = new double[columns.length];
            double[] deviations = new double[columns.length];
            for (int j = 0; j < columns.length; j++) {
                double mean = Arrays.stream(columns[j]).sum() / rows;
                double squares = 0;
                for (double value : columns[j]) {
                    squares += (value - mean) * (value - mean);
                }
                double deviation = Math.sqrt(squares / rows);
                if (!(deviation > 1e-12 * Math.abs(mean))) {
                    throw new IllegalArgumentException("Covariate '%s' is %s for everybody, expected it to differ"
                            .formatted(covariates.names().get(j), columns[j][0]));
                }
                for (int i = 0; i < rows; i++) {
                    standard[i][j] = (columns[j][i] - mean) / deviation;
                }
                means[j] = mean;
                deviations[j] = deviation;
            }
            return new Standardised(standard, means, deviations);
        }
    }

    /** The same model, with the span its data cover written into its provenance. */
    public CoxModel withWindow(String window) {
        return new CoxModel(
                effects,
                logLikelihood,
                nullLogLikelihood,
                concordance,
                proportionality,
                time,
                baselineHazard,
                provenance.withWindow(window));
    }
}
