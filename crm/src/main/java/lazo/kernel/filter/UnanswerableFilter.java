package lazo.kernel.filter;

/** A condition that names something there is not, or a value that cannot be read. Shown to the user, who can mend it. */
public class UnanswerableFilter extends IllegalArgumentException {
    /** Why. */
    public enum Reason {
        NO_SUCH_FIELD,
        OPERATOR_DOES_NOT_FIT,
        VALUE_MISSING,
        VALUE_UNREADABLE
    }

    private final transient Filter.Condition condition;
    private final Reason reason;

    public UnanswerableFilter(Filter.Condition condition, Reason reason) {
        super("%s: %s".formatted(condition.text(), reason));
        this.condition = condition;
        this.reason = reason;
    }

    public Filter.Condition condition() {
        return condition;
    }

    public Reason reason() {
        return reason;
    }
}
