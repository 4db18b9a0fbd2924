/**
 * Values that must be read again and that nobody else may read: encrypted before they are stored.
 *
 * <p>Start at {@link lazo.platform.secret.Secrets}. The keys are in the file {@code keys} of the data folder, not in the
 * database; why: docs/decisions/0014.
 */
@ApplicationModule(
        displayName = "Secrets",
        allowedDependencies = {})
@NullMarked
package lazo.platform.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
