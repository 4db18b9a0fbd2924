package lazo.kernel.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The registers a controller keeps, and what is written in each. */
public enum Register {
    /** Processing activities (GDPR 30). */
    ACTIVITY(
            "activities",
            Fact.required("name", Fact.Kind.LINE),
            Fact.required("purposes", Fact.Kind.LINES),
            Fact.required("basis", Fact.Kind.LINE),
            Fact.required("people", Fact.Kind.LINES),
            Fact.required("data", Fact.Kind.LINES),
            Fact.optional("recipients", Fact.Kind.LINES),
            Fact.optional("transfers", Fact.Kind.LINES),
            Fact.required("retention", Fact.Kind.LINE),
            Fact.required("measures", Fact.Kind.LINES)),
    /** Who processes data for us (GDPR 28). */
    PROCESSOR(
            "processors",
            Fact.required("name", Fact.Kind.LINE),
            Fact.required("service", Fact.Kind.LINES),
            Fact.required("data", Fact.Kind.LINES),
            Fact.required("country", Fact.Kind.LINE),
            Fact.required("contract", Fact.Kind.LINE),
            Fact.optional("transfers", Fact.Kind.LINES)),
    /** Breaches, notified or not (GDPR 33). */
    BREACH(
            "breaches",
            Fact.required("name", Fact.Kind.LINE),
            Fact.required("discovered", Fact.Kind.MOMENT),
            Fact.required("happened", Fact.Kind.LINES),
            Fact.optional("people", Fact.Kind.LINE),
            Fact.optional("data", Fact.Kind.LINES),
            Fact.optional("consequences", Fact.Kind.LINES),
            Fact.optional("measures", Fact.Kind.LINES),
            Fact.optional("notified", Fact.Kind.MOMENT),
            Fact.optional("told", Fact.Kind.MOMENT),
            Fact.optional("reasons", Fact.Kind.LINES));

    private final String path;
    private final List<Fact> facts;

    Register(String path, Fact... facts) {
        this.path = path;
        this.facts = List.of(facts);
    }

    /** One thing that is written of an entry. Its name: {@code privacy.fact.…}. */
    public record Fact(String key, Kind kind, boolean isRequired) {
        public enum Kind {
            LINE,
            LINES,
            /** As {@code 2026-11-24T09:30}, by the clock of the company. */
            MOMENT
        }

        static Fact required(String key, Kind kind) {
            return new Fact(key, kind, true);
        }

        static Fact optional(String key, Kind kind) {
            return new Fact(key, kind, false);
        }
    }

    /** What it is called in an address. */
    public String path() {
        return path;
    }

    public List<Fact> facts() {
        return facts;
    }

    public static Optional<Register> find(String path) {
        return Arrays.stream(values())
                .filter(one -> one.path.equals(path.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
