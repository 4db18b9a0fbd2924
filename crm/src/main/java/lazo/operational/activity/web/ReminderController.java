package lazo.operational.activity.web;

import java.util.List;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.operational.activity.Activities;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Asked by every open page once a minute: reminders that are due are told as a toast. */
@Controller
class ReminderController {
    private final Activities activities;

    ReminderController(Activities activities) {
        this.activities = activities;
    }

    @PostMapping("/reminders")
    Page take(Screen screen, Actor actor) {
        List<StoredRecord> due = activities.takeReminders(actor);
        if (due.isEmpty()) {
            return Page.empty();
        }
        String titles = String.join(" · ", due.stream().map(StoredRecord::title).toList());
        return Page.empty().toast(screen.t("activity.reminder", titles));
    }
}
