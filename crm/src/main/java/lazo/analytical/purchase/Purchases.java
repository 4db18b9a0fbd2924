package lazo.analytical.purchase;

import static lazodb.Tables.DOCUMENT;
import static lazodb.Tables.DOCUMENT_LINE;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.percentileCont;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was bought: totals, recency, frequency and money of the customers, who brings how much, months, and how many come back.
 * Of the invoices the actor sees, those of before Lazo included, in one currency.
 *
 * <p>A <em>purchase</em> is a line of a known customer with a quantity and a price above zero; returns, corrections and sales
 * to nobody count in the totals only. An invoice with a purchase is one order of its customer. Recency is in days before
 * {@link Figures#until}; money is without taxes. Reproduces the figures published for Online Retail (D. Chen, S. L. Sain,
 * K. Guo, Journal of Database Marketing 19, 2012): docs/performance.md.
 */
@Component
public class Purchases {
    private static final List<String> COUNTED = List.of("issued", "partly_paid", "paid", "past");
    private static final Table<?> SALE = table(name("pg_temp", "sale"));
    private static final Field<Long> INVOICE = field(name("invoice"), Long.class);
    private static final Field<Long> CUSTOMER = field(name("customer"), Long.class);
    private static final Field<LocalDate> DAY = field(name("day"), LocalDate.class);
    private static final Field<BigDecimal> NET = field(name("net"), BigDecimal.class);
    private static final Field<BigDecimal> BOUGHT = field(name("bought"), BigDecimal.class);
    private static final Field<BigDecimal> RETURNED = field(name("returned"), BigDecimal.class);
    private static final Field<Integer> LINES = field(name("lines"), Integer.class);
    private static final Field<Integer> ITEMS = field(name("items"), Integer.class);

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;

    Purchases(DSLContext sql, ObjectTypes types, Access access) {
        this.sql = sql;
        this.types = types;
        this.access = access;
    }

    /** Which invoices. @param from the first day, null for from the beginning @param currency null for that of most invoices */
    public record Scope(
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable String currency) {
        public static final Scope ALL = new Scope(null, null, null);
    }

    /** Everything. @param returned what went back, at most zero @param nobody lines and money of nobody known */
    public record Totals(
            long lines,
            long invoices,
            long products,
            BigDecimal net,
            BigDecimal returned,
            long linesOfNobody,
            BigDecimal netOfNobody) {}

    /** Purchases alone. */
    public record Bought(long lines, long invoices, long customers, BigDecimal money) {}

    /** @param mean to 4 decimals @param median the middle one */
    public record Middle(BigDecimal mean, BigDecimal median) {}

    /**
     * Recency, frequency and money of the customers.
     *
     * @param once customers with one order
     * @param gini how unequally they bring money: 0 when all the same, near 1 when one brings all
     */
    public record Customers(
            Middle recency, Middle frequency, Middle money, long once, List<Top> tops, BigDecimal gini) {
        public Customers {
            tops = List.copyOf(tops);
        }
    }

    /** What the best customers bring. @param best percent of the customers @param share percent of the money */
    public record Top(int best, long customers, BigDecimal money, BigDecimal share) {}

    public record Month(YearMonth month, BigDecimal money, long customers, long invoices) {}

    /** Who first bought in a month. @param buyers who bought 0, 1, 2 … months later */
    public record Cohort(YearMonth month, List<Long> buyers) {
        public Cohort {
            buyers = List.copyOf(buyers);
        }
    }

    /**
     * All figures of one scope.
     *
     * @param until the day after the last purchase: recency counts from here
     * @param currencies those there are, that of most invoices first
     * @param partial whether there may be invoices the actor does not see
     */
    public record Figures(
            String currency,
            List<String> currencies,
            LocalDate first,
            LocalDate until,
            Totals totals,
            Bought bought,
            @Nullable Customers customers,
            List<Month> months,
            List<Cohort> cohorts,
            boolean partial) {
        public Figures {
            currencies = List.copyOf(currencies);
            months = List.copyOf(months);
            cohorts = List.copyOf(cohorts);
        }
    }

