/**
 * What whoever runs Lazo asks it: is it alive, is it ready, how is it doing, what is it made of.
 *
 * <p>Start at {@link lazo.platform.operation.Metrics} and {@link lazo.platform.operation.Readiness}; for operators:
 * docs/operations.md.
 */
@ApplicationModule(
        displayName = "Operation",
        allowedDependencies = {"platform.web", "platform.database"})
@NullMarked
package lazo.platform.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
