/**
 * What is done and to be done: the composer on a record's page, the agenda, the page for the day, reminders.
 *
 * <p>Start at {@link lazo.operational.activity.Activities}. Tables: {@code today_layout}, {@code reminder_shown}.
 */
@ApplicationModule(
        displayName = "Activities",
        allowedDependencies = {
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.filter",
            "kernel.record",
            "kernel.record :: web",
            "kernel.notification",
            "collaborative.comment",
            "collaborative.comment :: web",
            "platform.web"
        })
@NullMarked
package lazo.operational.activity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