    /** Empty when nothing was sold in that scope. */
    @Transactional
    public Optional<Figures> of(Scope scope, Actor actor) {
        ObjectType type = types.load("invoice");
        RecordTable invoice = new RecordTable(type);
        Condition within = within(invoice, scope, actor);
        List<String> currencies = currencies(invoice, within);
        if (currencies.isEmpty()) {
            return Optional.empty();
        }
        String currency = scope.currency() == null ? currencies.getFirst() : scope.currency();
        if (!currencies.contains(currency)) {
            return Optional.empty();
        }
        gather(invoice, within.and(DOCUMENT.CURRENCY.eq(currency)));
        var span =
                Objects.requireNonNull(sql.select(min(DAY), max(DAY)).from(SALE).fetchOne());
        LocalDate until = span.value2().plusDays(1);
        Bought bought = bought();
        return Optional.of(new Figures(
                currency,
                currencies,
                span.value1(),
                until,
                totals(invoice, within.and(DOCUMENT.CURRENCY.eq(currency))),
                bought,
                bought.customers() == 0 ? null : customers(until),
                months(),
                cohorts(),
                actor.on(type.key()).see() != lazo.kernel.identity.Scope.ALL));
    }

    private Condition within(RecordTable invoice, Scope scope, Actor actor) {
        ObjectType type = invoice.type();
        Field<LocalDate> date = invoice.date(type.field("date"));
        Condition within = invoice.text(type.field("status"))
                .in(COUNTED)
                .and(invoice.deletedAt().isNull())
                .and(date.isNotNull())
                .and(access.visible(actor, invoice));
        if (scope.from() != null) {
            within = within.and(date.ge(scope.from()));
        }
        return scope.until() == null ? within : within.and(date.le(scope.until()));
    }

    private List<String> currencies(RecordTable invoice, Condition within) {
        return sql.select(DOCUMENT.CURRENCY)
                .from(invoice.table())
                .join(DOCUMENT)
                .on(DOCUMENT.DOCUMENT_ID.eq(invoice.id()))
                .where(within)
                .groupBy(DOCUMENT.CURRENCY)
                .orderBy(count().desc(), DOCUMENT.CURRENCY)
                .fetch(DOCUMENT.CURRENCY);
    }

    private static Condition counts() {
        return DOCUMENT_LINE.KIND.in("ITEM", "CHOSEN");
    }

    /** One row per invoice, for the length of the transaction, so that the lines are read once. */
    private void gather(RecordTable invoice, Condition within) {
        ObjectType type = invoice.type();
        Field<Long> customer =
                coalesce(invoice.reference(type.field("account")), invoice.reference(type.field("contact")));
        Condition purchase = customer.isNotNull()
                .and(DOCUMENT_LINE.QUANTITY.gt(BigDecimal.ZERO))
                .and(DOCUMENT_LINE.PRICE.gt(BigDecimal.ZERO));
        sql.execute("drop table if exists pg_temp.sale");
        sql.createTemporaryTable(name("sale"))
                .as(sql.select(
                                invoice.id().as(INVOICE),
                                customer.as(CUSTOMER),
                                invoice.date(type.field("date")).as(DAY),
                                sum(DOCUMENT_LINE.NET).as(NET),
                                sum(DOCUMENT_LINE.NET).filterWhere(purchase).as(BOUGHT),
                                sum(DOCUMENT_LINE.NET)
                                        .filterWhere(DOCUMENT_LINE.NET.lt(BigDecimal.ZERO))
                                        .as(RETURNED),
                                count().as(LINES),
                                count().filterWhere(purchase).as(ITEMS))
                        .from(invoice.table())
                        .join(DOCUMENT)
                        .on(DOCUMENT.DOCUMENT_ID.eq(invoice.id()))
                        .join(DOCUMENT_LINE)
                        .on(DOCUMENT_LINE.DOCUMENT_ID.eq(invoice.id()), counts())
                        .where(within)
                        .groupBy(invoice.id(), customer, invoice.date(type.field("date"))))
                .onCommitDrop()
                .execute();
    }

