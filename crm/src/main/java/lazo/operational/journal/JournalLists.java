package lazo.operational.journal;

import static lazodb.Tables.JOURNAL_ENTRY;
import static lazodb.Tables.JOURNAL_LINE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads the journal: entries, the statement of an account, the trial balance. For whoever sees all invoices. */
@Component
public class JournalLists {
    public static final int PAGE = 50;

    private static final int AT_ONCE = 500;

    private final DSLContext sql;

    JournalLists(DSLContext sql) {
        this.sql = sql;
    }

    /** Which entries. @param account null for all @param source null for all @param until the last day, included */
    public record Query(
            LocalDate from, LocalDate until, @Nullable String account, JournalEntry.@Nullable Source source) {}

    /** Where a page ends. @param position of the line, on a statement */
    public record After(LocalDate day, long entryId, int position) {}

    /** @param next where the page after this one begins, or null */
    public record Found(
            List<JournalEntry> entries, @Nullable After next) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    public Optional<JournalEntry> find(long id) {
        return entries(JOURNAL_ENTRY.ID.eq(id), 1).stream().findFirst();
    }

    /** An entry nobody else reverses until the transaction ends. */
    JournalEntry hold(long id) {
        sql.select(JOURNAL_ENTRY.ID)
                .from(JOURNAL_ENTRY)
                .where(JOURNAL_ENTRY.ID.eq(id))
                .forUpdate()
                .execute();
        return find(id).orElseThrow();
    }

    public Optional<JournalEntry> find(JournalEntry.Source source, long sourceId) {
        return of(source, sourceId).stream().findFirst();
    }

    /** All entries of a document, the first first. */
    public List<JournalEntry> of(JournalEntry.Source source, long sourceId) {
        return entries(JOURNAL_ENTRY.SOURCE.eq(source.name()).and(JOURNAL_ENTRY.SOURCE_ID.eq(sourceId)), PAGE);
    }

    /** The documents of a kind that are posted. */
    Set<Long> posted(JournalEntry.Source source) {
        return sql.select(JOURNAL_ENTRY.SOURCE_ID)
                .from(JOURNAL_ENTRY)
                .where(JOURNAL_ENTRY.SOURCE.eq(source.name()))
                .fetchSet(JOURNAL_ENTRY.SOURCE_ID);
    }

    public Found list(Query query, @Nullable After after) {
        List<JournalEntry> found = entries(
                condition(query)
                        .and(
                                after == null
                                        ? noCondition()
                                        : row(JOURNAL_ENTRY.DAY, JOURNAL_ENTRY.ID)
                                                .gt(after.day(), after.entryId())),
                PAGE + 1);
        if (found.size() <= PAGE) {
            return new Found(found, null);
        }
        JournalEntry last = found.get(PAGE - 1);
        return new Found(found.subList(0, PAGE), new After(last.day(), last.id(), 0));
    }

    private static Condition condition(Query query) {
        JournalEntry.Source source = query.source();
        String account = query.account();
        return JOURNAL_ENTRY
                .DAY
                .between(query.from(), query.until())
                .and(source == null ? noCondition() : JOURNAL_ENTRY.SOURCE.eq(source.name()))
                .and(
                        account == null
                                ? noCondition()
                                : exists(selectOne()
                                        .from(JOURNAL_LINE)
                                        .where(
                                                JOURNAL_LINE.ENTRY_ID.eq(JOURNAL_ENTRY.ID),
                                                JOURNAL_LINE.ACCOUNT.eq(account))));
    }

    private List<JournalEntry> entries(Condition which, int most) {
        var rows = sql.selectFrom(JOURNAL_ENTRY)
                .where(which)
                .orderBy(JOURNAL_ENTRY.DAY, JOURNAL_ENTRY.ID)
                .limit(most)
                .fetch();
        Map<Long, List<JournalEntry.Line>> lines = lines(rows.getValues(JOURNAL_ENTRY.ID));
        return rows.map(row -> new JournalEntry(
                row.getId(),
                row.getYear(),
                row.getNumber(),
                row.getDay(),
                JournalEntry.Source.valueOf(row.getSource()),
                row.getSourceId(),
                row.getStep(),
                row.getDescription(),
                row.getTotal(),
                row.getMadeAt().toInstant(),
                row.getMadeBy(),
                lines.getOrDefault(row.getId(), List.of())));
    }

