package lazo.kernel.record;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Sensitivity;
import lazo.kernel.search.SearchIndex;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes what tells of people out of records, for good: without history, and whatever access says. The caller has checked
 * that it must be done, and takes the values out of the history.
 */
@Component
public class Anonymisation {
    private final DSLContext sql;
    private final SearchIndex searchIndex;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Anonymisation(DSLContext sql, SearchIndex searchIndex, ApplicationEventPublisher events, Clock clock) {
        this.sql = sql;
        this.searchIndex = searchIndex;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Empties every field that is not ordinary; the record is called by its number. Parties lose what they point at too,
     * since the company somebody works for tells who they are.
     */
    public void empty(ObjectType type, Collection<Long> ids, Actor by) {
        if (ids.isEmpty()) {
            return;
        }
        List<ObjectField> emptied = type.allFields().stream()
                .filter(field -> field.sensitivity() != Sensitivity.ORDINARY
                        || type.isParty() && field.type() == FieldType.LOOKUP)
                .toList();
        Map<Field<?>, @Nullable Object> columns = new HashMap<>();
        emptied.forEach(field -> columns.putAll(FieldValues.assignments(field, null)));
        columns.put(field(name(type.titleField().column()), String.class), field("'#' || id", String.class));
        columns.put(field(name("extra"), JSONB.class), null);
        stamp(columns, by);
        sql.update(new RecordTable(type).bare())
                .set(columns)
                .where(field(name("id"), Long.class).in(ids))
                .execute();
        finish(type, ids, emptied.stream().map(ObjectField::key).collect(Collectors.toSet()), by);
    }

    /**
     * Takes what matches out of texts. The fields by which a party is recognised stay: they are about that party.
     *
     * @return how many records it stood in
     */
    public int redact(ObjectType type, String regex, String instead, Actor by) {
        Set<String> recognised = recognised(type);
        Set<Long> touched = new TreeSet<>();
        Set<String> keys = new LinkedHashSet<>();
        for (ObjectField of : type.allFields()) {
            if (recognised.contains(of.key())) {
                continue;
            }
            for (String column : texts(of)) {
                List<Long> ids =
                        redact(type, column, of.type() == FieldType.TAGS ? "::text[]" : "", regex, instead, by);
                if (!ids.isEmpty()) {
                    keys.add(of.key());
                    touched.addAll(ids);
                }
            }
        }
        touched.addAll(redact(type, "extra", "::jsonb", regex, instead, by));
        finish(type, touched, keys, by);
        return touched.size();
    }

    private List<Long> redact(ObjectType type, String column, String cast, String regex, String instead, Actor by) {
        return sql.fetch("""
                        update record."%1$s" set "%2$s" = regexp_replace("%2$s"::text, ?, ?, 'g')%3$s,
                            version = version + 1, updated_at = cast(? as timestamptz), updated_by = ?
                        where "%2$s"::text ~ ? returning id
                        """.formatted(type.key(), column, cast), regex, instead, now(), by.id(), regex)
                .getValues(0, Long.class);
    }

    private static Set<String> recognised(ObjectType type) {
        Set<String> keys = new LinkedHashSet<>();
        if (type.isParty()) {
            keys.add(type.titleField().key());
            keys.addAll(type.titleField().template());
            type.allFields().stream()
                    .filter(field -> field.type() == FieldType.EMAIL || field.type() == FieldType.PHONE)
                    .forEach(field -> keys.add(field.key()));
        }
        return keys;
    }

    private static List<String> texts(ObjectField of) {
        return switch (of.type()) {
            case TEXT, LONG_TEXT, LINK, EMAIL, PHONE, TAGS -> List.of(of.column());
            case ADDRESS ->
                Address.PARTS.stream().map(part -> of.column() + "_" + part).toList();
            case NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    USER,
                    LOOKUP,
                    AUTO_NUMBER,
                    STAGE -> List.of();
        };
    }

    private void stamp(Map<Field<?>, @Nullable Object> columns, Actor by) {
        Field<Integer> version = field(name("version"), Integer.class);
        columns.put(version, version.plus(1));
        columns.put(field(name("updated_at"), OffsetDateTime.class), now());
        columns.put(field(name("updated_by"), Long.class), by.id());
    }

    private void finish(ObjectType type, Collection<Long> ids, Set<String> keys, Actor by) {
        if (ids.isEmpty()) {
            return;
        }
        searchIndex.refresh(type, ids);
        RecordTable table = new RecordTable(type);
        sql.select(table.id(), table.version())
                .from(table.table())
                .where(table.id().in(new ArrayList<>(ids)))
                .fetch()
                .forEach(row -> events.publishEvent(new RecordChanged(
                        type.key(), row.value1(), row.value2(), RecordChanged.Kind.CHANGED, keys, by.id(), 0, null)));
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
