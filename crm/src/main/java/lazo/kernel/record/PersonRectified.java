package lazo.kernel.record;

/** A person who had asked for it was told that their data are right now; published in the transaction that noted it. */
public record PersonRectified(String objectKey, long recordId, long actorId) {}
