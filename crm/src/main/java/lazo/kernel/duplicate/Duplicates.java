package lazo.kernel.duplicate;

import static lazodb.Tables.DUPLICATE_RUN;
import static lazodb.Tables.DUPLICATE_SUSPECT;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.val;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds records that may be the same and remembers what people decided about them. */
@Component
public class Duplicates {
    private static final int CANDIDATES = 8;
    private static final int PHONE_DIGITS = 9;
    private static final int FEWEST_DIGITS = 7;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Clock clock;

    Duplicates(DSLContext sql, ObjectTypes types, Records records, Access access, Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
        this.clock = clock;
    }

    /** A record that may be the one in question, most telling reason first. */
    public record Twin(StoredRecord record, List<Reason> reasons) {
        double score() {
            return 1
                    - reasons.stream()
                            .mapToDouble(reason -> 1 - reason.weight())
                            .reduce(1, (all, one) -> all * one);
        }
    }

    /** Two records that may be the same. */
    public record Suspect(StoredRecord left, StoredRecord right, List<Reason> reasons) {}

    /** @param total how many pairs there are for the actor, of which these are the likeliest */
    public record Suspects(List<Suspect> pairs, long total) {}

    /** The objects whose duplicates are looked for. */
    public List<ObjectType> watched() {
        return types.all().stream().filter(type -> MatchFields.of(type).say()).toList();
    }

    public boolean isWatched(ObjectType type) {
        return MatchFields.of(type).say();
    }

    /**
     * Records the actor may see that may be the one with these values. Each key is looked up through an index.
     *
     * @param self the record itself, when it is stored already
     */
    public List<Twin> alike(
            ObjectType type, Map<String, @Nullable Object> values, Optional<Long> self, Actor actor, int most) {
        MatchFields match = MatchFields.of(type, access.mask(actor, type));
        if (!match.say()) {
            return List.of();
        }
        RecordTable table = new RecordTable(type);
        Condition open = and(
                table.deletedAt().isNull(),
                access.visible(actor, table),
                self.map(id -> table.id().ne(id)).orElse(noCondition()));
        Map<Long, Set<Reason>> found = new HashMap<>();
        for (ObjectField email : match.emails()) {
            text(values, email)
                    .ifPresent(typed -> note(
                            found,
                            Reason.EMAIL,
                            table,
                            open.and(or(match.emails().stream()
                                    .map(other -> folds(table, other, typed))
                                    .toList()))));
        }
        for (ObjectField phone : match.phones()) {
            text(values, phone)
                    .map(Duplicates::lastDigits)
                    .filter(digits -> digits.length() >= FEWEST_DIGITS)
                    .ifPresent(digits -> note(found, Reason.PHONE, table, open.and(phone(table, match, digits))));
        }
        match.taxId()
                .ifPresent(taxId -> text(values, taxId)
                        .ifPresent(typed -> note(
                                found,
                                Reason.TAX_ID,
                                table,
                                open.and(RecordTable.fold(table.text(taxId))
                                        .in(
                                                RecordTable.fold(val(typed)),
                                                RecordTable.fold(val(typed.replaceAll("[^\\p{L}\\p{N}]", ""))))))));
        name(match, values)
                .ifPresent(typed -> note(
                        found,
                        Reason.NAME,
                        table,
                        open.and(folds(table, match.title(), typed)).and(sameCompany(match, table, values))));
        return records.find(type, found.keySet(), actor).stream()
                .map(record -> new Twin(record, List.copyOf(Objects.requireNonNull(found.get(record.id())))))
                .sorted(Comparator.comparingDouble(Twin::score)
                        .reversed()
                        .thenComparing(twin -> twin.record().id()))
                .limit(most)
                .toList();
    }

    private void note(Map<Long, Set<Reason>> found, Reason reason, RecordTable table, Condition same) {
        sql.select(table.id())
                .from(table.table())
                .where(same)
                .limit(CANDIDATES)
                .forEach(row -> found.computeIfAbsent(row.value1(), id -> EnumSet.noneOf(Reason.class))
                        .add(reason));
    }