    private Map<Long, List<JournalEntry.Line>> lines(Collection<Long> entries) {
        return sql.selectFrom(JOURNAL_LINE)
                .where(JOURNAL_LINE.ENTRY_ID.in(entries))
                .orderBy(JOURNAL_LINE.ENTRY_ID, JOURNAL_LINE.POSITION)
                .fetchGroups(
                        JOURNAL_LINE.ENTRY_ID,
                        row -> new JournalEntry.Line(
                                row.getAccount(),
                                row.getUse() == null ? null : PostingUse.valueOf(row.getUse()),
                                row.getCustomerId(),
                                row.getDebit(),
                                row.getCredit()));
    }

    /** Every line of the days, for a file. */
    public record FileLine(
            int year,
            long number,
            LocalDate day,
            JournalEntry.Source source,
            int step,
            String description,
            String account,
            @Nullable Long customer,
            BigDecimal debit,
            BigDecimal credit) {}

    @Transactional(readOnly = true)
    public void forEach(Query query, Consumer<FileLine> taker) {
        try (var cursor = sql.select(
                        JOURNAL_ENTRY.YEAR,
                        JOURNAL_ENTRY.NUMBER,
                        JOURNAL_ENTRY.DAY,
                        JOURNAL_ENTRY.SOURCE,
                        JOURNAL_ENTRY.STEP,
                        JOURNAL_ENTRY.DESCRIPTION,
                        JOURNAL_LINE.ACCOUNT,
                        JOURNAL_LINE.CUSTOMER_ID,
                        JOURNAL_LINE.DEBIT,
                        JOURNAL_LINE.CREDIT)
                .from(JOURNAL_ENTRY)
                .join(JOURNAL_LINE)
                .on(JOURNAL_LINE.ENTRY_ID.eq(JOURNAL_ENTRY.ID))
                .where(condition(query))
                .orderBy(JOURNAL_ENTRY.DAY, JOURNAL_ENTRY.ID, JOURNAL_LINE.POSITION)
                .fetchSize(AT_ONCE)
                .fetchLazy()) {
            cursor.forEach(row -> taker.accept(new FileLine(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    JournalEntry.Source.valueOf(row.value4()),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    row.value8(),
                    row.value9(),
                    row.value10())));
        }
    }

    /** A line of an account. @param balance of the account after it, above zero on the debit side */
    public record Movement(
            long entryId,
            int year,
            long number,
            LocalDate day,
            JournalEntry.Source source,
            @Nullable Long sourceId,
            int step,
            String description,
            @Nullable Long customer,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal balance) {}

    /** @param opening the balance before the first of these movements @param next where the next page begins, or null */
    public record Statement(
            BigDecimal opening,
            List<Movement> movements,
            @Nullable After next) {
        public Statement {
            movements = List.copyOf(movements);
        }

        public BigDecimal closing() {
            return movements.isEmpty() ? opening : movements.getLast().balance();
        }
    }

