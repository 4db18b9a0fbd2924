/**
 * Who did what and when, in rows that are only added to and sealed block by block.
 *
 * <p>Start at {@link lazo.kernel.audit.Audit}; proof that nothing was changed: {@link lazo.kernel.audit.AuditChain}. What is
 * done to settings, sessions, shares, imports and batches is noted by triggers in the transaction that does it; the rest is
 * noted by {@link lazo.kernel.audit.AuditListener}. Tables: {@code audit_event}, {@code audit_block}, {@code audit_erased};
 * {@code record_change} of {@code kernel.record} is sealed along. Why: docs/decisions/0018.
 */
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {
            "platform.web",
            "platform.database",
            "kernel.identity",
            "kernel.metadata",
            "kernel.record",
            "kernel.transfer"
        })
@NullMarked
package lazo.kernel.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
