/**
 * Calls to other computers whose address a user has typed: identity providers, webhooks.
 *
 * <p>Start at {@link lazo.platform.outbound.OutboundCalls}. Nothing here reaches the company's own network unless an
 * administrator says so.
 */
@ApplicationModule(
        displayName = "Outbound calls",
        allowedDependencies = {})
@NullMarked
package lazo.platform.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
