package lazo.kernel.record;

/** Many records were changed at once: an import, a bulk edit or its undoing. @param batchId the batch that tells which */
public record RecordsChanged(String objectKey, long batchId, long count) {}
