package lazo.kernel.identity;

import java.time.Instant;

/**
 * Somebody began or ceased to look at Lazo as another user. For the record of who did what.
 *
 * @param by the id of who looks
 * @param user the id of the user they look as
 * @param begins false when they left
 */
public record ViewedAs(long by, long user, boolean begins, Instant at) {}
