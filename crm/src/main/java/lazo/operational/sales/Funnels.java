package lazo.operational.sales;

import static lazodb.Tables.RECORD_CHANGE;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lead;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.percentileCont;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Component;

/**
 * The whole way from first contact to decision. A funnel follows one cohort: the leads, and the deals, that were created in
 * a period, through everything that has happened to them since. A deal has reached a step when it was in its stage or in a
 * later one, so no step is larger than the one before.
 */
@Component
public class Funnels {
    private static final String LEADS = "leads";
    private static final String QUALIFIED = "qualified";
    private static final String CONVERTED = "converted";
    private static final String DEALS = "deals";

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Users users;

    Funnels(DSLContext sql, ObjectTypes types, Records records, Access access, Users users) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
        this.users = users;
    }

    /**
     * Whose funnel.
     *
     * @param from first day on which the leads and deals were created
     * @param until last day
     * @param fromLeads only deals that the leads of the period were converted into, so that both halves are one way
     */
    public record Question(
            Pipeline pipeline,
            LocalDate from,
            LocalDate until,
            Optional<Long> team,
            Optional<Long> owner,
            boolean fromLeads) {}

    /**
     * One step.
     *
     * @param key {@code leads}, {@code qualified}, {@code converted}, or a stage's key
     * @param reached how many came this far or further
     * @param entered how many were in this very stage; the same as reached for steps that are no stage
     * @param amounts of those who reached it, by currency
     * @param median how long those who left the stage had been in it
     */
    public record Step(
            String key,
            Optional<Stage> stage,
            long reached,
            long entered,
            List<Money> amounts,
            Optional<Duration> median) {
        public Step {
            amounts = List.copyOf(amounts);
        }
    }

    /** @param won deals that are won now @param lost that are lost now */
    public record Funnel(
            Question question, List<Step> leads, List<Step> stages, Step won, long lost, List<Money> lostAmounts) {
        public long deals() {
            return stages.isEmpty() ? won.reached() + lost : stages.getFirst().reached();
        }

        public long open() {
            return deals() - won.reached() - lost;
        }

        /** All steps in order, the won ones last. */
        public List<Step> steps() {
            List<Step> steps = new ArrayList<>(leads);
            steps.addAll(stages);
            steps.add(won);
            return steps;
        }
    }

    public Funnel of(Question question, Actor actor, ZoneId zone) {
        List<Step> leads = leads(question, actor, zone);
        List<Stage> open = openStages(question.pipeline());
        Cohort cohort = new Cohort(question, actor, zone);
        Map<String, Long> entered = cohort.entered();
        Map<String, Duration> medians = cohort.medians();
        Map<Integer, Tally> byBest = new HashMap<>();
        Tally lost = new Tally();
        cohort.best(byBest, lost);
        List<Step> steps = new ArrayList<>();
        for (int place = 0; place <= open.size(); place++) {
            Tally reached = new Tally();
            for (int best = place; best <= open.size(); best++) {
                reached.add(byBest.getOrDefault(best, new Tally()));
            }
            if (place < open.size()) {
                Stage stage = open.get(place);
                steps.add(new Step(
                        stage.key(),
                        Optional.of(stage),
                        reached.count,
                        entered.getOrDefault(stage.key(), 0L),
                        reached.amounts(),
                        Optional.ofNullable(medians.get(stage.key()))));
            } else {
                Optional<Stage> won = question.pipeline().current().stream()
                        .filter(stage -> stage.outcome() == Stage.Outcome.WON)
                        .findFirst();
                steps.add(new Step(
                        won.map(Stage::key).orElse("won"),
                        won,
                        reached.count,
                        reached.count,
                        reached.amounts(),
                        Optional.empty()));
            }
        }
        return new Funnel(
                question, leads, steps.subList(0, steps.size() - 1), steps.getLast(), lost.count, lost.amounts());
    }

    private static List<Stage> openStages(Pipeline pipeline) {
        return pipeline.current().stream().filter(Stage::isOpen).toList();
    }

    private static final class Tally {
        private long count;
        private final Map<String, BigDecimal> sums = new TreeMap<>();

        void add(long more, String currency, BigDecimal amount) {
            count += more;
            if (currency != null && amount != null) {
                sums.merge(currency, amount, BigDecimal::add);
            }
        }

        void add(Tally other) {
            count += other.count;
            other.sums.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
        }

        List<Money> amounts() {
            return sums.entrySet().stream()
                    .map(entry -> new Money(entry.getValue(), entry.getKey()))
                    .toList();
        }
    }

    // --- leads

    private List<Step> leads(Question question, Actor actor, ZoneId zone) {
        Optional<ObjectType> lead = types.find(LeadRules.OBJECT);
        if (lead.isEmpty()) {
            return List.of();
        }
        RecordTable table = new RecordTable(lead.get());
        Field<String> currency = table.currency(lead.get().field("estimated_amount"));
        Field<BigDecimal> amount = table.number(lead.get().field("estimated_amount"));
        Condition qualified = leadStep(table, QUALIFIED);
        Condition converted = leadStep(table, CONVERTED);
        Condition withDeal = leadStep(table, DEALS);
        Tally all = new Tally();
        Tally fit = new Tally();
        Tally done = new Tally();
        Tally dealt = new Tally();
        sql.select(
                        currency,
                        count(),
                        sum(amount),
                        count().filterWhere(qualified),
                        sum(amount).filterWhere(qualified),
                        count().filterWhere(converted),
                        sum(amount).filterWhere(converted),
                        count().filterWhere(withDeal),
                        sum(amount).filterWhere(withDeal))
                .from(table.table())
                .where(ofPeriod(question, table, actor, zone))
                .groupBy(currency)
                .forEach(row -> {
                    all.add(row.value2(), row.value1(), row.value3());
                    fit.add(row.value4(), row.value1(), row.value5());
                    done.add(row.value6(), row.value1(), row.value7());
                    dealt.add(row.value8(), row.value1(), row.value9());
                });
        List<Step> steps =
                new ArrayList<>(List.of(leadStep(LEADS, all), leadStep(QUALIFIED, fit), leadStep(CONVERTED, done)));
        if (question.fromLeads()) {
            steps.add(leadStep(DEALS, dealt));
        }
        return steps;
    }

    private static Step leadStep(String key, Tally tally) {
        return new Step(key, Optional.empty(), tally.count, tally.count, tally.amounts(), Optional.empty());
    }

    private static Condition leadStep(RecordTable table, String step) {
        Condition converted = table.column("converted_at", OffsetDateTime.class).isNotNull();
        return switch (step) {
            case QUALIFIED ->
                converted
                        .or(table.column("status", String.class).in(LeadRules.QUALIFIED, LeadRules.CONVERTED))
                        .or(exists(selectOne()
                                .from(RECORD_CHANGE)
                                .where(
                                        RECORD_CHANGE.RECORD_ID.eq(table.id()),
                                        RECORD_CHANGE.FIELD_KEY.eq("status"),
                                        RECORD_CHANGE.NEW_VALUE.eq(LeadRules.QUALIFIED))));
            case CONVERTED -> converted.or(table.column("status", String.class).eq(LeadRules.CONVERTED));
            case DEALS -> table.column("converted_opportunity", Long.class).isNotNull();
            default -> noCondition();
        };
    }

    private Condition ofPeriod(Question question, RecordTable table, Actor actor, ZoneId zone) {
        return records.where(RecordQuery.of(table.type(), Filter.everything()), table, actor, zone)
                .and(table.createdAt().ge(question.from().atStartOfDay(zone).toOffsetDateTime()))
                .and(table.createdAt()
                        .lt(question.until().plusDays(1).atStartOfDay(zone).toOffsetDateTime()))
                .and(ofPeople(question, table));
    }

    private Condition ofPeople(Question question, RecordTable table) {
        Condition people = question.owner().map(table.owner()::eq).orElse(noCondition());
        if (question.team().isPresent()) {
            people = people.and(table.owner().in(members(question.team().get())));
        }
        return people;
    }

    private Collection<Long> members(long team) {
        return users.all().stream()
                .filter(user -> user.team().filter(id -> id == team).isPresent())
                .map(User::id)
                .collect(Collectors.toSet());
    }

    // --- deals

    /** The deals of a question and every stage each of them was in. */
    private final class Cohort {
        private final Question question;
        private final List<Stage> open;
        private final CommonTableExpression<?> deals;
        private final CommonTableExpression<?> moves;

        private final Field<Long> dealId = field(name("deal", "id"), Long.class);
        private final Field<String> dealStage = field(name("deal", "stage"), String.class);
        private final Field<String> dealCurrency = field(name("deal", "currency"), String.class);
        private final Field<BigDecimal> dealAmount = field(name("deal", "amount"), BigDecimal.class);
        private final Field<Long> moveId = field(name("move", "id"), Long.class);
        private final Field<String> moveStage = field(name("move", "stage"), String.class);
        private final Field<OffsetDateTime> moveAt = field(name("move", "at"), OffsetDateTime.class);

        Cohort(Question question, Actor actor, ZoneId zone) {
            this.question = question;
            this.open = openStages(question.pipeline());
            ObjectType type = types.load(DealRules.OBJECT);
            RecordTable table = new RecordTable(type);
            boolean sums = access.mask(actor, type).shows("amount");
            Field<String> stage = table.text(type.field("stage"));
            Condition ofPipeline = stage.in(
                    question.pipeline().stages().stream().map(Stage::key).toList());
            this.deals = name("deal")
                    .as(select(
                                    table.id(),
                                    table.createdAt().as("created_at"),
                                    stage.as("stage"),
                                    (sums ? table.number(type.field("amount")) : castNull(SQLDataType.NUMERIC))
                                            .as("amount"),
                                    (sums ? table.currency(type.field("amount")) : castNull(SQLDataType.VARCHAR))
                                            .as("currency"))
                            .from(table.table())
                            .where(ofPipeline, chosen(table, actor, zone)));
            this.moves = name("move")
                    .as(select(
                                    dealId.as("id"),
                                    field(name("deal", "created_at"), OffsetDateTime.class)
                                            .as("at"),
                                    coalesce(
                                                    field(select(RECORD_CHANGE.OLD_VALUE)
                                                            .from(RECORD_CHANGE)
                                                            .where(
                                                                    RECORD_CHANGE.RECORD_ID.eq(dealId),
                                                                    RECORD_CHANGE.FIELD_KEY.eq("stage"))
                                                            .orderBy(RECORD_CHANGE.ID)
                                                            .limit(1)),
                                                    dealStage)
                                            .as("stage"))
                            .from(name("deal"))
                            .unionAll(select(dealId, RECORD_CHANGE.CHANGED_AT, RECORD_CHANGE.NEW_VALUE)
                                    .from(name("deal"))
                                    .join(RECORD_CHANGE)
                                    .on(RECORD_CHANGE.RECORD_ID.eq(dealId), RECORD_CHANGE.FIELD_KEY.eq("stage"))));
        }

        private Condition chosen(RecordTable table, Actor actor, ZoneId zone) {
            if (!question.fromLeads()) {
                return ofPeriod(question, table, actor, zone);
            }
            RecordTable lead = new RecordTable(types.load(LeadRules.OBJECT), "l");
            return records.where(RecordQuery.of(table.type(), Filter.everything()), table, actor, zone)
                    .and(table.id()
                            .in(select(lead.column("converted_opportunity", Long.class))
                                    .from(lead.table())
                                    .where(ofPeriod(question, lead, actor, zone))));
        }

        /** How far a deal has come: the place of its furthest open stage, or one beyond the last when it is won. */
        private Field<Integer> best() {
            Field<Integer> place = inline(0);
            for (int i = open.size() - 1; i >= 1; i--) {
                place = when(moveStage.eq(open.get(i).key()), inline(i)).otherwise(place);
            }
            return when(dealStage.in(keys(Stage.Outcome.WON)), inline(open.size()))
                    .otherwise(greatest(least(max(place), inline(open.size() - 1)), inline(0)));
        }

        private List<String> keys(Stage.Outcome outcome) {
            return question.pipeline().stages().stream()
                    .filter(stage -> stage.outcome() == outcome)
                    .map(Stage::key)
                    .toList();
        }

        void best(Map<Integer, Tally> byBest, Tally lost) {
            Field<Integer> best = best().as("best");
            Field<Boolean> isLost =
                    field(dealStage.in(keys(Stage.Outcome.LOST))).as("lost");
            var furthest = select(dealId.as("id"), dealCurrency.as("currency"), dealAmount.as("amount"), best, isLost)
                    .from(name("deal"))
                    .join(name("move"))
                    .on(moveId.eq(dealId))
                    .groupBy(dealId, dealCurrency, dealAmount, dealStage)
                    .asTable("f");
            Field<Integer> place = field(name("f", "best"), Integer.class);
            Field<Boolean> gone = field(name("f", "lost"), Boolean.class);
            Field<String> currency = field(name("f", "currency"), String.class);
            sql.with(deals)
                    .with(moves)
                    .select(place, gone, currency, count(), sum(field(name("f", "amount"), BigDecimal.class)))
                    .from(furthest)
                    .groupBy(place, gone, currency)
                    .forEach(row -> {
                        byBest.computeIfAbsent(row.value1(), is -> new Tally())
                                .add(row.value4(), row.value3(), row.value5());
                        if (row.value2()) {
                            lost.add(row.value4(), row.value3(), row.value5());
                        }
                    });
        }

        Map<String, Long> entered() {
            var visits = selectDistinct(moveId.as("id"), moveStage.as("stage"))
                    .from(name("move"))
                    .asTable("v");
            Field<String> stage = field(name("v", "stage"), String.class);
            Map<String, Long> entered = new HashMap<>();
            sql.with(deals)
                    .with(moves)
                    .select(stage, count())
                    .from(visits)
                    .where(stage.isNotNull())
                    .groupBy(stage)
                    .forEach(row -> entered.put(row.value1(), (long) row.value2()));
            return entered;
        }

        Map<String, Duration> medians() {
            var stays = select(
                            moveStage.as("stage"),
                            moveAt.as("at"),
                            lead(moveAt)
                                    .over()
                                    .partitionBy(moveId)
                                    .orderBy(moveAt)
                                    .as("left_at"))
                    .from(name("move"))
                    .asTable("s");
            Field<String> stage = field(name("s", "stage"), String.class);
            Field<BigDecimal> seconds = field(
                    "extract(epoch from {0} - {1})",
                    BigDecimal.class, field(name("s", "left_at")), field(name("s", "at")));
            Map<String, Duration> medians = new HashMap<>();
            sql.with(deals)
                    .with(moves)
                    .select(stage, percentileCont(inline(0.5)).withinGroupOrderBy(seconds))
                    .from(stays)
                    .where(field(name("s", "left_at")).isNotNull(), stage.isNotNull())
                    .groupBy(stage)
                    .forEach(row -> medians.put(
                            row.value1(), Duration.ofSeconds(row.value2().longValue())));
            return medians;
        }

        List<Long> reached(int place, long before, int limit) {
            return sql.with(deals)
                    .with(moves)
                    .select(dealId)
                    .from(name("deal"))
                    .join(name("move"))
                    .on(moveId.eq(dealId))
                    .where(dealId.lt(before))
                    .groupBy(dealId, dealStage)
                    .having(best().ge(val(place)))
                    .orderBy(dealId.desc())
                    .limit(limit)
                    .fetch(dealId);
        }

        List<Long> lost(long before, int limit) {
            return sql.with(deals)
                    .select(dealId)
                    .from(name("deal"))
                    .where(dealId.lt(before), dealStage.in(keys(Stage.Outcome.LOST)))
                    .orderBy(dealId.desc())
                    .limit(limit)
                    .fetch(dealId);
        }
    }

    /** The records behind one step. @param next where the page after begins */
    public record Behind(ObjectType type, List<StoredRecord> records, Optional<Long> next) {
        public Behind {
            records = List.copyOf(records);
        }
    }

    /** Who reached a step, the youngest first; {@code lost} for those who were lost. Empty when there is no such step. */
    public Optional<Behind> behind(
            Question question, String step, Optional<Long> before, int limit, Actor actor, ZoneId zone) {
        long beyond = before.orElse(Long.MAX_VALUE);
        if (List.of(LEADS, QUALIFIED, CONVERTED, DEALS).contains(step)) {
            ObjectType type = types.load(LeadRules.OBJECT);
            RecordTable table = new RecordTable(type);
            List<Long> ids = sql.select(table.id())
                    .from(table.table())
                    .where(
                            ofPeriod(question, table, actor, zone),
                            leadStep(table, step),
                            table.id().lt(beyond))
                    .orderBy(table.id().desc())
                    .limit(limit + 1)
                    .fetch(table.id());
            return Optional.of(behind(type, ids, limit, actor));
        }
        Cohort cohort = new Cohort(question, actor, zone);
        ObjectType type = types.load(DealRules.OBJECT);
        List<Stage> open = openStages(question.pipeline());
        if (step.equals("lost")) {
            return Optional.of(behind(type, cohort.lost(beyond, limit + 1), limit, actor));
        }
        boolean won = question.pipeline().stages().stream()
                .anyMatch(stage -> stage.key().equals(step) && stage.outcome() == Stage.Outcome.WON);
        int place = won ? open.size() : open.stream().map(Stage::key).toList().indexOf(step);
        return place < 0
                ? Optional.empty()
                : Optional.of(behind(type, cohort.reached(place, beyond, limit + 1), limit, actor));
    }

    private Behind behind(ObjectType type, List<Long> ids, int limit, Actor actor) {
        List<Long> shown = ids.subList(0, Math.min(ids.size(), limit));
        Map<Long, StoredRecord> found =
                records.find(type, shown, actor).stream().collect(Collectors.toMap(StoredRecord::id, record -> record));
        return new Behind(
                type,
                shown.stream()
                        .map(found::get)
                        .filter(java.util.Objects::nonNull)
                        .toList(),
                ids.size() > limit ? Optional.of(shown.getLast()) : Optional.empty());
    }
}
