/**
 * Bringing records in and taking them out: reading any file, judging its columns, importing in bulk, exporting.
 *
 * <p>Start at {@link lazo.kernel.transfer.Imports} and {@link lazo.kernel.transfer.Exports}. A file is read
 * ({@code source}), judged ({@code profile}), its columns are matched with fields ({@code mapping}), and then its rows go
 * chunk by chunk through a staging table into the record tables; each chunk and the note of how far it got are one
 * transaction. Tables: {@code import_run}, {@code import_problem}, {@code import_identifier}.
 */
@ApplicationModule(
        displayName = "Import and export",
        allowedDependencies = {
            "platform.database",
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.filter",
            "kernel.view",
            "kernel.record",
            "kernel.record :: web",
            "kernel.timeline",
            "kernel.search",
            "kernel.notification"
        })
@NullMarked
package lazo.kernel.transfer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
