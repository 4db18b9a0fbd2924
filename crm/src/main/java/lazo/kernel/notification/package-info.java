/**
 * What users should hear of, in one place: mentions, comments, changes of what they follow, work they are given,
 * reminders, imports that have ended.
 *
 * <p>Start at {@link lazo.kernel.notification.Notifications}: other modules add to it, the bell on every page shows it, and
 * {@link lazo.kernel.notification.NotificationMails} mails it to whoever wants that.
 * Tables: {@code notification}, {@code notification_preference}, {@code notification_digest}.
 */
@ApplicationModule(
        displayName = "Notifications",
        allowedDependencies = {
            "platform.web",
            "platform.mail",
            "platform.outbound",
            "kernel.metadata",
            "kernel.identity",
            "kernel.record"
        })
@NullMarked
package lazo.kernel.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