    private Totals totals(RecordTable invoice, Condition within) {
        long products = sql.select(countDistinct(DOCUMENT_LINE.PRODUCT_ID))
                .from(invoice.table())
                .join(DOCUMENT)
                .on(DOCUMENT.DOCUMENT_ID.eq(invoice.id()))
                .join(DOCUMENT_LINE)
                .on(DOCUMENT_LINE.DOCUMENT_ID.eq(invoice.id()), counts())
                .where(within)
                .fetchSingle()
                .value1();
        return Objects.requireNonNull(sql.select(
                        sum(LINES),
                        count(),
                        sum(NET),
                        coalesce(sum(RETURNED), inline(BigDecimal.ZERO)),
                        coalesce(sum(LINES).filterWhere(CUSTOMER.isNull()), inline(BigDecimal.ZERO)),
                        coalesce(sum(NET).filterWhere(CUSTOMER.isNull()), inline(BigDecimal.ZERO)))
                .from(SALE)
                .fetchOne(row -> new Totals(
                        row.value1().longValue(),
                        row.value2(),
                        products,
                        cents(row.value3()),
                        cents(row.value4()),
                        row.value5().longValue(),
                        cents(row.value6()))));
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    private Bought bought() {
        return Objects.requireNonNull(sql.select(
                        coalesce(sum(ITEMS), inline(BigDecimal.ZERO)),
                        count(),
                        countDistinct(CUSTOMER),
                        coalesce(sum(BOUGHT), inline(BigDecimal.ZERO)))
                .from(SALE)
                .where(ITEMS.gt(0))
                .fetchOne(
                        row -> new Bought(row.value1().longValue(), row.value2(), row.value3(), cents(row.value4()))));
    }

    // Customers

    private Customers customers(LocalDate until) {
        Field<Integer> recency = field("({0} - max({1}))", SQLDataType.INTEGER, val(Date.valueOf(until)), DAY)
                .as("recency");
        Field<Integer> frequency = count().as("frequency");
        Field<BigDecimal> money = sum(BOUGHT).as("money");
        var each = sql.select(recency, frequency, money)
                .from(SALE)
                .where(ITEMS.gt(0))
                .groupBy(CUSTOMER)
                .asTable("each");
        Field<BigDecimal> days = cast(each.field(recency), SQLDataType.NUMERIC);
        Field<BigDecimal> times = cast(each.field(frequency), SQLDataType.NUMERIC);
        Field<BigDecimal> amount = Objects.requireNonNull(each.field(money));
        var middle = Objects.requireNonNull(sql.select(
                        avg(days),
                        percentileCont(inline(0.5)).withinGroupOrderBy(days),
                        avg(times),
                        percentileCont(inline(0.5)).withinGroupOrderBy(times),
                        avg(amount),
                        percentileCont(inline(0.5)).withinGroupOrderBy(amount),
                        count().filterWhere(times.eq(BigDecimal.ONE)),
                        count(),
                        sum(amount))
                .from(each)
                .fetchOne());
        long n = middle.value8();
        BigDecimal all = middle.value9();
        return new Customers(
                middle(middle.value1(), middle.value2()),
                middle(middle.value3(), middle.value4()),
                middle(middle.value5(), middle.value6()),
                middle.value7(),
                tops(n, all),
                gini(n, all));
    }

    private static Middle middle(BigDecimal mean, BigDecimal median) {
        BigDecimal exact = median.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
        return new Middle(mean.setScale(4, RoundingMode.HALF_UP), exact.scale() < 0 ? exact.setScale(0) : exact);
    }

    /** Customers from the one who brings most on, with their place. */
    private Table<?> ranked() {
        return sql.select(
                        sum(BOUGHT).as("money"),
                        rowNumber().over().orderBy(sum(BOUGHT).desc()).as("place"))
                .from(SALE)
                .where(ITEMS.gt(0))
                .groupBy(CUSTOMER)
                .asTable("ranked");
    }

    private List<Top> tops(long n, BigDecimal all) {
        List<Top> tops = new ArrayList<>();
        for (int best : List.of(1, 5, 10, 20)) {
            long customers = (n * best + 99) / 100;
            BigDecimal money = sql.select(sum(field(name("money"), BigDecimal.class)))
                    .from(ranked())
                    .where(field(name("place"), Long.class).le(customers))
                    .fetchSingle()
                    .value1();
            tops.add(new Top(best, customers, cents(money), percent(money, all)));
        }
        return tops;
    }

    private static BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? BigDecimal.ZERO
                : part.multiply(BigDecimal.valueOf(100)).divide(whole, 2, RoundingMode.HALF_UP);
    }

