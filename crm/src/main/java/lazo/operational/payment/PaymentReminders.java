package lazo.operational.payment;

import static lazodb.Tables.INVOICE_REMINDER;
import static lazodb.Tables.REMINDER_POLICY;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.InvoiceMails;
import lazo.operational.billing.Invoices;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails customers what is overdue, step by step: each step once for an invoice, none before its day nor sooner after the step
 * before than the steps are apart, none once it is paid, none to a customer who gets no reminders.
 */
@Component
public class PaymentReminders {
    public static final int MOST_STEPS = 5;
    public static final int MOST_DAYS = 365;
    private static final int AT_ONCE = 200;
    private static final Logger log = LoggerFactory.getLogger(PaymentReminders.class);

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Invoices invoices;
    private final InvoiceMails mails;
    private final Users users;
    private final CompanySettings company;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PaymentReminders(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            Invoices invoices,
            InvoiceMails mails,
            Users users,
            CompanySettings company,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.invoices = invoices;
        this.mails = mails;
        this.users = users;
        this.company = company;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param days after the due date, one for each step, rising */
    public record Policy(boolean active, List<Integer> days) {
        public Policy {
            days = List.copyOf(days);
        }
    }

    /** A reminder that was written. @param balance what was owed then */
    public record Reminder(int step, BigDecimal balance, Instant at) {}

    public Policy policy() {
        return sql.selectFrom(REMINDER_POLICY).fetchSingle(row -> new Policy(row.getActive(), List.of(row.getDays())));
    }

    public void set(Policy policy) {
        sql.update(REMINDER_POLICY)
                .set(REMINDER_POLICY.ACTIVE, policy.active())
                .set(REMINDER_POLICY.DAYS, policy.days().toArray(Integer[]::new))
                .execute();
    }

    /** Those of an invoice, the first one first. */
    public List<Reminder> of(long invoiceId) {
        return sql.selectFrom(INVOICE_REMINDER)
                .where(INVOICE_REMINDER.INVOICE_ID.eq(invoiceId))
                .orderBy(INVOICE_REMINDER.STEP)
                .fetch(row -> new Reminder(
                        row.getStep(), row.getBalance(), row.getWrittenAt().toInstant()));
    }

    /** Writes what is due by now. @return how many mails */
    public int writeDue() {
        Policy policy = policy();
        Optional<User> anybody = users.active().stream().findFirst();
        if (!policy.active() || !mails.goOut() || anybody.isEmpty()) {
            return 0;
        }
        Actor program = users.actor(anybody.get().id()).asProgram();
        ZoneId zone = company.load().zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        int written = 0;
        long after = 0;
        while (true) {
            List<Long> some = overdue(policy, today, after);
            for (long id : some) {
                try {
                    written += Objects.requireNonNull(
                            transaction.execute(status -> remind(id, policy, today, zone, program) ? 1 : 0));
                } catch (RuntimeException failed) {
                    log.warn("Nobody was reminded of invoice {}; it is tried again", id, failed);
                }
            }
            if (some.size() < AT_ONCE) {
                return written;
            }
            after = some.getLast();
        }
    }

    private Condition open(RecordTable table) {
        ObjectType type = table.type();
        return table.deletedAt()
                .isNull()
                .and(table.text(type.field("status")).in("issued", "partly_paid"))
                .and(table.number(type.field("balance")).gt(BigDecimal.ZERO));
    }

    /** Open invoices whose next step has come. */
    private List<Long> overdue(Policy policy, LocalDate today, long after) {
        RecordTable table = new RecordTable(invoices.type());
        Field<LocalDate> due = table.date(invoices.type().field("due_date"));
        Field<Integer> written =
                DSL.field(selectCount().from(INVOICE_REMINDER).where(INVOICE_REMINDER.INVOICE_ID.eq(table.id())));
        Condition next = DSL.noCondition();
        for (int step = 0; step < policy.days().size(); step++) {
            next = next.or(
                    written.eq(step).and(due.le(today.minusDays(policy.days().get(step)))));
        }
        ObjectType accounts = types.load("account");
        RecordTable account = new RecordTable(accounts, "a");
        Condition wanted = accounts.find("no_reminders")
                .<Condition>map(field -> notExists(selectOne()
                        .from(account.table())
                        .where(
                                account.id().eq(table.reference(invoices.type().field("account"))),
                                account.yesNo(field).isTrue())))
                .orElse(DSL.noCondition());
        return sql.select(table.id())
                .from(table.table())
                .where(
                        open(table),
                        due.le(today.minusDays(policy.days().getFirst())),
                        table.id().gt(after),
                        next,
                        wanted)
                .orderBy(table.id())
                .limit(AT_ONCE)
                .fetch(table.id());
    }

    private boolean remind(long id, Policy policy, LocalDate today, ZoneId zone, Actor program) {
        RecordTable table = new RecordTable(invoices.type());
        boolean held = sql.select(table.id())
                .from(table.table())
                .where(table.id().eq(id), open(table))
                .forUpdate()
                .skipLocked()
                .fetchOptional()
                .isPresent();
        if (!held) {
            return false;
        }
        StoredRecord invoice = records.find(invoices.type(), id, program).orElseThrow();
        List<Reminder> before = of(id);
        int step = before.size();
        if (step >= policy.days().size()) {
            return false;
        }
        LocalDate due = Objects.requireNonNull(invoice.date("due_date"));
        LocalDate day = due.plusDays(policy.days().get(step));
        if (step > 0) {
            LocalDate last = LocalDate.ofInstant(before.getLast().at(), zone);
            LocalDate apart =
                    last.plusDays(policy.days().get(step) - (long) policy.days().get(step - 1));
            day = Stream.of(day, apart).max(LocalDate::compareTo).get();
        }
        if (day.isAfter(today) || !mails.remind(invoice, step + 1, ChronoUnit.DAYS.between(due, today))) {
            return false;
        }
        sql.insertInto(INVOICE_REMINDER)
                .set(INVOICE_REMINDER.INVOICE_ID, id)
                .set(INVOICE_REMINDER.STEP, step + 1)
                .set(
                        INVOICE_REMINDER.BALANCE,
                        Objects.requireNonNull(invoice.money("balance")).amount())
                .set(INVOICE_REMINDER.WRITTEN_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
        return true;
    }

    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        RecurringTask<Void> remindersDue(PaymentReminders reminders) {
            return Tasks.recurring("reminders-due", Schedules.fixedDelay(Duration.ofHours(1)))
                    .execute((instance, context) -> reminders.writeDue());
        }
    }
}
