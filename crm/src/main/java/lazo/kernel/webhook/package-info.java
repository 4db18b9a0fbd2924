/**
 * Webhooks both ways: other programs are told of what happens to records, and tell of what happens with them.
 *
 * <p>Start at {@link lazo.kernel.webhook.Webhooks} and {@link lazo.kernel.webhook.Deliveries} for what goes out, at
 * {@link lazo.kernel.webhook.WebhookSources} and {@link lazo.kernel.webhook.WebhookArrivals} for what comes in. Why: decision 0017;
 * described for users in {@code docs/api.md}. Tables: {@code webhook}, {@code webhook_delivery}, {@code webhook_source},
 * {@code webhook_arrival}.
 */
@ApplicationModule(
        displayName = "Webhooks",
        allowedDependencies = {
            "platform.web",
            "platform.database",
            "platform.secret",
            "platform.outbound",
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.filter",
            "kernel.view",
            "kernel.record",
            "kernel.record :: web",
            "kernel.api",
            "kernel.notification"
        })
@NullMarked
package lazo.kernel.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