    /** With customers i = 1 … n from the smallest money m up: Σ(2i - n - 1)·m / (n·Σm). */
    private BigDecimal gini(long n, BigDecimal all) {
        BigDecimal weighted = sql.select(sum(field(name("money"), BigDecimal.class)
                        .mul(val(BigDecimal.valueOf(n + 1))
                                .minus(field(name("place"), BigDecimal.class).mul(inline(2))))))
                .from(ranked())
                .fetchSingle()
                .value1();
        return all.signum() == 0
                ? BigDecimal.ZERO
                : weighted.divide(all.multiply(BigDecimal.valueOf(n)), 5, RoundingMode.HALF_UP);
    }

    // Months

    private static Field<LocalDate> month() {
        return field("cast(date_trunc('month', {0}) as date)", SQLDataType.LOCALDATE, DAY);
    }

    private List<Month> months() {
        Field<LocalDate> month = month().as("month");
        return sql.select(month, sum(BOUGHT), countDistinct(CUSTOMER), count())
                .from(SALE)
                .where(ITEMS.gt(0))
                .groupBy(month)
                .orderBy(month)
                .fetch(row -> new Month(YearMonth.from(row.value1()), cents(row.value2()), row.value3(), row.value4()));
    }

    private List<Cohort> cohorts() {
        Field<LocalDate> month = month().as("month");
        var visits = sql.selectDistinct(CUSTOMER, month)
                .from(SALE)
                .where(ITEMS.gt(0))
                .asTable("visits");
        Field<LocalDate> bought = Objects.requireNonNull(visits.field(month));
        Field<LocalDate> first =
                min(bought).over().partitionBy(visits.field(CUSTOMER)).as("first");
        var since = sql.select(first, bought.as("month")).from(visits).asTable("since");
        Map<YearMonth, Map<YearMonth, Long>> buyers = new TreeMap<>();
        Field<LocalDate> began = Objects.requireNonNull(since.field(first));
        Field<LocalDate> then = Objects.requireNonNull(since.field("month", LocalDate.class));
        sql.select(began, then, count())
                .from(since)
                .groupBy(began, then)
                .forEach(row -> buyers.computeIfAbsent(YearMonth.from(row.value1()), key -> new TreeMap<>())
                        .put(YearMonth.from(row.value2()), row.value3().longValue()));
        YearMonth last = buyers.values().stream()
                .flatMap(months -> months.keySet().stream())
                .max(java.util.Comparator.naturalOrder())
                .orElse(null);
        List<Cohort> cohorts = new ArrayList<>();
        buyers.forEach((began2, months) -> {
            List<Long> row = new ArrayList<>();
            for (YearMonth at = began2; last != null && !at.isAfter(last); at = at.plusMonths(1)) {
                row.add(months.getOrDefault(at, 0L));
            }
            cohorts.add(new Cohort(began2, row));
        });
        return cohorts;
    }
}
