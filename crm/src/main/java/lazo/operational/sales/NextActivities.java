package lazo.operational.sales;

import static org.jooq.impl.DSL.coalesce;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is to be done next with each of some records. */
@Component
public class NextActivities {
    private static final List<String> PLANNED = List.of("task", "call", "meeting", "visit");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;

    NextActivities(DSLContext sql, ObjectTypes types, Access access) {
        this.sql = sql;
        this.types = types;
        this.access = access;
    }

    /** @param at when it begins or is due; {@code null} when nobody said */
    public record Next(
            long id, String subject, String kind, @Nullable Instant at, boolean allDay) {}

    /** By record id; records without a planned activity that the actor may see are left out. */
    public Map<Long, Next> of(ObjectType type, Collection<Long> ids, Actor actor) {
        Optional<ObjectType> activity = types.find("activity");
        Optional<ObjectField> lookup = activity.flatMap(is -> is.fields().stream()
                .filter(field -> field.type() == FieldType.LOOKUP && type.key().equals(field.target()))
                .findFirst());
        if (ids.isEmpty() || lookup.isEmpty()) {
            return Map.of();
        }
        RecordTable table = new RecordTable(activity.get(), "a");
        Field<Long> about = table.reference(lookup.get());
        Field<OffsetDateTime> at =
                coalesce(table.column("due_at", OffsetDateTime.class), table.column("start_at", OffsetDateTime.class));
        Map<Long, Next> next = new HashMap<>();
        sql.select(
                        about,
                        table.id(),
                        table.column("subject", String.class),
                        table.column("kind", String.class),
                        at,
                        table.column("all_day", Boolean.class))
                .distinctOn(about)
                .from(table.table())
                .where(
                        about.in(Set.copyOf(ids)),
                        table.deletedAt().isNull(),
                        coalesce(table.column("done", Boolean.class), DSL.inline(false))
                                .isFalse(),
                        table.column("kind", String.class).in(PLANNED),
                        access.visible(actor, table))
                .orderBy(about, at.asc().nullsLast(), table.id())
                .forEach(row -> next.put(
                        row.value1(),
                        new Next(
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                row.value5() == null ? null : row.value5().toInstant(),
                                Boolean.TRUE.equals(row.value6()))));
        return next;
    }
}
