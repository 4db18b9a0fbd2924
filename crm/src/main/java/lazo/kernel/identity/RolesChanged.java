package lazo.kernel.identity;

/** What users may do, or where they belong, has changed: whoever keeps it reads it again. Published after the commit. */
public record RolesChanged() {}
