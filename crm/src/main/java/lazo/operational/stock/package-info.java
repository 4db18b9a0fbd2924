/**
 * What lies in the company's warehouses: movements, levels, and what orders have reserved.
 *
 * <p>Start at {@link lazo.operational.stock.Stock}. Why it is so: docs/decisions/0112. Tables: {@code warehouse}, {@code
 * stock_policy}, {@code stock_level}, {@code stock_movement}.
 */
@ApplicationModule(
        displayName = "Stock",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.record",
            "kernel.record :: web"
        })
@NullMarked
package lazo.operational.stock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
