package lazo.analytics.survival;

import lazo.analytics.Reference;
import org.junit.jupiter.api.Test;

/** The survival models on the data of their textbooks. */
class SurvivalReferenceTest {
    private static final String ROSSI = "Rossi recidivism";
    private static final String ALLISON = "Allison 1995; lifelines documentation";
    private static final String R = "R survival";
    private static final String SBG = "Fader, Hardie 2007";

    private static final Rossi DATA = Rossi.read();

    @Test
    void cox_with_efrons_ties() {
        CoxModel model = CoxModel.fit(DATA.durations(), DATA.covariates());
        String[] names = {"fin", "age", "race", "wexp", "mar", "paro", "prio"};
        double[] expected = {-.3794222, -.0574377, .3138998, -.1497957, -.4337039, -.0848711, .0914971};
        for (int j = 0; j < names.length; j++) {
            Reference.check(
                    "Cox", ROSSI, names[j], expected[j], model.effect(names[j]).coefficient(), 6e-8, ALLISON);
        }
        Reference.check("Cox", ROSSI, "log-likelihood, null", -675.380632, model.nullLogLikelihood(), 1e-6, ALLISON);
        Reference.check("Cox", ROSSI, "log-likelihood", -658.747659, model.logLikelihood(), 1e-6, ALLISON);
        Reference.check("Cox", ROSSI, "likelihood ratio", 33.27, model.likelihoodRatio(), 5e-3, ALLISON);
        Reference.check("Cox", ROSSI, "concordance", .640329, model.concordance(), 5e-7, R);
        for (CoxModel.ProportionalityTest test : model.proportionality()) {
            if (test.name().equals("age") || test.name().equals("wexp")) {
                double p = test.name().equals("age") ? .015 : .040;
                Reference.check("Cox", ROSSI, "proportional hazards, p of " + test.name(), p, test.pValue(), 5e-4, R);
            }
        }
    }

    @Test
    void log_rank_of_financial_aid() {
        LogRank test = LogRank.of(DATA.durations(), DATA.group("fin"), 2);

        Reference.check("log-rank", ROSSI, "chi-square of fin", 3.84, test.chiSquare(), 5e-3, R);
    }

    @Test
    void kaplan_meier() {
        KaplanMeier curve = KaplanMeier.fit(DATA.durations());
        double[] weeks = {10, 20, 30, 40, 52};
        double[] expected = {.965, .907, .861, .803, .736};
        for (int i = 0; i < weeks.length; i++) {
            Reference.check(
                    "Kaplan-Meier", ROSSI, "S(%.0f)".formatted(weeks[i]), expected[i], curve.at(weeks[i]), 5e-4, R);
        }
    }

    @Test
    void weibull() {
        Weibull model = Weibull.fit(DATA.durations());

        Reference.check("Weibull", ROSSI, "shape", 1.36514, model.shape(), 5e-6, R);
        Reference.check("Weibull", ROSSI, "scale", 123.677, model.scale(), 5e-4, R);
        Reference.check(
                "Weibull",
                ROSSI,
                "log-likelihood",
                -696.6244,
                model.provenance().quality().get("logLikelihood"),
                5e-5,
                R);
    }

    @Test
    void shifted_beta_geometric_of_regular_customers() {
        double[] survivors = {1000, 631, 468, 382, 326, 289, 262, 241};
        double[] later = {22.3, 20.7, 19.4, 18.3, 17.3};
        contract("Regular", survivors, later, .704, 1.182, -1680.27, .015);
    }

    @Test
    void shifted_beta_geometric_of_high_end_customers() {
        double[] survivors = {1000, 869, 743, 653, 593, 551, 517, 491};
        double[] later = {46.8, 44.5, 42.7, 40.9, 39.4};
        contract("High-end", survivors, later, .668, 3.806, -1611.16, .029);
    }

    private static void contract(
            String data,
            double[] survivors,
            double[] later,
            double alpha,
            double beta,
            double logLikelihood,
            double error) {
        ShiftedBetaGeometric model = ShiftedBetaGeometric.fit(survivors);
        Reference.check("sBG", data, "alpha", alpha, model.alpha(), 5e-4, SBG);
        Reference.check("sBG", data, "beta", beta, model.beta(), 5e-4, SBG);
        Reference.check(
                "sBG",
                data,
                "log-likelihood",
                logLikelihood,
                model.provenance().quality().get("logLikelihood"),
                5.1e-3,
                SBG);
        double sum = 0;
        for (int t = 8; t <= 12; t++) {
            sum += Math.abs(later[t - 8] / (100 * model.survival(t)) - 1) / later.length;
        }
        Reference.check(
                "sBG",
                data,
                "mean absolute error as a share of the fitted, years 8-12",
                error,
                sum,
                5.1e-4,
                "recomputed");
    }
}
