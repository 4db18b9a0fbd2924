package lazo.kernel.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A program's way in. It asks in the name of its user and may do what the user may, limited to its scopes.
 *
 * @param publicId the part of the key that is no secret; the client id of OAuth
 */
public record ApiKey(
        long id,
        String name,
        String publicId,
        long userId,
        ApiScopes scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    public boolean isUsable(Instant now) {
        return revokedAt == null && !isExpired(now);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
