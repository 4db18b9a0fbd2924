package lazo.analytics.forecast;

import java.util.ArrayList;
import java.util.List;

/** One member of the exponential-smoothing family, written ETS(error, trend, season), for example ETS(M,Ad,M). */
public record SmoothingForm(Error error, Trend trend, Season season) {
    /** Whether errors add to the level or are proportional to it. */
    public enum Error {
        ADDITIVE,
        MULTIPLICATIVE
    }

    public enum Trend {
        NONE,
        ADDITIVE,
        DAMPED
    }

    public enum Season {
        NONE,
        ADDITIVE,
        MULTIPLICATIVE
    }

    /** Simple exponential smoothing, ETS(A,N,N). */
    public static final SmoothingForm SIMPLE = new SmoothingForm(Error.ADDITIVE, Trend.NONE, Season.NONE);

    /** Holt's linear trend, ETS(A,A,N). */
    public static final SmoothingForm HOLT = new SmoothingForm(Error.ADDITIVE, Trend.ADDITIVE, Season.NONE);

    /** Gardner's damped trend, ETS(A,Ad,N). */
    public static final SmoothingForm DAMPED = new SmoothingForm(Error.ADDITIVE, Trend.DAMPED, Season.NONE);

    /**
     * The forms worth trying: all whose variance is finite and whose arithmetic is stable, that is, no multiplicative season
     * with additive errors and no multiplicative trend; without multiplication at all when some value is 0 or less.
     */
    static List<SmoothingForm> candidates(boolean seasonal, boolean positive) {
        List<SmoothingForm> forms = new ArrayList<>();
        for (Error error : Error.values()) {
            for (Trend trend : Trend.values()) {
                for (Season season : Season.values()) {
                    boolean multiplies = error == Error.MULTIPLICATIVE || season == Season.MULTIPLICATIVE;
                    boolean unstable = error == Error.ADDITIVE && season == Season.MULTIPLICATIVE;
                    if (!unstable && (positive || !multiplies) && (seasonal || season == Season.NONE)) {
                        forms.add(new SmoothingForm(error, trend, season));
                    }
                }
            }
        }
        return List.copyOf(forms);
    }

    boolean trending() {
        return trend != Trend.NONE;
    }

    boolean damped() {
        return trend == Trend.DAMPED;
    }

    boolean seasonal() {
        return season != Season.NONE;
    }

    boolean proportional() {
        return error == Error.MULTIPLICATIVE;
    }

    /** Smoothing weights and starting states that are estimated, without the variance. */
    int parameters(int period) {
        return 2 + (trending() ? 2 : 0) + (damped() ? 1 : 0) + (seasonal() ? period : 0);
    }

    @Override
    public String toString() {
        return "ETS(%s,%s,%s)"
                .formatted(
                        error == Error.ADDITIVE ? "A" : "M",
                        switch (trend) {
                            case NONE -> "N";
                            case ADDITIVE -> "A";
                            case DAMPED -> "Ad";
                        },
                        switch (season) {
                            case NONE -> "N";
                            case ADDITIVE -> "A";
                            case MULTIPLICATIVE -> "M";
                        });
    }
}
