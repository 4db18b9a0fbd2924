package lazo.kernel.duplicate;

import java.util.Locale;

/** Why two records may be the same, and how much that says, from 0 to 1. */
public enum Reason {
    TAX_ID(0.95),
    EMAIL(0.9),
    NAME(0.7),
    PHONE(0.6),
    SIMILAR_NAME(0.5);

    private final double weight;

    Reason(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }

    /** For message keys. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
