/**
 * Users, teams, roles and sessions.
 *
 * <p>Start at {@link lazo.kernel.identity.Actor}. Tables: {@code company}, {@code team}, {@code app_user},
 * {@code user_session}.
 */
@ApplicationModule(
        displayName = "Identity",
        allowedDependencies = {"platform.web"})
@NullMarked
package lazo.kernel.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
