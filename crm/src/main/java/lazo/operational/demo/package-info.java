/**
 * A sample company to look around in: an installer of solar panels with two years of history. Every run of the same seed
 * makes the same company.
 *
 * <p>Start at {@link lazo.operational.demo.SampleCompany}.
 */
@ApplicationModule(
        displayName = "Sample company",
        allowedDependencies = {
            "kernel.metadata",
            "kernel.identity",
            "kernel.record",
            "kernel.filter",
            "platform.database",
            "operational.sales",
            "operational.billing",
            "operational.payment",
            "operational.journal",
            "operational.catalogue"
        })
@NullMarked
package lazo.operational.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
