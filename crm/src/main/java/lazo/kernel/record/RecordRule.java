package lazo.kernel.record;

import java.util.Set;

/** A module's say in the writes of one object: it may derive values, refuse, and add what follows, in one transaction. */
public interface RecordRule {
    /** The object it watches. */
    String objectKey();

    /** Fields whose change concerns the rule; a bulk change of them goes record by record. */
    Set<String> fields();

    /** Before anything is written: may set derived values and add problems. */
    default void beforeSave(PendingChange change) {}

    /** After the record, its history and its timeline were written; {@code change.before()} is null for a new record. */
    default void afterSave(PendingChange change, StoredRecord saved) {}
}
