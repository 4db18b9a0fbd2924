/**
 * What the company sells and the taxes on it: products and services are records of the object {@code product}, taxes are
 * dated data that an administrator keeps.
 *
 * <p>Start at {@link lazo.operational.catalogue.Taxes}, {@link lazo.operational.catalogue.Products} and {@link
 * lazo.operational.catalogue.Prices}. Why prices are so: docs/decisions/0110. Tables: {@code tax}, {@code tax_rate},
 * {@code price_list}, {@code price_list_line}, {@code price_list_customer}, {@code customer_price}, {@code product_cost}.
 */
@ApplicationModule(
        displayName = "Catalogue",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.filter",
            "kernel.record",
            "kernel.record :: web"
        })
@NullMarked
package lazo.operational.catalogue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
