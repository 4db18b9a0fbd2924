package lazo.kernel.record;

import java.util.List;
import java.util.function.Supplier;

/**
 * Some records were written by one statement rather than one by one; published in the transaction that did it.
 *
 * @param ids looked up only for those who ask
 */
public record RecordsWritten(String objectKey, RecordChanged.Kind kind, Supplier<List<Long>> ids, long actorId) {}
