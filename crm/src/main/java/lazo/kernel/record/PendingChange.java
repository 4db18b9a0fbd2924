package lazo.kernel.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import org.jspecify.annotations.Nullable;

/** A write that is being checked: what the record was, what it is to become. */
public final class PendingChange {
    private final ObjectType type;
    private final @Nullable StoredRecord before;
    private final Map<String, @Nullable Object> wanted;
    private final List<Problem> problems = new ArrayList<>();
    private final Actor actor;
    private final Instant at;
    private @Nullable String note;
    private boolean imported;

    PendingChange(
            ObjectType type,
            @Nullable StoredRecord before,
            Map<String, @Nullable Object> wanted,
            Actor actor,
            Instant at) {
        this.type = type;
        this.before = before;
        this.wanted = new HashMap<>(wanted);
        this.actor = actor;
        this.at = at;
    }

    public ObjectType type() {
        return type;
    }

    public Actor actor() {
        return actor;
    }

    public Instant at() {
        return at;
    }

    /** The record as it was, {@code null} for a new one. */
    public @Nullable StoredRecord before() {
        return before;
    }

    /** The value a field will have if this write goes through. */
    public @Nullable Object value(String field) {
        return wanted.containsKey(field) ? wanted.get(field) : before == null ? null : before.value(field);
    }

    public @Nullable String text(String field) {
        return (String) value(field);
    }

    /** Whether the write gives this field another value than it has. */
    public boolean changes(String field) {
        return wanted.containsKey(field)
                && !Objects.equals(wanted.get(field), before == null ? null : before.value(field));
    }

    /** Whether the write mentions this field at all. */
    public boolean mentions(String field) {
        return wanted.containsKey(field);
    }

    public void set(String field, @Nullable Object value) {
        wanted.put(field, value);
    }

    public void refuse(Problem problem) {
        problems.add(problem);
    }

    /** Whether this comes out of a file, where what happened elsewhere cannot be asked for any more. */
    public boolean isImported() {
        return imported;
    }

    void markImported() {
        imported = true;
    }

    /** Says something more about the milestone this write makes, for the timeline. */
    public void tell(String text) {
        note = text;
    }

    @Nullable
    String note() {
        return note;
    }

    Map<String, @Nullable Object> wanted() {
        return wanted;
    }

    List<Problem> problems() {
        return problems;
    }
}
