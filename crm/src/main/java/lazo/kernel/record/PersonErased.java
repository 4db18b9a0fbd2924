package lazo.kernel.record;

/**
 * What told of a person was taken out of Lazo; published in the transaction that did it, once for each record of theirs.
 *
 * @param record what is left of it
 */
public record PersonErased(StoredRecord record) {}