    private static Condition folds(RecordTable table, ObjectField of, String typed) {
        return RecordTable.fold(table.text(of)).eq(RecordTable.fold(val(typed)));
    }

    private static Optional<String> text(Map<String, @Nullable Object> values, ObjectField of) {
        return values.get(of.key()) instanceof String text && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }

    private static Condition phone(RecordTable table, MatchFields match, String digits) {
        return or(match.phones().stream()
                .map(phone -> RecordTable.phoneKey(table.text(phone)).eq(digits))
                .toList());
    }

    private static String lastDigits(String phone) {
        String digits = phone.replaceAll("[^0-9]", "");
        return digits.substring(Math.max(0, digits.length() - PHONE_DIGITS));
    }

    private static Optional<String> name(MatchFields match, Map<String, @Nullable Object> values) {
        if (match.nameParts().isEmpty()) {
            return text(values, match.title());
        }
        String joined = match.nameParts().stream()
                .map(part -> text(values, part).orElse(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return Optional.of(joined).filter(all -> all.contains(" "));
    }

    /** A person of the same name counts unless both are known to belong to different companies. */
    private static Condition sameCompany(MatchFields match, RecordTable table, Map<String, @Nullable Object> values) {
        List<Condition> same = new ArrayList<>();
        List<Condition> unknown = new ArrayList<>();
        match.account().ifPresent(account -> {
            unknown.add(table.reference(account).isNull());
            if (values.get(account.key()) instanceof Long id) {
                same.add(table.reference(account).eq(id));
            }
        });
        match.company().ifPresent(company -> {
            unknown.add(table.text(company).isNull());
            text(values, company).ifPresent(typed -> same.add(folds(table, company, typed)));
        });
        match.emails()
                .forEach(email -> text(values, email)
                        .filter(typed -> typed.contains("@"))
                        .map(typed ->
                                typed.substring(typed.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                        .filter(domain -> !SuspectSearch.FREE_MAIL.contains(domain))
                        .ifPresent(domain ->
                                same.add(field("split_part(lower({0}), '@', 2)", String.class, table.text(email))
                                        .eq(domain))));
        return same.isEmpty() ? noCondition() : or(same).or(and(unknown));
    }

    /** Looks through all records of an object. @return how many pairs are open now */
    @Transactional
    public long search(ObjectType type) {
        OffsetDateTime at = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        sql.execute("set local work_mem = '64MB'");
        sql.query(new SuspectSearch(MatchFields.of(type)).insert(), val(type.key()), val(at))
                .execute();
        sql.deleteFrom(DUPLICATE_SUSPECT)
                .where(
                        DUPLICATE_SUSPECT.OBJECT_KEY.eq(type.key()),
                        DUPLICATE_SUSPECT.DECIDED.isNull(),
                        DUPLICATE_SUSPECT.FOUND_AT.lt(at))
                .execute();
        sql.insertInto(DUPLICATE_RUN)
                .set(DUPLICATE_RUN.OBJECT_KEY, type.key())
                .set(DUPLICATE_RUN.FINISHED_AT, at)
                .onConflict(DUPLICATE_RUN.OBJECT_KEY)
                .doUpdate()
                .set(DUPLICATE_RUN.FINISHED_AT, at)
                .execute();
        return sql.fetchCount(
                DUPLICATE_SUSPECT, DUPLICATE_SUSPECT.OBJECT_KEY.eq(type.key()).and(DUPLICATE_SUSPECT.DECIDED.isNull()));
    }

    /** When the records of an object were last looked through. */
    public Optional<Instant> lastSearch(ObjectType type) {
        return sql.select(DUPLICATE_RUN.FINISHED_AT)
                .from(DUPLICATE_RUN)
                .where(DUPLICATE_RUN.OBJECT_KEY.eq(type.key()))
                .fetchOptional(row -> row.value1().toInstant());
    }

    /** Pairs nobody has decided about, both of which the actor may see, likeliest first. */
    public Suspects suspects(ObjectType type, Actor actor, int most) {
        RecordTable left = new RecordTable(type, "l");
        RecordTable right = new RecordTable(type, "r");
        Condition open = and(
                DUPLICATE_SUSPECT.OBJECT_KEY.eq(type.key()),
                DUPLICATE_SUSPECT.DECIDED.isNull(),
                left.deletedAt().isNull(),
                right.deletedAt().isNull(),
                access.visible(actor, left),
                access.visible(actor, right));
        var pairs = sql.select(DUPLICATE_SUSPECT.LEFT_ID, DUPLICATE_SUSPECT.RIGHT_ID, DUPLICATE_SUSPECT.REASONS)
                .from(DUPLICATE_SUSPECT)
                .join(left.table())
                .on(left.id().eq(DUPLICATE_SUSPECT.LEFT_ID))
                .join(right.table())
                .on(right.id().eq(DUPLICATE_SUSPECT.RIGHT_ID))
                .where(open)
                .orderBy(DUPLICATE_SUSPECT.SCORE.desc(), DUPLICATE_SUSPECT.LEFT_ID, DUPLICATE_SUSPECT.RIGHT_ID)
                .limit(most)
                .fetch();
        Set<Long> ids = new HashSet<>();
        pairs.forEach(pair -> ids.addAll(List.of(pair.value1(), pair.value2())));
        Map<Long, StoredRecord> found = new HashMap<>();
        records.find(type, ids, actor).forEach(record -> found.put(record.id(), record));
        List<Suspect> suspects = new ArrayList<>();
        for (var pair : pairs) {
            StoredRecord one = found.get(pair.value1());
            StoredRecord other = found.get(pair.value2());
            if (one != null && other != null) {
                suspects.add(new Suspect(
                        one,
                        other,
                        Arrays.stream(pair.value3()).map(Reason::valueOf).toList()));
            }
        }
        long total = pairs.size() < most
                ? suspects.size()
                : sql.selectCount()
                        .from(DUPLICATE_SUSPECT)
                        .join(left.table())
                        .on(left.id().eq(DUPLICATE_SUSPECT.LEFT_ID))
                        .join(right.table())
                        .on(right.id().eq(DUPLICATE_SUSPECT.RIGHT_ID))
                        .where(open)
                        .fetchSingle()
                        .value1();
        return new Suspects(suspects, total);
    }

    /** Notes that two records are not the same, or takes that back. The caller has checked that the actor sees both. */
    public void decide(ObjectType type, long one, long other, boolean different, Actor actor) {
        OffsetDateTime at = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        Field<String> decided = val(different ? "DIFFERENT" : null, String.class);
        sql.insertInto(DUPLICATE_SUSPECT)
                .set(DUPLICATE_SUSPECT.LEFT_ID, Math.min(one, other))
                .set(DUPLICATE_SUSPECT.RIGHT_ID, Math.max(one, other))
                .set(DUPLICATE_SUSPECT.OBJECT_KEY, type.key())
                .set(DUPLICATE_SUSPECT.SCORE, 0f)
                .set(DUPLICATE_SUSPECT.REASONS, new String[0])
                .set(DUPLICATE_SUSPECT.FOUND_AT, at)
                .set(DUPLICATE_SUSPECT.DECIDED, decided)
                .set(DUPLICATE_SUSPECT.DECIDED_BY, actor.id())
                .set(DUPLICATE_SUSPECT.DECIDED_AT, at)
                .onConflict(DUPLICATE_SUSPECT.LEFT_ID, DUPLICATE_SUSPECT.RIGHT_ID)
                .doUpdate()
                .set(DUPLICATE_SUSPECT.DECIDED, decided)
                .set(DUPLICATE_SUSPECT.DECIDED_BY, actor.id())
                .set(DUPLICATE_SUSPECT.DECIDED_AT, at)
                .execute();
    }

    /** Follows a merge: the pair is decided, or open again. */
    void merged(long one, long other, boolean undone) {
        sql.update(DUPLICATE_SUSPECT)
                .set(DUPLICATE_SUSPECT.DECIDED, undone ? null : "MERGED")
                .where(
                        DUPLICATE_SUSPECT.LEFT_ID.eq(Math.min(one, other)),
                        DUPLICATE_SUSPECT.RIGHT_ID.eq(Math.max(one, other)))
                .execute();
    }
}
