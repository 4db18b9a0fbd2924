/**
 * Users, teams, roles and sessions.
 *
 * <p>Start at {@link lazo.kernel.identity.Actor}. Tables: {@code company}, {@code business_unit}, {@code team}, {@code
 * role}, {@code role_permission}, {@code app_user}, {@code user_session}, {@code viewing_as}, {@code known_device}, {@code
 * totp}, {@code recovery_code}, {@code second_factor_role}, {@code passkey}, {@code used_proof}, {@code one_time_link},
 * {@code sso_provider}, {@code sso_identity}. Sign-in: {@link lazo.kernel.identity.SignIn}, {@link
 * lazo.kernel.identity.Passkeys}, {@link lazo.kernel.identity.SingleSignOn}; before something delicate: {@link
 * lazo.kernel.identity.Fresh}; the first visit: {@link lazo.kernel.identity.Setup}.
 */
@ApplicationModule(
        displayName = "Identity",
        allowedDependencies = {
            "platform.database",
            "platform.mail",
            "platform.outbound",
            "platform.secret",
            "platform.web"
        })
@NullMarked
package lazo.kernel.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
