package lazo.platform.web;

/** One choice of a select box. */
public record Option(String value, String label) {}
