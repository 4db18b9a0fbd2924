package lazo.operational.journal;

import static lazodb.Tables.JOURNAL_ENTRY;
import static lazodb.Tables.JOURNAL_LINE;
import static lazodb.Tables.JOURNAL_YEAR;
import static lazodb.Tables.LEDGER_SETTING;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.Problem;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Posts entries: those of documents in the transaction of the document, and those an accountant types. */
@Component
public class Journal {
    public static final int LONGEST_TEXT = 200;
    public static final int MOST_LINES = 200;

    private static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);
    private static final BigDecimal LARGEST = new BigDecimal("1e13");

    private final DSLContext sql;
    private final ChartOfAccounts chart;
    private final JournalLists lists;
    private final CompanySettings company;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Journal(
            DSLContext sql,
            ChartOfAccounts chart,
            JournalLists lists,
            CompanySettings company,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.chart = chart;
        this.lists = lists;
        this.company = company;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Where on the journal an amount stands. */
    record Place(
            String account,
            @Nullable PostingUse use,
            @Nullable Long customer) {}

    /** What is to be posted. @param amounts above zero for debit, below for credit; they come to zero */
    record Posting(
            LocalDate day,
            JournalEntry.Source source,
            @Nullable Long sourceId,
            int step,
            String description,
            List<Map.Entry<Place, BigDecimal>> amounts) {}

    /** What somebody types: an account, and one of both amounts. */
    public record Typed(String account, BigDecimal debit, BigDecimal credit) {}

    /** What became of it; nothing was written unless it is done. */
    public sealed interface Posted {
        record Done(long entryId) implements Posted {}

        record Refused(List<Problem> problems) implements Posted {
            public Refused {
                problems = List.copyOf(problems);
            }

            static Refused of(String field, String code, String... args) {
                return new Refused(List.of(Problem.of(field, code, args)));
            }
        }
    }

    /** In the transaction of the caller, which ends soon: whoever posts in the same year waits for it. */
    Posted post(Posting posting, Actor actor) {
        Optional<LocalDate> closed = closedThrough();
        if (closed.isPresent() && !posting.day().isAfter(closed.get())) {
            return Posted.Refused.of("date", "JRN-101", "" + posting.day(), "" + closed.get());
        }
        List<Map.Entry<Place, BigDecimal>> amounts = posting.amounts().stream()
                .filter(one -> one.getValue().signum() != 0)
                .toList();
        int year = posting.day().getYear();
        long number = sql.insertInto(JOURNAL_YEAR)
                        .set(JOURNAL_YEAR.YEAR, year)
                        .set(JOURNAL_YEAR.NEXT_NUMBER, 2L)
                        .onConflict(JOURNAL_YEAR.YEAR)
                        .doUpdate()
                        .set(JOURNAL_YEAR.NEXT_NUMBER, JOURNAL_YEAR.NEXT_NUMBER.plus(1))
                        .returningResult(JOURNAL_YEAR.NEXT_NUMBER)
                        .fetchSingle()
                        .value1()
                - 1;
        long entry = sql.insertInto(JOURNAL_ENTRY)
                .set(JOURNAL_ENTRY.YEAR, year)
                .set(JOURNAL_ENTRY.NUMBER, number)
                .set(JOURNAL_ENTRY.DAY, posting.day())
                .set(JOURNAL_ENTRY.SOURCE, posting.source().name())
                .set(JOURNAL_ENTRY.SOURCE_ID, posting.sourceId())
                .set(JOURNAL_ENTRY.STEP, posting.step())
                .set(JOURNAL_ENTRY.DESCRIPTION, posting.description())
                .set(JOURNAL_ENTRY.LINES, amounts.size())
                .set(
                        JOURNAL_ENTRY.TOTAL,
                        amounts.stream()
                                .map(Map.Entry::getValue)
                                .filter(amount -> amount.signum() > 0)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .set(JOURNAL_ENTRY.MADE_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(JOURNAL_ENTRY.MADE_BY, actor.id() == 0 ? null : actor.id())
                .returningResult(JOURNAL_ENTRY.ID)
                .fetchSingle()
                .value1();
        var insert = sql.insertInto(
                JOURNAL_LINE,
                JOURNAL_LINE.ENTRY_ID,
                JOURNAL_LINE.DAY,
                JOURNAL_LINE.POSITION,
                JOURNAL_LINE.ACCOUNT,
                JOURNAL_LINE.USE,
                JOURNAL_LINE.CUSTOMER_ID,
                JOURNAL_LINE.DEBIT,
                JOURNAL_LINE.CREDIT);
        int position = 0;
        for (Map.Entry<Place, BigDecimal> one : amounts) {
            PostingUse use = one.getKey().use();
            insert = insert.values(
                    entry,
                    posting.day(),
                    ++position,
                    one.getKey().account(),
                    use == null ? null : use.name(),
                    one.getKey().customer(),
                    one.getValue().max(BigDecimal.ZERO),
                    one.getValue().negate().max(BigDecimal.ZERO));
        }
        insert.execute();
        return new Posted.Done(entry);
    }

    /** Nobody closes or reopens until the transaction ends. */
    private Optional<LocalDate> closedThrough() {
        return sql.select(LEDGER_SETTING.CLOSED_THROUGH)
                .from(LEDGER_SETTING)
                .forShare()
                .fetchOptional(LEDGER_SETTING.CLOSED_THROUGH);
    }

    /** An entry that somebody types. */
    public Posted enter(LocalDate day, String description, List<Typed> typed, Actor actor) {
        List<Problem> problems = problems(day, description.strip(), typed);
        if (!problems.isEmpty()) {
            return new Posted.Refused(problems);
        }
        List<Map.Entry<Place, BigDecimal>> amounts = typed.stream()
                .map(one -> Map.entry(
                        new Place(one.account(), null, null), one.debit().subtract(one.credit())))
                .toList();
        Posting posting = new Posting(day, JournalEntry.Source.MANUAL, null, 1, description.strip(), amounts);
        return Objects.requireNonNull(transaction.execute(status -> noted(posting, "create", actor)));
    }

    private List<Problem> problems(LocalDate day, String description, List<Typed> typed) {
        List<Problem> problems = new ArrayList<>();
        if (chart.chart().isEmpty()) {
            return List.of(Problem.of("", "JRN-102"));
        }
        if (day.isBefore(EARLIEST) || isTooLate(day)) {
            problems.add(Problem.of("date", "JRN-107"));
        }
        if (description.isEmpty() || description.length() > LONGEST_TEXT) {
            problems.add(Problem.of("description", "JRN-108", "" + LONGEST_TEXT));
        }
        if (typed.size() < 2 || typed.size() > MOST_LINES) {
            problems.add(Problem.of("", "JRN-105", "" + MOST_LINES));
        }
        int decimals = Math.max(0, currency().getDefaultFractionDigits());
        Map<String, Boolean> takes = new LinkedHashMap<>();
        BigDecimal difference = BigDecimal.ZERO;
        for (int i = 0; i < typed.size(); i++) {
            Typed one = typed.get(i);
            BigDecimal debit = one.debit();
            BigDecimal credit = one.credit();
            if (!takes.computeIfAbsent(one.account(), chart::takes)) {
                problems.add(Problem.of("line." + i, "JRN-103", one.account()));
            }
            if (debit.signum() < 0
                    || credit.signum() < 0
                    || (debit.signum() == 0) == (credit.signum() == 0)
                    || debit.max(credit).compareTo(LARGEST) >= 0
                    || debit.max(credit).stripTrailingZeros().scale() > decimals) {
                problems.add(Problem.of("line." + i, "JRN-106", "" + (i + 1), "" + decimals));
            }
            difference = difference.add(debit).subtract(credit);
        }
        if (problems.isEmpty() && difference.signum() != 0) {
            problems.add(Problem.of(
                    "", "JRN-104", difference.abs().toPlainString(), currency().getCurrencyCode()));
        }
        return problems;
    }

    private Currency currency() {
        return company.load().currency();
    }

    /** Takes back an entry that somebody typed, by another one with the sides changed. */
    public Posted reverse(long entryId, LocalDate day, Actor actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            JournalEntry entry = lists.hold(entryId);
            if (entry.source() != JournalEntry.Source.MANUAL) {
                return Posted.Refused.of("", "JRN-110");
            }
            if (lists.find(JournalEntry.Source.REVERSAL, entryId).isPresent()) {
                return Posted.Refused.of("", "JRN-109");
            }
            if (day.isBefore(entry.day()) || isTooLate(day)) {
                return Posted.Refused.of("date", "JRN-111", "" + entry.day());
            }
            List<Map.Entry<Place, BigDecimal>> amounts = entry.lines().stream()
                    .map(line -> Map.entry(
                            new Place(line.account(), null, line.customer()),
                            line.credit().subtract(line.debit())))
                    .toList();
            String text = entry.description();
            return noted(new Posting(day, JournalEntry.Source.REVERSAL, entryId, 1, text, amounts), "reverse", actor);
        }));
    }

    private Posted noted(Posting posting, String action, Actor actor) {
        Posted posted = post(posting, actor);
        if (posted instanceof Posted.Done(long id)) {
            audit.note(
                    actor.id(), action, "journal_entry", id, posting.description(), Map.of("day", "" + posting.day()));
        }
        return posted;
    }

    private boolean isTooLate(LocalDate day) {
        return day.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusYears(1));
    }
}
