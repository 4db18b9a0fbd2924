package lazo.kernel.search;

import static lazodb.Tables.SEARCH_DOCUMENT;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.left;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.splitPart;
import static org.jooq.impl.DSL.val;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds records by any part of what names them. Looks for names in which a word begins so first, because of those the
 * first few can be had however many there are; with room for typing mistakes only when nothing is found.
 */
@Component
public class Search {
    private static final Pattern PHONE_LIKE = Pattern.compile("[+(]?[0-9][0-9 ().\\-/+]{4,}");
    private static final String ACTIVITY = "activity";
    private static final int CANDIDATES = 80;
    private static final int SHORTEST_TYPO = 4;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final TransactionTemplate transaction;

    Search(DSLContext sql, ObjectTypes types, Access access, TransactionTemplate transaction) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.transaction = transaction;
    }

    /** A record found. @param subtitle e-mail, phone or the like, where there is one */
    public record Hit(
            long recordId,
            String objectKey,
            String title,
            @Nullable String subtitle) {}

    /**
     * Customers, deals and the like; activities only to fill up, which are many times as many.
     *
     * @param object only records of this object
     * @param typed what the user typed so far
     */
    public List<Hit> find(String typed, Optional<String> object, Actor actor, int limit) {
        String text = typed.replace("\u0000", "").strip();
        if (text.isEmpty()) {
            return List.of();
        }
        Condition first = object.map(Search::isOf).orElseGet(() -> SEARCH_DOCUMENT.OBJECT_KEY.ne(inline(ACTIVITY)));
        if (!seesOwnOnly(actor, object)) {
            List<Hit> named = run(first.and(isNamed(text)), in -> matches(text, in), text, actor, limit);
            if (named.size() >= limit) {
                return named;
            }
        }
        List<Hit> hits = new ArrayList<>(run(first.and(matches(text)), in -> matches(text, in), text, actor, limit));
        if (object.isEmpty() && hits.size() < limit) {
            hits.addAll(
                    run(isOf(ACTIVITY).and(matches(text)), in -> matches(text, in), text, actor, limit - hits.size()));
        }
        if (hits.isEmpty() && text.length() >= SHORTEST_TYPO && text.length() <= 60) {
            return transaction.execute(status -> {
                sql.fetch("select set_config('pg_trgm.word_similarity_threshold', '0.45', true)");
                return run(
                        first.and(similar(text, SEARCH_DOCUMENT.SEARCH_TEXT)),
                        in -> similar(text, in),
                        text,
                        actor,
                        limit);
            });
        }
        return hits;
    }

    /** Among the first names of a million hardly one is theirs; the index that knows owners has theirs at once. */
    private static boolean seesOwnOnly(Actor actor, Optional<String> object) {
        return object.map(actor::on).orElseGet(() -> actor.role().others()).see() == Scope.OWN;
    }

    private List<Hit> run(
            Condition matching, Function<Field<String>, Condition> occurs, String text, Actor actor, int limit) {
        Set<String> partly = new HashSet<>();
        List<Condition> shown = new ArrayList<>();
        for (ObjectType type : types.all()) {
            Set<String> hidden = access.mask(actor, type).hidden();
            if (SearchIndex.isSearched(type, hidden)) {
                RecordTable table = new RecordTable(type);
                partly.add(type.key());
                shown.add(SEARCH_DOCUMENT
                        .OBJECT_KEY
                        .ne(type.key())
                        .or(exists(selectOne()
                                .from(table.table())
                                .where(
                                        table.id().eq(SEARCH_DOCUMENT.RECORD_ID),
                                        occurs.apply(SearchIndex.textOf(table, hidden))))));
            }
        }
        var found = sql.select(
                        SEARCH_DOCUMENT.RECORD_ID,
                        SEARCH_DOCUMENT.OBJECT_KEY,
                        SEARCH_DOCUMENT.TITLE,
                        SEARCH_DOCUMENT.SUBTITLE,
                        SEARCH_DOCUMENT.UPDATED_AT)
                .from(SEARCH_DOCUMENT)
                .where(
                        matching,
                        and(shown),
                        access.visible(
                                actor,
                                SEARCH_DOCUMENT.OBJECT_KEY,
                                SEARCH_DOCUMENT.RECORD_ID,
                                SEARCH_DOCUMENT.OWNER_ID,
                                SEARCH_DOCUMENT.IS_PRIVATE))
                .limit(CANDIDATES)
                .asTable("found");
        Field<String> title = field(name("found", "title"), String.class);
        return sql.selectFrom(found)
                .orderBy(
                        field("fold({0}) like fold({1}) desc", title, val(escaped(text) + "%")),
                        field(name("found", "updated_at")).desc(),
                        field(name("found", "record_id")).desc())
                .limit(limit)
                .fetch(row -> new Hit(
                        row.get(SEARCH_DOCUMENT.RECORD_ID),
                        row.get(SEARCH_DOCUMENT.OBJECT_KEY),
                        row.get(SEARCH_DOCUMENT.TITLE),
                        partly.contains(row.get(SEARCH_DOCUMENT.OBJECT_KEY))
                                ? null
                                : row.get(SEARCH_DOCUMENT.SUBTITLE)));
    }

    /** The condition that a row is among the first whose title begins with the text, or one of its next two words does. */
    private static Condition isNamed(String text) {
        Field<String> start = folded(text.replaceAll("\\s+", " "));
        var found = firstFrom(left(SEARCH_DOCUMENT.SEARCH_TEXT, inline(60)), start);
        return SEARCH_DOCUMENT.RECORD_ID.in(
                text.contains(" ")
                        ? found
                        : found.unionAll(firstFrom(word(2), start)).unionAll(firstFrom(word(3), start)));
    }

    private static Field<String> word(int place) {
        return splitPart(SEARCH_DOCUMENT.SEARCH_TEXT, inline(" "), inline(place));
    }

    /** Compared as the index is ordered, by character codes; the greatest of them ends the range. */
    private static Select<Record1<Long>> firstFrom(Field<String> indexed, Field<String> start) {
        return select(SEARCH_DOCUMENT.RECORD_ID)
                .from(SEARCH_DOCUMENT)
                .where(
                        SEARCH_DOCUMENT.OBJECT_KEY.ne(inline(ACTIVITY)),
                        condition("{0} ~>=~ {1} and {0} ~<~ ({1} || chr(1114111))", indexed, start))
                .limit(inline(CANDIDATES));
    }

    /** The condition that a search row is of this object; spelled out, so that PostgreSQL knows which index holds it. */
    public static Condition isOf(String objectKey) {
        return SEARCH_DOCUMENT.OBJECT_KEY.eq(inline(objectKey));
    }

    /**
     * The condition that this text occurs in a search row: every word, in any order; a phone number by its digits. To be
     * used together with {@link #isOf}.
     */
    public static Condition matches(String text) {
        return matches(text, SEARCH_DOCUMENT.SEARCH_TEXT);
    }

    /** The condition that this text occurs in those fields of a record that are not hidden, when some that are searched are. */
    public static Condition matches(String text, RecordTable table, Set<String> hidden) {
        return SearchIndex.isSearched(table.type(), hidden)
                ? matches(text, SearchIndex.textOf(table, hidden))
                : noCondition();
    }

    private static Condition matches(String text, Field<String> in) {
        if (PHONE_LIKE.matcher(text).matches()) {
            String digits = text.replaceAll("[^0-9]", "").replaceFirst("^00", "");
            return in.like("%" + digits + "%").or(words(text, in));
        }
        return words(text, in);
    }

    private static Condition words(String text, Field<String> in) {
        return and(Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(8)
                .map(word -> word(word, in))
                .toList());
    }

    /** Fewer than three letters are looked for at the beginning of words only, which an index can do. */
    private static Condition word(String word, Field<String> in) {
        String escaped = escaped(word);
        return word.length() < 3
                ? in.like(folded(escaped + "%")).or(in.like(folded("% " + escaped + "%")))
                : in.like(folded("%" + escaped + "%"));
    }

    private static Condition similar(String text, Field<String> in) {
        return condition("{0} <% {1}", folded(text), in);
    }

    private static Field<String> folded(String text) {
        return RecordTable.fold(val(text));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
