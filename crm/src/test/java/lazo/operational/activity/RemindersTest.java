package lazo.operational.activity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Saved;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("RE-04")
class RemindersTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    Activities activities;

    @Autowired
    RecordChanges changes;

    @Autowired
    ObjectTypes types;

    User seller;
    Actor actor;

    @BeforeEach
    void seller() {
        seller = user(Role.SELLER, null);
        actor = actor(seller);
    }

    private StoredRecord task(String subject, Instant remindAt) {
        ObjectType type = types.load("activity");
        Map<String, Object> values = new HashMap<>(Map.of("kind", "task", "subject", subject, "remind_at", remindAt));
        return ((Saved) changes.create(type, Draft.of(values), actor)).record();
    }

    @Test
    void a_reminder_is_told_once_when_its_time_has_come_and_only_to_its_owner() {
        StoredRecord task = task("Llamar a Bodegas del Sil", clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(activities.takeReminders(actor)).isEmpty();

        clock.advance(Duration.ofMinutes(11));

        assertThat(activities.takeReminders(actor(user(Role.SELLER, null)))).isEmpty();
        assertThat(activities.takeReminders(actor)).extracting(StoredRecord::id).containsExactly(task.id());
        assertThat(activities.takeReminders(actor)).isEmpty();
    }

    @Test
    void a_reminder_that_was_put_off_comes_again() {
        StoredRecord task = task("Enviar la oferta", clock.instant().minusSeconds(60));
        assertThat(activities.takeReminders(actor)).hasSize(1);
        ObjectType type = task.type();
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        changes.change(type, task.id(), task.version(), Draft.of(Map.of("remind_at", later)), actor);
        assertThat(activities.takeReminders(actor)).isEmpty();

        clock.advance(Duration.ofMinutes(31));

        assertThat(activities.takeReminders(actor)).extracting(StoredRecord::id).isEqualTo(List.of(task.id()));
    }

    @Test
    void what_is_done_needs_no_reminder() {
        ObjectType type = types.load("activity");
        StoredRecord task = task("Hecha ya", clock.instant().minusSeconds(60));
        changes.change(type, task.id(), task.version(), Draft.of(Map.of("done", true)), actor);
        assertThat(activities.takeReminders(actor)).isEmpty();
    }

    @Test
    void whoever_has_a_page_open_sees_the_reminder_and_goes_to_it() {
        StoredRecord task = task("Visitar <b>la nave</b>", clock.instant().minusSeconds(60));
        Page page = browser.context(Look.PHONE).newPage();
        browser.signIn(page, url(""), seller.email(), PASSWORD);
        assertThat(page.locator(".toast")).containsText("Recordatorio: Visitar <b>la nave</b>");
        browser.axe(page);
        page.locator(".toast a").click();
        page.waitForURL("**/o/activity/" + task.id());
        assertThat(page.locator(".toast")).hasCount(0);
    }
}
