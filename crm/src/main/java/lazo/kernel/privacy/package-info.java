/**
 * What people may ask of whoever keeps their data (GDPR, LOPDGDD): purposes and consent, objection, access, restriction,
 * erasure by blocking and then destruction, retention, and the registers a controller keeps.
 *
 * <p>Start at {@link lazo.kernel.privacy.Lawfulness}, which answers the one question other modules ask: may this person's
 * data be used for this purpose? {@link lazo.kernel.privacy.PersonSearch} finds a person in every table there is, and
 * {@link lazo.kernel.privacy.Erasure} takes them out of there. Tables: {@code privacy_*}, {@code consent_event},
 * {@code retention_rule}. Why: docs/decisions/0019.
 */
@ApplicationModule(
        displayName = "Privacy",
        allowedDependencies = {
            "platform.web",
            "platform.mail",
            "platform.secret",
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.filter",
            "kernel.record",
            "kernel.record :: web",
            "kernel.search",
            "kernel.transfer",
            "kernel.audit"
        })
@NullMarked
package lazo.kernel.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
