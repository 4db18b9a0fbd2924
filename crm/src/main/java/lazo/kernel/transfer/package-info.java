/**
 * Bringing records in and taking them out: reading any file, judging its columns, importing in bulk, exporting.
 *
 * <p>Start at {@link lazo.kernel.transfer.source.SourceFile}.
 */
@ApplicationModule(
        displayName = "Import and export",
        allowedDependencies = {"platform.web", "kernel.identity"})
@NullMarked
package lazo.kernel.transfer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
