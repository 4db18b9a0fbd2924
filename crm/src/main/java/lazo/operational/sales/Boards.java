package lazo.operational.sales;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.filter.Period;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.record.WriteResult;
import lazo.operational.sales.LaneTotals.Sum;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records of any object in lanes by one of their fields: deals by stage, leads by status, imported ones by what came in. */
@Component
public class Boards {
    /** So many cards of a lane are shown at first, and again with each "more". */
    public static final int CARDS = 30;

    private final DSLContext sql;
    private final Records records;
    private final RecordChanges changes;
    private final Deals deals;
    private final Access access;

    Boards(DSLContext sql, Records records, RecordChanges changes, Deals deals, Access access) {
        this.sql = sql;
        this.records = records;
        this.changes = changes;
        this.deals = deals;
        this.access = access;
    }

    /**
     * Which board.
     *
     * @param field whose values are the lanes
     * @param pipeline the sales process whose stages are the lanes, when the field is a stage
     * @param filter without conditions on the lanes' own field
     * @param closed when a record must have been closed to show in a lane of won or lost ones; empty for whenever
     */
    public record Board(
            ObjectType type,
            ObjectField field,
            Optional<Pipeline> pipeline,
            Filter filter,
            String text,
            String sort,
            Optional<Period> closed,
            List<Lane> lanes) {
        public Optional<Lane> lane(String key) {
            return lanes.stream().filter(lane -> lane.key().equals(key)).findFirst();
        }

        public boolean isByStage() {
            return field.type() == FieldType.STAGE;
        }
    }

    /** The fields whose values can be lanes, the usual one first. */
    public List<ObjectField> laneFields(ObjectType type, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        return type.fields().stream()
                .filter(field ->
                        (field.type().hasLanes() || field.type() == FieldType.YES_NO) && mask.shows(field.key()))
                .sorted(java.util.Comparator.comparingInt(
                        field -> field.type() == FieldType.STAGE ? 0 : field.milestone() ? 1 : 2))
                .toList();
    }

    /** Empty when the object has no field for lanes. @param by key of the wished field @param pipelineId of the wished process */
    public Optional<Board> board(
            ObjectType type,
            Optional<String> by,
            Optional<Long> pipelineId,
            Filter filter,
            String text,
            String sort,
            Optional<Period> closed,
            Actor actor) {
        List<ObjectField> fields = laneFields(type, actor);
        Optional<ObjectField> field = by.flatMap(key ->
                        fields.stream().filter(one -> one.key().equals(key)).findFirst())
                .or(() -> fields.stream().findFirst());
        return field.map(is -> {
            Optional<Pipeline> pipeline = is.type() == FieldType.STAGE ? pipeline(type, pipelineId) : Optional.empty();
            return new Board(
                    type,
                    is,
                    pipeline,
                    withoutLanes(filter, is),
                    text,
                    sort,
                    closed.filter(period -> is.type() == FieldType.STAGE),
                    lanes(type, is, pipeline));
        });
    }

    private static Optional<Pipeline> pipeline(ObjectType type, Optional<Long> wanted) {
        List<Pipeline> current =
                type.pipelines().stream().filter(one -> !one.archived()).toList();
        return wanted.flatMap(
                        id -> current.stream().filter(one -> one.id() == id).findFirst())
                .or(() -> current.stream().findFirst());
    }

    /** The lanes themselves say which values are meant. */
    private static Filter withoutLanes(Filter filter, ObjectField field) {
        return switch (filter) {
            case Filter.All(var parts) ->
                new Filter.All(parts.stream()
                        .filter(part -> !(part instanceof Filter.Condition condition
                                && condition.field().equals(field.key())))
                        .toList());
            case Filter.Condition condition -> condition.field().equals(field.key()) ? Filter.everything() : condition;
            case Filter.Any any -> any;
            case Filter.Not not -> not;
        };
    }

    private static List<Lane> lanes(ObjectType type, ObjectField field, Optional<Pipeline> pipeline) {
        List<Lane> lanes = new ArrayList<>();
        if (field.type() == FieldType.STAGE) {
            pipeline.stream().flatMap(is -> is.current().stream()).forEach(stage -> lanes.add(lane(type, stage)));
            return lanes;
        }
        if (field.type() == FieldType.YES_NO) {
            lanes.add(new Lane("yes", null, "green", Stage.Outcome.OPEN, null));
            lanes.add(new Lane("no", null, "gray", Stage.Outcome.OPEN, null));
            return lanes;
        }
        for (Choice choice : field.currentChoices()) {
            boolean discards = type.key().equals(LeadRules.OBJECT)
                    && field.key().equals("status")
                    && choice.key().equals(LeadRules.DISCARDED);
            lanes.add(new Lane(
                    choice.key(),
                    choice.label(),
                    choice.hue(),
                    Stage.Outcome.OPEN,
                    discards ? "discard_reason" : null));
        }
        lanes.add(new Lane("", null, "gray", Stage.Outcome.OPEN, null));
        return lanes;
    }

    private static Lane lane(ObjectType type, Stage stage) {
        boolean asks = stage.outcome() == Stage.Outcome.LOST && type.key().equals(DealRules.OBJECT);
        return new Lane(stage.key(), stage.label(), stage.hue(), stage.outcome(), asks ? "loss_reason" : null);
    }

    /** One page of a lane's cards. */
    public Records.Page cards(Board board, Lane lane, Optional<String> after, Actor actor, ZoneId zone) {
        RecordQuery query = query(board, lane).after(after).limited(CARDS);
        return records.list(
                board.isByStage() && !lane.isOpen() ? query.sorted(new Sort("closed_at", true)) : query, actor, zone);
    }

