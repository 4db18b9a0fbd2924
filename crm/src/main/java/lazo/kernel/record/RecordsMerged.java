package lazo.kernel.record;

/**
 * Two records became one, or one became two again; published in the transaction that did it, so that modules with tables
 * of their own move what belongs to the record.
 *
 * @param undone whether the merge was taken back
 */
public record RecordsMerged(String objectKey, long winnerId, long loserId, long batchId, boolean undone) {}
