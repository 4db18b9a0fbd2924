/**
 * Who may see and change what: rows as a condition that every query carries, fields as a mask. Denied means unchanged.
 *
 * <p>Start at {@link lazo.kernel.access.Access}; what roles allow is in {@link lazo.kernel.identity.Role}. Tables: {@code record_share}, {@code field_restriction},
 * {@code record_restriction}.
 */
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"platform.database", "platform.web", "kernel.metadata", "kernel.identity"})
@NullMarked
package lazo.kernel.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