    /** The movements of an account, of one customer or of all, with the balance after each. */
    public Statement statement(
            String account, @Nullable Long customer, LocalDate from, LocalDate until, @Nullable After after) {
        Condition which = JOURNAL_LINE
                .ACCOUNT
                .eq(account)
                .and(customer == null ? noCondition() : JOURNAL_LINE.CUSTOMER_ID.eq(customer));
        var place = row(JOURNAL_LINE.DAY, JOURNAL_LINE.ENTRY_ID, JOURNAL_LINE.POSITION);
        Condition before =
                after == null ? JOURNAL_LINE.DAY.lt(from) : place.le(after.day(), after.entryId(), after.position());
        Condition rest =
                after == null ? JOURNAL_LINE.DAY.ge(from) : place.gt(after.day(), after.entryId(), after.position());
        BigDecimal opening = balance(which.and(before));
        List<Movement> movements = new ArrayList<>();
        BigDecimal[] balance = {opening};
        int[] positions = new int[PAGE + 1];
        sql.select(
                        JOURNAL_ENTRY.ID,
                        JOURNAL_ENTRY.YEAR,
                        JOURNAL_ENTRY.NUMBER,
                        JOURNAL_ENTRY.DAY,
                        JOURNAL_ENTRY.SOURCE,
                        JOURNAL_ENTRY.SOURCE_ID,
                        JOURNAL_ENTRY.STEP,
                        JOURNAL_ENTRY.DESCRIPTION,
                        JOURNAL_LINE.CUSTOMER_ID,
                        JOURNAL_LINE.DEBIT,
                        JOURNAL_LINE.CREDIT,
                        JOURNAL_LINE.POSITION)
                .from(JOURNAL_LINE)
                .join(JOURNAL_ENTRY)
                .on(JOURNAL_ENTRY.ID.eq(JOURNAL_LINE.ENTRY_ID))
                .where(which, rest, JOURNAL_LINE.DAY.le(until))
                .orderBy(JOURNAL_LINE.DAY, JOURNAL_LINE.ENTRY_ID, JOURNAL_LINE.POSITION)
                .limit(PAGE + 1)
                .forEach(row -> {
                    balance[0] = balance[0].add(row.value10()).subtract(row.value11());
                    positions[movements.size()] = row.value12();
                    movements.add(new Movement(
                            row.value1(),
                            row.value2(),
                            row.value3(),
                            row.value4(),
                            JournalEntry.Source.valueOf(row.value5()),
                            row.value6(),
                            row.value7(),
                            row.value8(),
                            row.value9(),
                            row.value10(),
                            row.value11(),
                            balance[0]));
                });
        if (movements.size() <= PAGE) {
            return new Statement(opening, movements, null);
        }
        Movement last = movements.get(PAGE - 1);
        return new Statement(
                opening, movements.subList(0, PAGE), new After(last.day(), last.entryId(), positions[PAGE - 1]));
    }

    private BigDecimal balance(Condition which) {
        return sql.select(coalesce(sum(JOURNAL_LINE.DEBIT.minus(JOURNAL_LINE.CREDIT)), inline(BigDecimal.ZERO)))
                .from(JOURNAL_LINE)
                .where(which)
                .fetchSingle()
                .value1();
    }

    /** What stands on each account for a customer, above zero on the debit side. */
    public Map<String, BigDecimal> balances(long customer) {
        return sql.select(JOURNAL_LINE.ACCOUNT, sum(JOURNAL_LINE.DEBIT.minus(JOURNAL_LINE.CREDIT)))
                .from(JOURNAL_LINE)
                .where(JOURNAL_LINE.CUSTOMER_ID.eq(customer))
                .groupBy(JOURNAL_LINE.ACCOUNT)
                .orderBy(JOURNAL_LINE.ACCOUNT)
                .fetchMap(JOURNAL_LINE.ACCOUNT, row -> row.value2());
    }

    /** An account in a span of days. @param opening above zero on the debit side */
    public record Total(String account, BigDecimal opening, BigDecimal debit, BigDecimal credit) {
        public BigDecimal closing() {
            return opening.add(debit).subtract(credit);
        }
    }

    /** The trial balance (balance de sumas y saldos): every account that was ever posted to until the last day. */
    public List<Total> totals(LocalDate from, LocalDate until) {
        Field<BigDecimal> opening =
                sum(JOURNAL_LINE.DEBIT.minus(JOURNAL_LINE.CREDIT)).filterWhere(JOURNAL_LINE.DAY.lt(from));
        Field<BigDecimal> debit = sum(JOURNAL_LINE.DEBIT).filterWhere(JOURNAL_LINE.DAY.ge(from));
        Field<BigDecimal> credit = sum(JOURNAL_LINE.CREDIT).filterWhere(JOURNAL_LINE.DAY.ge(from));
        Field<BigDecimal> zero = inline(BigDecimal.ZERO);
        return sql.select(JOURNAL_LINE.ACCOUNT, coalesce(opening, zero), coalesce(debit, zero), coalesce(credit, zero))
                .from(JOURNAL_LINE)
                .where(JOURNAL_LINE.DAY.le(until))
                .groupBy(JOURNAL_LINE.ACCOUNT)
                .orderBy(JOURNAL_LINE.ACCOUNT)
                .fetch(row -> new Total(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** What the postings of documents for a use come to in a span of days: above zero on the debit side. */
    public BigDecimal posted(Collection<PostingUse> uses, LocalDate from, LocalDate until) {
        return balance(
                JOURNAL_LINE.USE.in(uses.stream().map(Enum::name).toList()).and(JOURNAL_LINE.DAY.between(from, until)));
    }
}
