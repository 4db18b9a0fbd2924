package lazo.kernel.search;

import static lazodb.Tables.SEARCH_DOCUMENT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.left;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.regexpReplaceAll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazodb.tables.records.SearchDocumentRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/**
 * Keeps one search row per living record, made by SQL from the record's own columns, so one record and a million are
 * indexed by the same statement.
 */
@Component
public class SearchIndex {
    private static final int LONGEST_TEXT = 2000;

    private final DSLContext sql;

    SearchIndex(DSLContext sql) {
        this.sql = sql;
    }

    /** Writes the rows of these records anew and drops those of records that are deleted. */
    public void refresh(ObjectType type, Collection<Long> recordIds) {
        if (!recordIds.isEmpty()) {
            RecordTable table = new RecordTable(type);
            refresh(table, table.id().in(recordIds));
            sql.deleteFrom(SEARCH_DOCUMENT)
                    .where(
                            SEARCH_DOCUMENT.RECORD_ID.in(recordIds),
                            SEARCH_DOCUMENT.RECORD_ID.notIn(DSL.select(table.id())
                                    .from(table.table())
                                    .where(
                                            table.id().in(recordIds),
                                            table.deletedAt().isNull())))
                    .execute();
        }
    }

    /**
     * The same for thousands at once, within a transaction: what the indexes on the text have to learn is gathered and
     * written in one go, and not left for the next search to look through.
     */
    public void refreshMany(RecordTable table, Condition chosen) {
        gathered(table, () -> refresh(table, chosen));
    }

    /** Writes the rows of thousands of new records, within a transaction. */
    public void addMany(RecordTable table, Condition chosen) {
        gathered(table, () -> rows(table, chosen).execute());
    }

    private void gathered(RecordTable table, Runnable writing) {
        sql.execute("set local gin_pending_list_limit = '64MB'");
        writing.run();
        sql.fetch(
                "select gin_clean_pending_list(cast(? as regclass))",
                table.type().isActivity() ? "search_document_of_activities" : "search_document_by_text");
    }

    /** Writes the rows of the living records that this condition chooses. @return how many */
    public int refresh(RecordTable table, Condition chosen) {
        return rows(table, chosen)
                .onConflict(SEARCH_DOCUMENT.RECORD_ID)
                .doUpdate()
                .set(SEARCH_DOCUMENT.TITLE, excluded(SEARCH_DOCUMENT.TITLE))
                .set(SEARCH_DOCUMENT.SUBTITLE, excluded(SEARCH_DOCUMENT.SUBTITLE))
                .set(SEARCH_DOCUMENT.SEARCH_TEXT, excluded(SEARCH_DOCUMENT.SEARCH_TEXT))
                .set(SEARCH_DOCUMENT.OWNER_ID, excluded(SEARCH_DOCUMENT.OWNER_ID))
                .set(SEARCH_DOCUMENT.UPDATED_AT, excluded(SEARCH_DOCUMENT.UPDATED_AT))
                .set(SEARCH_DOCUMENT.IS_PRIVATE, excluded(SEARCH_DOCUMENT.IS_PRIVATE))
                .execute();
    }

    private InsertOnDuplicateStep<SearchDocumentRecord> rows(RecordTable table, Condition chosen) {
        return sql.insertInto(
                        SEARCH_DOCUMENT,
                        SEARCH_DOCUMENT.RECORD_ID,
                        SEARCH_DOCUMENT.OBJECT_KEY,
                        SEARCH_DOCUMENT.TITLE,
                        SEARCH_DOCUMENT.SUBTITLE,
                        SEARCH_DOCUMENT.SEARCH_TEXT,
                        SEARCH_DOCUMENT.OWNER_ID,
                        SEARCH_DOCUMENT.UPDATED_AT,
                        SEARCH_DOCUMENT.IS_PRIVATE)
                .select(DSL.select(
                                table.id(),
                                inline(table.type().key()),
                                coalesce(titleOf(table), inline("")),
                                subtitleOf(table),
                                textOf(table, Set.of()),
                                table.owner(),
                                table.updatedAt(),
                                table.type()
                                        .privateField()
                                        .map(field -> coalesce(table.yesNo(field), inline(false)))
                                        .orElse(inline(false)))
                        .from(table.table())
                        .where(chosen, table.deletedAt().isNull()));
    }

    /** Drops rows, for records that are deleted. */
    public void drop(Collection<Long> recordIds) {
        sql.deleteFrom(SEARCH_DOCUMENT)
                .where(SEARCH_DOCUMENT.RECORD_ID.in(recordIds))
                .execute();
    }

    private static Field<String> titleOf(RecordTable table) {
        return table.text(table.type().titleField());
    }

    /** The first searchable field besides the title: what tells two records of one name apart. */
    private static Field<String> subtitleOf(RecordTable table) {
        List<Field<String>> candidates = searchable(table.type()).stream()
                .filter(field -> field.type() == FieldType.EMAIL
                        || field.type() == FieldType.PHONE
                        || field.type() == FieldType.TEXT)
                .filter(field -> field != table.type().titleField()
                        && !table.type().titleField().template().contains(field.key()))
                .map(field -> nullif(table.text(field), inline("")))
                .toList();
        return candidates.isEmpty()
                ? inline((String) null)
                : coalesce(
                        candidates.getFirst(),
                        candidates.subList(1, candidates.size()).toArray(Field[]::new));
    }

    /** Whether some of these fields are among those that are searched. */
    static boolean isSearched(ObjectType type, Set<String> fields) {
        return !fields.isEmpty() && searchable(type).stream().anyMatch(field -> fields.contains(field.key()));
    }

    /** What is searched of a record, but for some fields. */
    static Field<String> textOf(RecordTable table, Set<String> without) {
        List<Field<String>> words = new ArrayList<>();
        words.add(titleOf(table));
        for (ObjectField field : searchable(table.type())) {
            if (field == table.type().titleField() || without.contains(field.key())) {
                continue;
            }
            switch (field.type()) {
                case PHONE -> words.add(regexpReplaceAll(table.text(field), "[^0-9]", ""));
                case ADDRESS -> {
                    for (String part : Address.PARTS) {
                        words.add(table.part(field, part));
                    }
                }
                case TAGS, MULTI_CHOICE ->
                    words.add(DSL.field("array_to_string({0}, ' ')", String.class, table.words(field)));
                case LONG_TEXT -> words.add(left(table.text(field), inline(LONGEST_TEXT)));
                case TEXT, EMAIL, LINK, AUTO_NUMBER, CHOICE, STAGE -> words.add(table.text(field));
                case NUMBER, MONEY, PERCENT, DATE, DATE_TIME, YES_NO, USER, LOOKUP -> {
                    // Not words: these are found by filters.
                }
            }
        }
        List<Field<String>> parts = new ArrayList<>();
        for (Field<String> word : words) {
            parts.add(coalesce(word, inline("")));
            parts.add(inline(" "));
        }
        return RecordTable.fold(concat(parts.toArray(Field[]::new)));
    }

    private static List<ObjectField> searchable(ObjectType type) {
        return type.fields().stream()
                .filter(field -> field.searchable() && !field.sensitivity().isMasked())
                .toList();
    }
}
