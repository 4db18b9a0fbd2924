/**
 * What the company sells and the taxes on it: products and services are records of the object {@code product}, taxes are
 * dated data that an administrator keeps.
 *
 * <p>Start at {@link lazo.operational.catalogue.Taxes} and {@link lazo.operational.catalogue.Products}. Tables: {@code tax}, {@code tax_rate}.
 */
@ApplicationModule(
        displayName = "Catalogue",
        allowedDependencies = {"platform.web", "kernel.identity", "kernel.metadata", "kernel.filter", "kernel.record"})
@NullMarked
package lazo.operational.catalogue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
