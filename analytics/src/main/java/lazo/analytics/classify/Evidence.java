package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How much must have happened before a model may be fitted. Below it the answer is what is missing, not a number.
 * Source of the outcomes per parameter: Peduzzi et al. (1996), J. Clinical Epidemiology 49, 1373-1379.
 *
 * @param outcomes fewest closed cases
 * @param rarer fewest cases of the rarer outcome
 * @param perParameter fewest cases of the rarer outcome for each parameter
 */
public record Evidence(int outcomes, int rarer, int perParameter) {
    /** 60 outcomes, 20 of the rarer kind, 10 of them for each parameter. */
    public static final Evidence STANDARD = new Evidence(60, 20, 10);

    /** What there is and what it takes, for example "34 of 60 outcomes". */
    public record Shortfall(String what, long have, long need) {
        @Override
        public String toString() {
            return "%d of %d %s".formatted(have, need, what);
        }
    }

    /** A model, or what is missing for one. */
    public sealed interface Answer<M> {
        /** There was enough. */
        record Fitted<M>(M model) implements Answer<M> {}

        /** There was not. */
        record Refused<M>(List<Shortfall> missing) implements Answer<M> {
            public Refused {
                missing = List.copyOf(missing);
            }
        }
    }

    public Evidence {
        Grower.requireFrom("outcomes", outcomes, 1);
        Grower.requireFrom("rarer", rarer, 1);
        Grower.requireFrom("perParameter", perParameter, 0);
    }

    /**
     * What is missing for a model; empty when nothing is.
     *
     * @param parameters the free parameters of the model; 0 where the bound has no meaning, as for a prior-shrunk model
     */
    public List<Shortfall> missing(boolean[] closed, int parameters) {
        Grower.requireFrom("parameters", parameters, 0);
        int yes = Outcomes.count(closed);
        int rare = Math.min(yes, closed.length - yes);
        String rarerKind = yes <= closed.length - yes ? "positive outcomes" : "negative outcomes";
        long needed = Math.max(rarer, (long) perParameter * parameters);
        List<Shortfall> missing = new ArrayList<>();
        if (closed.length < outcomes) {
            missing.add(new Shortfall("outcomes", closed.length, outcomes));
        }
        if (rare < needed) {
            missing.add(new Shortfall(rarerKind, rare, needed));
        }
        return missing;
    }

    /** Fits when there is enough, refuses otherwise. */
    public <M> Answer<M> fit(boolean[] closed, int parameters, Supplier<M> model) {
        List<Shortfall> missing = missing(closed, parameters);
        return missing.isEmpty() ? new Answer.Fitted<>(model.get()) : new Answer.Refused<>(missing);
    }
}
