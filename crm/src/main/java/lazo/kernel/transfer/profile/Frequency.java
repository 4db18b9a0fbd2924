package lazo.kernel.transfer.profile;

/** A value and how many rows hold it. */
public record Frequency(String value, long count) {}
