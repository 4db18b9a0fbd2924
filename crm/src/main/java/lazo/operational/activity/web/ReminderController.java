package lazo.operational.activity.web;

import java.util.List;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.operational.activity.Activities;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Asked once a minute by the page somebody looks at: reminders that are due stay on it until they are closed. */
@Controller
class ReminderController {
    private final Activities activities;
    private final Templates templates;

    ReminderController(Activities activities, Templates templates) {
        this.activities = activities;
        this.templates = templates;
    }

    @PostMapping("/reminders")
    Page take(Screen screen, Actor actor) {
        List<StoredRecord> due = activities.takeReminders(actor);
        return due.isEmpty() ? Page.empty() : Page.of(templates.activityReminders(screen, due));
    }
}