    private static RecordQuery query(Board board, Lane lane) {
        return RecordQuery.of(board.type(), board.filter().and(inLane(board, lane)))
                .sorted(Sort.of(board.sort()))
                .containing(Optional.of(board.text()));
    }

    /** The condition that a record is in this lane. */
    public static Filter inLane(Board board, Lane lane) {
        String field = board.field().key();
        Filter in = switch (lane.key()) {
            case "" -> new Filter.Condition(field, Operator.EMPTY);
            case "yes" ->
                board.field().type() == FieldType.YES_NO
                        ? new Filter.Condition(field, Operator.YES)
                        : new Filter.Condition(field, Operator.IS, "yes");
            case "no" ->
                board.field().type() == FieldType.YES_NO
                        ? new Filter.Condition(field, Operator.NO)
                        : new Filter.Condition(field, Operator.IS, "no");
            default -> new Filter.Condition(field, Operator.IS, lane.key());
        };
        if (lane.isOpen()
                || board.closed().isEmpty()
                || board.type().find("closed_at").isEmpty()) {
            return in;
        }
        return in.and(new Filter.Condition(
                "closed_at", Operator.WITHIN, board.closed().get().key()));
    }

    /** The field whose amounts a board adds up: the deal's amount, or the first the object has and the actor sees. */
    public Optional<ObjectField> amountField(ObjectType type, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        return type.fields().stream()
                .filter(field -> field.type() == FieldType.MONEY && mask.shows(field.key()))
                .min(java.util.Comparator.comparingInt(field -> field.key().equals("amount") ? 0 : 1));
    }

    /** Whether amounts are weighted by a probability the actor sees. */
    public boolean isWeighted(ObjectType type, Actor actor) {
        return type.find("probability")
                .filter(field -> field.type() == FieldType.PERCENT
                        && !field.archived()
                        && access.mask(actor, type).shows(field.key()))
                .isPresent();
    }

    /** What each of these lanes comes to, by the lane's key. */
    public Map<String, LaneTotals> totals(Board board, List<Lane> lanes, Actor actor, ZoneId zone) {
        RecordTable table = new RecordTable(board.type());
        Field<String> lane = laneOf(board, table);
        Optional<ObjectField> amount = amountField(board.type(), actor);
        Field<String> currency = amount.map(table::currency).orElse(castNull(SQLDataType.VARCHAR));
        Field<BigDecimal> value = amount.map(table::number).orElse(castNull(SQLDataType.NUMERIC));
        Field<BigDecimal> share = isWeighted(board.type(), actor)
                ? coalesce(table.number(board.type().field("probability")), inline(BigDecimal.ZERO))
                        .div(inline(BigDecimal.valueOf(100)))
                : inline(BigDecimal.ONE);
        Filter any = new Filter.Any(lanes.stream().map(is -> inLane(board, is)).toList());
        RecordQuery query =
                RecordQuery.of(board.type(), board.filter().and(any)).containing(Optional.of(board.text()));
        Map<String, List<Sum>> sums = new HashMap<>();
        Map<String, Long> counts = new HashMap<>();
        sql.select(lane, currency, count(), sum(value), sum(value.mul(share)))
                .from(table.table())
                .where(records.where(query, table, actor, zone))
                .groupBy(lane, currency)
                .forEach(row -> {
                    String key = Objects.requireNonNullElse(row.value1(), "");
                    counts.merge(key, (long) row.value3(), Long::sum);
                    if (row.value2() != null && row.value4() != null) {
                        sums.computeIfAbsent(key, is -> new ArrayList<>())
                                .add(new Sum(
                                        row.value2(),
                                        row.value4(),
                                        Objects.requireNonNullElse(row.value5(), BigDecimal.ZERO)));
                    }
                });
        Map<String, LaneTotals> totals = new HashMap<>();
        lanes.forEach(is -> totals.put(
                is.key(), new LaneTotals(counts.getOrDefault(is.key(), 0L), sums.getOrDefault(is.key(), List.of()))));
        return totals;
    }

    private static Field<String> laneOf(Board board, RecordTable table) {
        return board.field().type() == FieldType.YES_NO
                ? DSL.when(coalesce(table.yesNo(board.field()), inline(false)), inline("yes"))
                        .otherwise(inline("no"))
                : table.text(board.field());
    }

    /**
     * Gives a record the lane's value.
     *
     * @param reason where the lane asks for one: the key of a choice
     */
    public WriteResult move(
            Board board, long id, Lane to, int version, @Nullable String reason, @Nullable String detail, Actor actor) {
        if (board.type().key().equals(DealRules.OBJECT) && board.isByStage()) {
            return deals.move(id, to.key(), version, new Deals.Loss(reason, detail), actor);
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(board.field().key(), value(board, to));
        String reasonField = to.reasonField();
        if (reasonField != null) {
            if (reason != null && board.type().field(reasonField).choice(reason).isEmpty()) {
                return new WriteResult.Invalid(List.of(Problem.of(reasonField, "REC-111", reason)));
            }
            values.put(reasonField, reason);
        }
        return changes.change(board.type(), id, version, Draft.of(values), actor);
    }

    private static @Nullable Object value(Board board, Lane to) {
        if (to.key().isEmpty()) {
            return null;
        }
        return board.field().type() == FieldType.YES_NO ? (Object) to.key().equals("yes") : to.key();
    }
}
