/**
 * Packs: object types written in YAML, one object a file, read, checked (all problems at once) and installed at start.
 *
 * <p>Start at {@link lazo.kernel.pack.Packs}. Tables: {@code installed_pack}.
 */
@ApplicationModule(
        displayName = "Packs",
        allowedDependencies = {"kernel.metadata", "kernel.view"})
@NullMarked
package lazo.kernel.pack;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
