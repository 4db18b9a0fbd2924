package lazo.kernel.record;

import java.util.List;

/**
 * Why one field of a write was refused.
 *
 * @param field the field's key; empty when it concerns the whole record
 * @param code for support, for example {@code REC-102}; the message is {@code problem.REC-102}
 * @param args what the message mentions
 */
public record Problem(String field, String code, List<String> args) {
    public Problem {
        args = List.copyOf(args);
    }

    public static Problem of(String field, String code, String... args) {
        return new Problem(field, code, List.of(args));
    }

    public String messageKey() {
        return "problem." + code;
    }
}
