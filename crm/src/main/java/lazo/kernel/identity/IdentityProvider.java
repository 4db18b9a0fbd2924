package lazo.kernel.identity;

import java.net.URI;
import lazo.platform.outbound.Reach;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for the company's users, by OpenID Connect.
 *
 * @param label as users call it: "Entrar con {label}"
 * @param privateNetwork whether it is within the company's own network
 * @param defaultRole of users whom nobody has invited; null lets only known users in
 */
public record IdentityProvider(
        String label,
        URI issuer,
        String clientId,
        boolean privateNetwork,
        @Nullable Role defaultRole,
        boolean active) {

    Reach reach() {
        return privateNetwork ? Reach.PRIVATE_TOO : Reach.PUBLIC;
    }
}
