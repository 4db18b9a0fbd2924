package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.Browser.Look;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.SavedViews;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Hostile markup in everything that has a name, looked at in Chromium: it is text everywhere and runs nowhere. */
@Import(Scenery.class)
@TestPropertySource(properties = "lazo.test.world=attacked")
class HostileScreensTest extends LazoTest {
    /** Elements that no template of Lazo writes; one of them would be out of a record. */
    private static final String FOREIGN =
            "img[src=x], img[src*='127.0.0.1'], [onload], [onerror], [onbegin], iframe, object,"
                    + " base, meta[http-equiv], math, form[action*='evil'], a[href^='javascript'], a[href*='evil']:not([href^='/']), a[href^='//'], style,"
                    + " svg animate, x, mglyph";

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    Teams teams;

    @Autowired
    Scenery scenery;

    @Autowired
    ObjectTypes types;

    @Autowired
    ObjectDesigner designer;

    @Autowired
    SavedViews views;

    private final List<String> dialogs = new ArrayList<>();

    @Test
    @Tag("FEA-04")
    void hostile_names_are_text_on_every_screen_and_run_nowhere() {
        long team = teams.create("<img src=x onerror=alert(1)> " + System.nanoTime())
                .orElseThrow();
        User boss = user(Role.ADMINISTRATOR, team);
        scenery.belongsTo(boss);
        long contact = 0;
        long opportunity = 0;
        long lead = 0;
        for (String hostile : Hostile.strings()) {
            String text = hostile.length() > 400 ? hostile.substring(0, 400) : hostile;
            if (!Hostile.hasNul(text)) {
                contact = scenery.record("contact", Map.of("first_name", text, "last_name", text, "job_title", text));
                long account = scenery.record("account", Map.of("name", text));
                lead = scenery.record("lead", Map.of("name", text, "company", text, "tags", List.of(text)));
                opportunity =
                        scenery.record("opportunity", Map.of("name", text, "contact", contact, "account", account));
                Map<String, Object> note = new HashMap<>(Map.of("kind", "note", "subject", text, "description", text));
                note.putAll(Map.of("contact", contact, "account", account));
                scenery.record("activity", note);
            }
        }
        String worst = "\"><svg/onload=alert(1)><img src=x onerror=alert(1)>";
        contact = scenery.record("contact", Map.of("first_name", worst, "last_name", worst, "job_title", worst));
        scenery.record("activity", Map.of("kind", "note", "subject", worst, "description", worst, "contact", contact));
        designer.addChoice(
                types.load("contact").field("language"), new ObjectDesigner.NewChoice(null, Label.same(worst), null));
        long view = views.add(
                types.load("contact"),
                worst,
                true,
                SavedView.Layout.LIST,
                Filter.everything(),
                "-created_at",
                List.of("name", "job_title", "owner"),
                null,
                actor(boss));

        Page page = browser.context(Look.DESK).newPage();
        page.onDialog(dialog -> {
            dialogs.add(page.url() + " " + dialog.message());
            dialog.dismiss();
        });
        browser.signIn(page, url(""), boss.email(), PASSWORD);
        for (String place : List.of(
                "/",
                "/o/contact?view=" + view,
                "/o/contact?sort=-created_at",
                "/o/lead",
                "/o/account",
                "/o/activity",
                "/o/opportunity/board",
                "/o/lead/board?by=status",
                "/o/contact/" + contact,
                "/o/opportunity/" + opportunity,
                "/o/lead/" + lead,
                "/o/lead/" + lead + "/convert",
                "/o/contact/merge?left=" + contact + "&q=svg",
                "/o/contact/duplicates",
                "/agenda",
                "/team",
                "/funnel",
                "/settings/teams",
                "/settings/users",
                "/settings/objects/contact/fields/language",
                "/o/contact?q=%22%3E%3Csvg/onload=alert(1)%3E",
                "/o/contact?f=name:contains:%3Cimg%20src=x%20onerror=alert(1)%3E")) {
            page.navigate(url(place));
            page.waitForLoadState();
            clean(page, place);
        }
        search(page, "svg/onload");
        edit(page, contact);
        assertThat(dialogs).as("dialogs that a record has opened").isEmpty();
    }

    private void clean(Page page, String place) {
        assertThat(page.locator(FOREIGN).all().stream()
                        .map(element -> String.valueOf(element.evaluate("element => element.outerHTML")))
                        .toList())
                .as("foreign elements on " + place)
                .isEmpty();
    }

    /** What scripts put into the page: the palette, the suggestions of a lookup, toasts. */
    private void search(Page page, String words) {
        page.navigate(url("/"));
        page.keyboard().press("Control+k");
        page.locator("dialog[open] input").first().fill(words);
        page.waitForTimeout(1500);
        clean(page, "the palette");
        page.keyboard().press("Escape");
    }

    private void edit(Page page, long contact) {
        page.navigate(url("/o/contact/" + contact));
        page.locator("[hx-delete]").first().evaluate("button => button.click()");
        page.waitForTimeout(1500);
        clean(page, "a toast");
        page.navigate(url("/o/contact/bin"));
        clean(page, "the recycle bin");
    }
}
