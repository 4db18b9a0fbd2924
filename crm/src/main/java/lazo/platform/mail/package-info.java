/**
 * Mails that Lazo sends: the company's mail server, the outbox, and what carries one to the other.
 *
 * <p>Start at {@link lazo.platform.mail.Outbox}. Why: docs/decisions/0030; for operators: docs/operations.md. Tables: {@code
 * mail_server}, {@code mail}.
 */
@ApplicationModule(
        displayName = "Mail",
        allowedDependencies = {"platform.database", "platform.outbound", "platform.secret", "platform.web"})
@NullMarked
package lazo.platform.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
