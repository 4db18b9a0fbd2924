package lazo.kernel.api.web;

/** One object and how far a key may go with it. @param chosen empty, {@code read} or {@code write} */
public record ScopeRow(String object, String label, String chosen) {}
