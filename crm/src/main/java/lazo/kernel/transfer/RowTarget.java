package lazo.kernel.transfer;

import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * An object of which a row of a file tells only a part: an invoice, whose lines are one row each. Its module reads the
 * rows together; the file, its columns, problems, progress and undoing are those of every import.
 */
public interface RowTarget {
    /** The object, with what a column may mean for its fields. */
    ObjectType type();

    /** Other objects whose records are made because rows name them. */
    List<ObjectType> makes();

    /**
     * A row that could be read.
     *
     * @param number of the row in the file, from 1
     * @param values by key of the field; of the Java types of {@link lazo.kernel.metadata.FieldType}
     */
    record Row(long number, long line, Map<String, @Nullable Object> values) {
        public @Nullable String text(String field) {
            return (String) values.get(field);
        }
    }

    /**
     * Under what rows are written.
     *
     * @param actor who imports, with what they may do
     * @param owner of new records
     * @param batch of the object, 0 in a dry run
     * @param batches of what is made besides, by object
     */
    record Writing(Actor actor, long owner, long batch, Map<String, Long> batches, ImportPlan.Reader reader) {
        public Writing {
            batches = Map.copyOf(batches);
        }
    }

    /** What became of rows. @param notes a fatal one means that its row was not written */
    record Written(long created, long skipped, List<RowNote> notes) {
        public Written {
            notes = List.copyOf(notes);
        }
    }

    /** Looks at rows without writing anything: {@code created} are those that would be. */
    Written check(List<Row> rows, Writing writing);

    /** Writes rows in the transaction of the caller; rows of one record may come in several calls. */
    Written write(List<Row> rows, Writing writing);
}
