/**
 * Records of every object: find, change, history, recycle bin, merge. The only writer of record tables.
 *
 * <p>Start at {@link lazo.kernel.record.Records} to read and {@link lazo.kernel.record.RecordChanges} to write; a module
 * that must have its say in a write implements {@link lazo.kernel.record.RecordRule}. Tables: {@code record_change},
 * {@code record_batch}, {@code auto_number}, and the rows of every table in the schema {@code record}.
 */
@ApplicationModule(
        displayName = "Records",
        allowedDependencies = {
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.filter",
            "kernel.timeline",
            "kernel.search",
            "kernel.view",
            "platform.web"
        })
@NullMarked
package lazo.kernel.record;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
