package lazo.kernel.transfer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.RecordsWritten;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.transfer.RowTarget.Writing;
import lazo.kernel.transfer.profile.Conventions;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Makes many records at once, as an import does: with their batch, timelines, search and events. Rules of the object are not
 * asked, so the caller knows what it writes.
 */
@Component
public class RecordLoad {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final SearchIndex searchIndex;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    RecordLoad(
            DSLContext sql, ObjectTypes types, SearchIndex searchIndex, Clock clock, ApplicationEventPublisher events) {
        this.sql = sql;
        this.types = types;
        this.searchIndex = searchIndex;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Writes the records in the transaction of the caller.
     *
     * @param fields what each row gives, such as {@code name} or {@code address.country}
     * @param rows values of the Java types of the fields; of a part of an address, an {@code Address}
     * @return their ids, in the order of the rows
     */
    public List<Long> create(
            ObjectType type, List<String> fields, List<@Nullable Object[]> rows, long batch, Writing writing) {
        if (rows.isEmpty()) {
            return List.of();
        }
        ImportPlan plan = plan(type, fields, writing);
        Slots slots = Slots.of(type, plan);
        List<StagedRow> staged = new ArrayList<>(rows.size());
        for (@Nullable Object[] row : rows) {
            long number = staged.size() + 1L;
            staged.add(new StagedRow(number, number, row, new String[row.length], null, null, List.of()));
        }
        new StagingTable(sql, slots, Optional.of(Merge.CREATE)).fill(staged);
        MergeWriter writer =
                new MergeWriter(sql, types, searchIndex, clock, plan, slots, writing.actor(), batch, false);
        writer.create();
        writer.refreshSearch();
        List<Long> made = writer.written(Merge.CREATE);
        events.publishEvent(new RecordsWritten(
                type.key(),
                RecordChanged.Kind.CREATED,
                () -> made,
                writing.actor().id()));
        return made;
    }

    private static ImportPlan plan(ObjectType type, List<String> fields, Writing writing) {
        List<ColumnPlan> columns = new ArrayList<>();
        for (String field : fields) {
            columns.add(new ColumnPlan(
                    columns.size(),
                    "",
                    ColumnPlan.Use.FIELD,
                    field,
                    null,
                    Conventions.of(writing.reader().locale()),
                    Map.of()));
        }
        return new ImportPlan(
                type.key(),
                "",
                columns,
                ImportPlan.Mode.CREATE,
                List.of(),
                ImportPlan.EmptyCells.KEEP,
                ImportPlan.BadCells.REJECT_ROW,
                ImportPlan.Duplicates.CREATE,
                writing.owner(),
                false,
                false,
                false,
                Map.of(),
                writing.reader());
    }
}
