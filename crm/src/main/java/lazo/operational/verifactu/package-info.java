/**
 * VERI*FACTU: what the Spanish tax agency has to know of every invoice, chained record by record and sent to it.
 *
 * <p>Start at {@link lazo.operational.verifactu.BillingRecords}; records travel by
 * {@link lazo.operational.verifactu.VerifactuSender}. Tables: {@code verifactu_settings}, {@code verifactu_chain},
 * {@code verifactu_record}, {@code verifactu_submission}. Why: docs/decisions/0060; for administrators:
 * {@code docs/verifactu.md}. Sources: RD 1007/2023, Orden HAC/1177/2024 and the schemas of the tax agency.
 */
@ApplicationModule(
        displayName = "VERI*FACTU",
        allowedDependencies = {
            "platform.web",
            "platform.database",
            "platform.secret",
            "platform.outbound",
            "platform.xml",
            "kernel.identity",
            "operational.einvoice"
        })
@NullMarked
package lazo.operational.verifactu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
