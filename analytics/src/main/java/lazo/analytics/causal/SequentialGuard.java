package lazo.analytics.causal;

import lazo.analytics.classify.Interval;

/**
 * Looking at an experiment every day without fooling oneself: intervals that all hold at once, however often one looks and
 * whenever one stops. They are wider than {@link Effect#interval}, which is the price.
 * <pre>
 *   difference ± se · √( 2·(nρ²+1)/(nρ²) · ln(√(nρ²+1)/α) )        ρ² = (−2 ln α + ln(−2 ln α) + 1)/planned
 * </pre>
 * Units: people in both arms together. Error: asymptotic; hold off until each arm has a hundred people and, for yes/no, ten
 * of each answer. Limits: narrowest near {@code planned}.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas (2024), Annals of Statistics 52, 2613-2640; Robbins (1970).
 *
 * @param level of all intervals together, for example 0.95
 * @param planned people in both arms at which the answer is expected, 1 or more
 */
public record SequentialGuard(double level, long planned) {
    /** What may be concluded now. */
    public enum Verdict {
        KEEP_GOING,
        BETTER,
        WORSE
    }

    public SequentialGuard {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is %s, expected between 0 and 1".formatted(level));
        }
        if (planned < 1) {
            throw new IllegalArgumentException("planned is %d, expected 1 or more".formatted(planned));
        }
    }

    /** The interval of the difference at this look. */
    public Interval interval(Effect effect) {
        double alpha = 1 - level;
        double rho = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1) / planned;
        double people = (effect.treated().people() + effect.control().people()) * rho;
        double half =
                effect.standardError() * Math.sqrt(2 * (people + 1) / people * Math.log(Math.sqrt(people + 1) / alpha));
        return new Interval(effect.difference() - half, effect.difference() + half, level);
    }

    public Verdict verdict(Effect effect) {
        Interval interval = interval(effect);
        if (interval.low() > 0) {
            return Verdict.BETTER;
        }
        return interval.high() < 0 ? Verdict.WORSE : Verdict.KEEP_GOING;
    }
}
