package lazo.kernel.transfer;

import static lazodb.Tables.IMPORT_PROBLEM;

import java.util.Arrays;
import java.util.List;
import lazo.platform.database.CopyRows;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What is wrong with the rows of imports, as their dry runs foretell it and as it came about. */
@Component
public class ImportProblems {
    private final DSLContext sql;
    private final TransactionTemplate apart;

    ImportProblems(DSLContext sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** A kind of problem and how often it came up. */
    public record Count(String code, int position, boolean fatal, long count) {}

    void forget(long id, boolean trial) {
        sql.deleteFrom(IMPORT_PROBLEM)
                .where(IMPORT_PROBLEM.RUN_ID.eq(id), IMPORT_PROBLEM.TRIAL.eq(trial))
                .execute();
    }

    void note(long id, boolean trial, List<RowNote> notes) {
        if (notes.isEmpty()) {
            return;
        }
        CopyRows rows = new CopyRows();
        for (RowNote note : notes) {
            rows.value(id)
                    .value(trial)
                    .value(note.row())
                    .value(note.line())
                    .value(note.position())
                    .value(note.code())
                    .array(note.arguments())
                    .value(note.fatal())
                    .end();
        }
        rows.into(sql, "import_problem (run_id, trial, row_number, line, position, code, arguments, fatal)");
    }

    /** While a dry run holds its transaction open, what it finds goes another way. */
    void noteApart(long id, boolean trial, List<RowNote> notes) {
        apart.executeWithoutResult(status -> note(id, trial, notes));
    }

    public List<Count> counts(long id, boolean trial) {
        return sql.select(IMPORT_PROBLEM.CODE, IMPORT_PROBLEM.POSITION, IMPORT_PROBLEM.FATAL, DSL.count())
                .from(IMPORT_PROBLEM)
                .where(IMPORT_PROBLEM.RUN_ID.eq(id), IMPORT_PROBLEM.TRIAL.eq(trial))
                .groupBy(IMPORT_PROBLEM.CODE, IMPORT_PROBLEM.POSITION, IMPORT_PROBLEM.FATAL)
                .orderBy(IMPORT_PROBLEM.FATAL.desc(), DSL.count().desc())
                .fetch(row -> new Count(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** Problems in the order of the file. @param afterRow rows up to this one are passed over */
    public List<RowNote> list(long id, boolean trial, long afterRow, int most) {
        return sql.selectFrom(IMPORT_PROBLEM)
                .where(
                        IMPORT_PROBLEM.RUN_ID.eq(id),
                        IMPORT_PROBLEM.TRIAL.eq(trial),
                        IMPORT_PROBLEM.ROW_NUMBER.gt(afterRow))
                .orderBy(IMPORT_PROBLEM.ROW_NUMBER, IMPORT_PROBLEM.ID)
                .limit(most)
                .fetch(row -> new RowNote(
                        row.getRowNumber(),
                        row.getLine(),
                        row.getPosition(),
                        row.getCode(),
                        Arrays.asList(row.getArguments()),
                        row.getFatal()));
    }
}
