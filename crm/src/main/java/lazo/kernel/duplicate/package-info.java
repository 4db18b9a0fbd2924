/**
 * Records that may be the same: told while somebody types a new one, found every night among all, decided in pairs.
 *
 * <p>Start at {@link lazo.kernel.duplicate.Duplicates}; the merging itself is {@link lazo.kernel.record.Merges}. Tables:
 * {@code duplicate_suspect}, {@code duplicate_run}.
 */
@ApplicationModule(
        displayName = "Duplicates",
        allowedDependencies = {
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.record",
            "kernel.record :: web",
            "kernel.search",
            "platform.web"
        })
@NullMarked
package lazo.kernel.duplicate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
