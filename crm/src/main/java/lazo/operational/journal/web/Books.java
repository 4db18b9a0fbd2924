package lazo.operational.journal.web;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.operational.journal.ChartOfAccounts;
import lazo.operational.journal.JournalEntry;
import lazo.operational.journal.JournalFailures;
import lazo.operational.journal.LedgerAccount;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What all screens of the books need: who may look at them, and how what stands in them is told. */
@Component
public final class Books {
    private final ChartOfAccounts chart;
    private final JournalFailures failures;
    private final Records records;
    private final ObjectTypes types;
    private final CompanySettings company;

    Books(
            ChartOfAccounts chart,
            JournalFailures failures,
            Records records,
            ObjectTypes types,
            CompanySettings company) {
        this.chart = chart;
        this.failures = failures;
        this.records = records;
        this.types = types;
        this.company = company;
    }

    static boolean reads(Actor actor) {
        return actor.on("invoice").see() == Scope.ALL;
    }

    static boolean keeps(Actor actor) {
        return reads(actor) && actor.may(Ability.ACCOUNTING);
    }

    static void reading(Actor actor) {
        if (!reads(actor)) {
            throw Problem.forbidden("JRN-403", "ledger.forbidden");
        }
    }

    static void keeping(Actor actor) {
        if (!keeps(actor)) {
            throw Problem.forbidden("JRN-403", "ledger.forbidden");
        }
    }

    static void exporting(Actor actor) {
        reading(actor);
        if (actor.on("invoice").export() != Scope.ALL) {
            throw Problem.forbidden("JRN-403", "ledger.forbidden");
        }
    }

    /** @param started whether a chart was chosen @param failures how many documents could not be posted */
    public record Frame(
            Map<String, LedgerAccount> accounts,
            String currency,
            boolean started,
            boolean keeps,
            boolean exports,
            int failures) {
        public Frame {
            accounts = Map.copyOf(accounts);
        }

        public String name(String account, Screen screen) {
            LedgerAccount found = accounts.get(account);
            return found == null ? "" : found.label().in(screen.locale());
        }

        public String money(BigDecimal amount, Screen screen) {
            return screen.money(amount, currency);
        }

        /** Nothing for nothing. */
        public String side(BigDecimal amount, Screen screen) {
            return amount.signum() == 0 ? "" : screen.money(amount, currency);
        }
    }

    Frame frame(Actor actor) {
        return new Frame(
                chart.accounts(),
                company.load().currency().getCurrencyCode(),
                chart.chart().isPresent(),
                keeps(actor),
                actor.on("invoice").export() == Scope.ALL,
                failures.count());
    }

    /** A customer and where they are. */
    public record Customer(String href, String title) {}

    Map<Long, Customer> customers(Collection<Long> ids, Actor actor) {
        Map<Long, Customer> found = new HashMap<>();
        Set<Long> wanted = Set.copyOf(ids);
        for (String object : PaymentLists.CUSTOMERS) {
            records.titles(types.load(object), wanted, actor)
                    .forEach((id, title) -> found.put(id, new Customer("/o/" + object + "/" + id, title)));
        }
        return found;
    }

    Map<Long, Customer> customersOf(List<JournalEntry> entries, Actor actor) {
        return customers(
                entries.stream()
                        .flatMap(entry -> entry.lines().stream())
                        .flatMap(line -> Optional.ofNullable(line.customer()).stream())
                        .toList(),
                actor);
    }

    /** Where the document of an entry is, or null. */
    public static @Nullable String document(
            JournalEntry.Source source, @Nullable Long id, @Nullable Customer customer) {
        return switch (source) {
            case INVOICE -> "/o/invoice/" + id;
            case PAYMENT -> customer == null ? null : customer.href() + "/payments";
            case REVERSAL -> "/journal/entries/" + id;
            case MANUAL -> null;
        };
    }

    /** What an entry is about. */
    public static String text(JournalEntry.Source source, int step, String description, Screen screen) {
        String kind = source == JournalEntry.Source.PAYMENT && step > 1 ? "PAYMENT.later" : source.name();
        String told = screen.t("journal.source." + kind);
        return source == JournalEntry.Source.MANUAL ? description : (told + " " + description).strip();
    }

    static String told(lazo.kernel.record.Problem problem, String currency, Screen screen) {
        List<String> shown = new ArrayList<>();
        for (String arg : problem.args()) {
            LocalDate day = day(arg);
            shown.add(day == null ? arg : screen.date(day));
        }
        if (problem.code().equals("JRN-104")) {
            shown.set(0, screen.money(new BigDecimal(problem.args().getFirst()), currency));
        }
        return screen.t(problem.messageKey(), shown.toArray()) + " (" + problem.code() + ")";
    }

    static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() >= 1900 && day.getYear() <= 9999 ? day : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** The days asked for, or this year. */
    public record Days(LocalDate from, LocalDate until) {
        static Days of(String from, String until, Screen screen) {
            LocalDate first = day(from);
            LocalDate last = day(until);
            LocalDate today = screen.today();
            return new Days(
                    first == null ? today.withDayOfYear(1) : first,
                    last == null ? today.withMonth(12).withDayOfMonth(31) : last);
        }

        public String query() {
            return "from=" + from + "&until=" + until;
        }
    }
}
