/**
 * What customers have bought: the same sales lines seen as figures. Start at {@link lazo.analytical.purchase.Purchases}; it
 * computes from the invoices, those of before Lazo included, and has no tables of its own.
 */
@ApplicationModule(
        displayName = "Purchases",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.api",
            "kernel.record",
            "operational.billing"
        })
@NullMarked
package lazo.analytical.purchase;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
