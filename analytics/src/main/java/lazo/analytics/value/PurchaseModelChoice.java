package lazo.analytics.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which purchase model to trust with these customers: each is fitted to the histories before a split, and the one under which
 * the purchases after it were most probable is kept, with simple baselines beside it.
 *
 * <pre>
 *   held-out log-likelihood = Σ ln P(Y(span) = later | x, tₓ, T)
 * </pre>
 *
 * <p>No drop-out: where no model with drop-out raises the log-likelihood of the histories by more than 3 above the
 * {@link Nbd} (2·3 is the 5 % point of χ² with the two further parameters), nobody can be seen to leave. Such a likelihood is
 * greatest at parameters without end, so by rule the NBD is chosen, whatever the held-out figures say.
 *
 * <p>The {@link MbgCnbdK} takes part when the history has the times between purchases. A probability below 10⁻³⁰⁰ counts as
 * that. Compare candidates by their score, not by a percentage: a difference of a few units is chance.
 *
 * @param family the chosen family
 * @param model fitted to the histories before the split; {@link #refit} takes the later purchases in as well
 * @param reason why it was chosen
 * @param candidates every model, best first
 * @param baselines what needs no model
 */
public record PurchaseModelChoice(
        PurchaseFamily family,
        PurchaseModel model,
        Reason reason,
        List<Candidate> candidates,
        List<Baseline> baselines) {
    private static final double DETECTABLE = 3;
    private static final double LEAST_PROBABILITY = 1e-300;
    private static final int FEWEST_REPEATERS = 10;

    public PurchaseModelChoice {
        candidates = List.copyOf(candidates);
        baselines = List.copyOf(baselines);
    }

    /** Why a model was chosen. */
    public enum Reason {
        /** It gave the later purchases the greatest probability. */
        FORETELLS_BEST,
        /** No model with drop-out explains the histories better than one without. */
        NO_DROP_OUT_DETECTED
    }

    /**
     * A model that took part.
     *
     * @param logLikelihood of the histories it was fitted to
     * @param heldOutLogLikelihood of the purchases after the split
     * @param total purchases it expected of everybody after the split
     * @param meanAbsoluteError per customer
     */
    public record Candidate(
            PurchaseFamily family,
            PurchaseModel model,
            double logLikelihood,
            double heldOutLogLikelihood,
            double total,
            double meanAbsoluteError) {}

    /** What a rule of thumb expected of everybody, and its error per customer. */
    public record Baseline(Rule rule, double total, double meanAbsoluteError) {}

    /** Rules of thumb. */
    public enum Rule {
        /** Everybody goes on at their own rate. */
        OWN_RATE,
        /** Whoever was silent for longer than a {@link HiatusRule} allows has left; the hiatus is the best in hindsight. */
        HIATUS,
        /** Nobody buys again. */
        NOBODY_BUYS
    }

    /** A choice, or what is missing for one. */
    public sealed interface Outcome {
        record Chosen(PurchaseModelChoice choice) implements Outcome {}

        /** @param repeaters customers with a repeat purchase before the split, @param needed how many it takes */
        record TooFewRepeaters(int repeaters, int needed) implements Outcome {}
    }

    public static Outcome among(HoldOut holdOut) {
        PurchaseHistory history = holdOut.history();
        int repeaters = (int) IntStream.of(history.repeats()).filter(x -> x > 0).count();
        if (repeaters < FEWEST_REPEATERS) {
            return new Outcome.TooFewRepeaters(repeaters, FEWEST_REPEATERS);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (PurchaseFamily family : PurchaseFamily.values()) {
            if (family != PurchaseFamily.MBG_CNBD_K || history.logGaps().length > 0) {
                candidates.add(candidate(family, holdOut));
            }
        }
        candidates.sort(
                Comparator.comparingDouble(Candidate::heldOutLogLikelihood).reversed());
        return new Outcome.Chosen(choose(candidates, baselines(holdOut)));
    }

    private static PurchaseModelChoice choose(List<Candidate> candidates, List<Baseline> baselines) {
        Candidate without = candidates.stream()
                .filter(candidate -> candidate.family() == PurchaseFamily.NBD)
                .findFirst()
                .orElseThrow();
        // the k of MBG/CNBD-k raises the likelihood by regularity, not by drop-out, so it is no witness
        boolean dropOut = candidates.stream()
                .filter(candidate -> candidate.family() != PurchaseFamily.MBG_CNBD_K)
                .anyMatch(candidate -> candidate.logLikelihood() > without.logLikelihood() + DETECTABLE);
        Candidate best = dropOut ? candidates.getFirst() : without;
        return new PurchaseModelChoice(
                best.family(),
                best.model(),
                dropOut ? Reason.FORETELLS_BEST : Reason.NO_DROP_OUT_DETECTED,
                candidates,
                baselines);
    }

    private static Candidate candidate(PurchaseFamily family, HoldOut holdOut) {
        PurchaseModel model = family.fit(holdOut.history());
        double[] expected = model.expectedPurchases(holdOut.history(), holdOut.span());
        return new Candidate(
                family,
                model,
                model.logLikelihood(holdOut.history()),
                heldOutLogLikelihood(model, holdOut),
                sum(expected),
                Baselines.meanAbsoluteError(expected, holdOut.later()));
    }

    /** Σ ln P(Y(span) = later | x, tₓ, T). */
    public static double heldOutLogLikelihood(PurchaseModel model, HoldOut holdOut) {
        PurchaseHistory history = holdOut.history();
        double[] logs = new double[history.size()];
        IntStream.range(0, logs.length).parallel().forEach(i -> {
            double probability = model.probabilityOfPurchases(
                    holdOut.later()[i], history.repeats()[i], history.lastAge()[i], history.age()[i], holdOut.span());
            logs[i] = Math.log(Math.max(LEAST_PROBABILITY, probability));
        });
        return sum(logs);
    }

    private static List<Baseline> baselines(HoldOut holdOut) {
        double[] own = Baselines.ownRate(holdOut.history(), holdOut.span());
        double[] none = new double[own.length];
        HiatusRule rule = HiatusRule.fit(holdOut);
        double[] unlessSilent = own.clone();
        for (int i = 0; i < own.length; i++) {
            if (!rule.active(holdOut.history().lastAge()[i], holdOut.history().age()[i])) {
                unlessSilent[i] = 0;
            }
        }
        return List.of(
                new Baseline(Rule.OWN_RATE, sum(own), Baselines.meanAbsoluteError(own, holdOut.later())),
                new Baseline(
                        Rule.HIATUS, sum(unlessSilent), Baselines.meanAbsoluteError(unlessSilent, holdOut.later())),
                new Baseline(Rule.NOBODY_BUYS, 0, Baselines.meanAbsoluteError(none, holdOut.later())));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** The chosen family fitted to all that is known now; the NBD again where drop-out was not detected. */
    public PurchaseModel refit(PurchaseHistory upToNow) {
        return family.fit(upToNow);
    }
}
