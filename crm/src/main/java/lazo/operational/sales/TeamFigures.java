package lazo.operational.sales;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.operational.sales.LaneTotals.Sum;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Component;

/** What each seller has won in a period, what they have open, and what they have done. */
@Component
public class TeamFigures {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Clock clock;

    TeamFigures(DSLContext sql, ObjectTypes types, Records records, Access access, Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
        this.clock = clock;
    }

    /**
     * One seller's figures.
     *
     * @param won deals won in the period; the weighted sums are their amounts
     * @param open deals open now
     * @param idle how many of the open ones have nothing planned
     * @param activities how many of each kind were done in the period
     */
    public record Figures(LaneTotals won, LaneTotals open, long idle, Map<String, Long> activities) {
        public static final Figures NONE = new Figures(LaneTotals.NONE, LaneTotals.NONE, 0, Map.of());

        public long done() {
            return activities.values().stream().mapToLong(Long::longValue).sum();
        }

        public Figures and(Figures other) {
            Map<String, Long> both = new TreeMap<>(activities);
            other.activities().forEach((kind, many) -> both.merge(kind, many, Long::sum));
            return new Figures(
                    LaneTotals.of(List.of(won, other.won())),
                    LaneTotals.of(List.of(open, other.open())),
                    idle + other.idle(),
                    both);
        }
    }

    /** By owner, of the deals and activities that the actor may see. */
    public Map<Long, Figures> of(SalesPeriod period, Actor actor, ZoneId zone) {
        OffsetDateTime from = first(period, zone);
        OffsetDateTime before = end(period, zone);
        RecordTable table = new RecordTable(types.load(DealRules.OBJECT));
        Map<Long, LaneTotals> won = won(table, period, actor, zone);
        Map<Long, LaneTotals> open = sums(table, stageIs(table, Stage.Outcome.OPEN), actor, zone);
        Map<Long, Long> idle = idle(table, actor, zone);
        Map<Long, Map<String, Long>> done = activities(from, before, actor, zone);
        Map<Long, Figures> figures = new HashMap<>();
        for (Map<Long, ?> part : List.of(won, open, idle, done)) {
            part.keySet()
                    .forEach(owner -> figures.computeIfAbsent(
                            owner,
                            id -> new Figures(
                                    won.getOrDefault(id, LaneTotals.NONE),
                                    open.getOrDefault(id, LaneTotals.NONE),
                                    idle.getOrDefault(id, 0L),
                                    done.getOrDefault(id, Map.of()))));
        }
        return figures;
    }

    /** The same figures with nothing in them but what was won: much less has to be read for it. */
    Map<Long, Figures> wonIn(SalesPeriod period, Actor actor, ZoneId zone) {
        Map<Long, Figures> figures = new HashMap<>();
        won(new RecordTable(types.load(DealRules.OBJECT)), period, actor, zone)
                .forEach((owner, won) -> figures.put(owner, new Figures(won, LaneTotals.NONE, 0, Map.of())));
        return figures;
    }

    private Map<Long, LaneTotals> won(RecordTable table, SalesPeriod period, Actor actor, ZoneId zone) {
        Field<OffsetDateTime> closed = table.dateTime(table.type().field("closed_at"));
        return sums(
                table,
                stageIs(table, Stage.Outcome.WON)
                        .and(closed.ge(first(period, zone)))
                        .and(closed.lt(end(period, zone))),
                actor,
                zone);
    }

    private static OffsetDateTime first(SalesPeriod period, ZoneId zone) {
        return period.first().atStartOfDay(zone).toOffsetDateTime();
    }

    private static OffsetDateTime end(SalesPeriod period, ZoneId zone) {
        return period.last().plusDays(1).atStartOfDay(zone).toOffsetDateTime();
    }

    private static Condition stageIs(RecordTable table, Stage.Outcome outcome) {
        return table.text(table.type().field("stage"))
                .in(table.type().pipelines().stream()
                        .flatMap(pipeline -> pipeline.stages().stream())
                        .filter(stage -> stage.outcome() == outcome)
                        .map(Stage::key)
                        .toList());
    }

    private Map<Long, LaneTotals> sums(RecordTable table, Condition which, Actor actor, ZoneId zone) {
        ObjectType deal = table.type();
        FieldMask mask = access.mask(actor, deal);
        boolean sums = mask.shows("amount");
        Field<BigDecimal> amount = sums ? table.number(deal.field("amount")) : castNull(SQLDataType.NUMERIC);
        Field<String> currency = sums ? table.currency(deal.field("amount")) : castNull(SQLDataType.VARCHAR);
        Field<BigDecimal> share = mask.shows("probability")
                ? coalesce(table.number(deal.field("probability")), inline(BigDecimal.ZERO))
                        .div(inline(BigDecimal.valueOf(100)))
                : inline(BigDecimal.ONE);
        Map<Long, List<LaneTotals>> parts = new HashMap<>();
        sql.select(table.owner(), currency, count(), sum(amount), sum(amount.mul(share)))
                .from(table.table())
                .where(everything(table, actor, zone), which, table.owner().isNotNull())
                .groupBy(table.owner(), currency)
                .forEach(row -> parts.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new LaneTotals(
                                row.value3(),
                                row.value2() == null || row.value4() == null
                                        ? List.of()
                                        : List.of(new Sum(
                                                row.value2(),
                                                row.value4(),
                                                Objects.requireNonNullElse(row.value5(), BigDecimal.ZERO))))));
        Map<Long, LaneTotals> all = new HashMap<>();
        parts.forEach((owner, totals) -> all.put(owner, LaneTotals.of(totals)));
        return all;
    }

    private Map<Long, Long> idle(RecordTable table, Actor actor, ZoneId zone) {
        Field<OffsetDateTime> next = table.dateTime(table.type().field("next_activity_at"));
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Map<Long, Long> idle = new HashMap<>();
        sql.select(table.owner(), count())
                .from(table.table())
                .where(
                        everything(table, actor, zone),
                        stageIs(table, Stage.Outcome.OPEN),
                        next.isNull().or(next.lt(now)),
                        table.owner().isNotNull())
                .groupBy(table.owner())
                .forEach(row -> idle.put(row.value1(), (long) row.value2()));
        return idle;
    }

    private Map<Long, Map<String, Long>> activities(
            OffsetDateTime from, OffsetDateTime before, Actor actor, ZoneId zone) {
        Map<Long, Map<String, Long>> done = new HashMap<>();
        types.find("activity").ifPresent(type -> {
            RecordTable table = new RecordTable(type);
            Field<OffsetDateTime> at = coalesce(
                    table.dateTime(type.field("start_at")), table.dateTime(type.field("due_at")), table.createdAt());
            Field<String> kind = table.text(type.field("kind"));
            sql.select(table.owner(), kind, count())
                    .from(table.table())
                    .where(
                            everything(table, actor, zone),
                            table.yesNo(type.field("done")).isTrue(),
                            at.ge(from),
                            at.lt(before),
                            table.owner().isNotNull(),
                            kind.isNotNull())
                    .groupBy(table.owner(), kind)
                    .forEach(row -> done.computeIfAbsent(row.value1(), id -> new TreeMap<>())
                            .put(row.value2(), (long) row.value3()));
        });
        return done;
    }

    private Condition everything(RecordTable table, Actor actor, ZoneId zone) {
        return records.where(RecordQuery.of(table.type(), Filter.everything()), table, actor, zone);
    }
}
