package lazo.operational.sales;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.RecordsChanged;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What follows for leads and deals that came in many at once, past the rules of single writes: they get the status or stage
 * they begin with, and new leads their owners. A failure here never spoils the import; it is written down.
 */
@Component
class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    private final DSLContext sql;
    private final ObjectTypes types;
    private final LeadAssignment assignment;

    Arrivals(DSLContext sql, ObjectTypes types, LeadAssignment assignment) {
        this.sql = sql;
        this.types = types;
        this.assignment = assignment;
    }

    @EventListener
    void receive(RecordsChanged changed) {
        try {
            switch (changed.objectKey()) {
                case LeadRules.OBJECT -> {
                    beginLeads(changed.batchId());
                    assignment.assignBatch(changed.batchId());
                }
                case DealRules.OBJECT -> beginDeals(changed.batchId());
                default -> {
                    // Other objects are none of sales' business.
                }
            }
        } catch (RuntimeException failed) {
            log.error(
                    "Records of batch {} have come in, but their status, stage or owner was not completed: do it by hand.",
                    changed.batchId(),
                    failed);
        }
    }

    private void beginLeads(long batchId) {
        RecordTable table = new RecordTable(types.load(LeadRules.OBJECT));
        Field<String> status = table.text(table.type().field("status"));
        sql.update(table.table())
                .set(bare("status", String.class), LeadRules.NEW)
                .where(arrived(table, batchId), status.isNull())
                .execute();
    }

    private void beginDeals(long batchId) {
        ObjectType type = types.load(DealRules.OBJECT);
        RecordTable table = new RecordTable(type);
        Field<String> stage = table.text(type.field("stage"));
        type.pipelines().stream()
                .filter(pipeline -> !pipeline.archived())
                .flatMap(pipeline -> pipeline.current().stream())
                .findFirst()
                .ifPresent(first -> sql.update(table.table())
                        .set(bare("stage", String.class), first.key())
                        .where(arrived(table, batchId), stage.isNull())
                        .execute());
        Field<OffsetDateTime> since = table.dateTime(type.field("stage_since"));
        Field<BigDecimal> probability = table.number(type.field("probability"));
        for (Pipeline pipeline : type.pipelines()) {
            for (Stage one : pipeline.stages()) {
                sql.update(table.table())
                        .set(
                                bare("probability", BigDecimal.class),
                                coalesce(probability, val(BigDecimal.valueOf(one.winProbability()))))
                        .set(bare("stage_since", OffsetDateTime.class), coalesce(since, table.createdAt()))
                        .where(
                                arrived(table, batchId),
                                stage.eq(one.key()),
                                probability.isNull().or(since.isNull()))
                        .execute();
            }
        }
    }

    private static Condition arrived(RecordTable table, long batchId) {
        return table.batch().eq(batchId);
    }

    private static <T> Field<T> bare(String column, Class<T> as) {
        return field(name(column), as);
    }
}
