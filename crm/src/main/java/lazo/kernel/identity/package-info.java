/**
 * Users, teams, roles and sessions.
 *
 * <p>Start at {@link lazo.kernel.identity.Actor}. Tables: {@code company}, {@code business_unit}, {@code team},
 * {@code role}, {@code role_permission}, {@code app_user}, {@code user_session}, {@code viewing_as}, {@code known_device}. Sign-in: {@link lazo.kernel.identity.SignIn}; the first visit: {@link
 * lazo.kernel.identity.Setup}.
 */
@ApplicationModule(
        displayName = "Identity",
        allowedDependencies = {"platform.web"})
@NullMarked
package lazo.kernel.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
