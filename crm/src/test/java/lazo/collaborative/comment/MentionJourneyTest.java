package lazo.collaborative.comment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody is mentioned with the keyboard alone, and whoever is mentioned hears of it where they are. */
@Tag("COL-14")
class MentionJourneyTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    RecordChanges changes;

    @Autowired
    ObjectTypes types;

    @BeforeAll
    static void waitForABusyMachine() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    private User named(String name) {
        var draft = new Users.Draft(
                name,
                name.replace(" ", ".").toLowerCase(java.util.Locale.ROOT) + "@almena.example",
                Role.ADMINISTRATOR,
                null);
        return ((Users.Saved.Done) users.create(draft, PASSWORD, false)).user();
    }

    @Test
    void one_mentions_a_colleague_by_keyboard_and_the_bell_of_the_colleague_rings_without_a_reload() {
        for (Look look : List.of(Look.DESK, Look.PHONE)) {
            String word = "Q" + Long.toString(System.nanoTime(), 36);
            User author = named(word + " Autora");
            named(word + " Alba");
            User second = named(word + " Boix");
            long contact = ((WriteResult.Saved) changes.create(
                            types.load("contact"),
                            Draft.of(new HashMap<>(Map.of("last_name", "Ficha " + word))),
                            actor(author)))
                    .record()
                    .id();
            Page theirs = browser.open(url("/sign-in"), look);
            browser.signIn(theirs, url(""), second.email(), PASSWORD);
            theirs.navigate(url("/account/notifications"));
            theirs.evaluate("window.stays = true");
            Locator count = theirs.locator("[data-bell] [data-unread]");
            assertThat(count).isHidden();

            Page page = browser.open(url("/sign-in"), look);
            browser.signIn(page, url(""), author.email(), PASSWORD);
            page.navigate(url("/o/contact/" + contact));
            Locator area = page.locator("[data-mentions] textarea").first();
            Locator offered = page.locator("[data-mentions] [role=listbox]").first();
            Locator said = page.locator("[data-mentions] [role=status]").first();
            if (look.equals(Look.PHONE)) {
                page.locator("#rt-sum").focus();
                page.keyboard().press("ArrowRight");
            }
            Locator tab = page.locator("#composer [role=tab]").last();
            tab.focus();
            page.keyboard().press("Enter");
            assertThat(area).isVisible();
            assertThat(tab).isFocused();
            page.keyboard().press("Tab");
            assertThat(area).isFocused();
            page.keyboard().type("Hola @" + word);
            assertThat(offered).isVisible();
            assertThat(said).containsText(word + " Alba");
            browser.axe(page);
            browser.fits(page);
            page.keyboard().press("Escape");
            assertThat(offered).isHidden();
            assertThat(area).isFocused();
            assertThat(area).hasValue("Hola @" + word);
            page.keyboard().type(" ");
            page.keyboard().press("Backspace");
            assertThat(offered).isVisible();
            for (int step = 0; step < 3 && !said.textContent().equals(word + " Boix"); step++) {
                page.keyboard().press("ArrowDown");
                assertThat(page.locator("[data-mentions] [role=option][aria-selected=true]"))
                        .hasCount(1);
            }
            page.keyboard().press("ArrowUp");
            assertThat(said).not().hasText(word + " Boix");
            page.keyboard().press("ArrowDown");
            assertThat(said).hasText(word + " Boix");
            page.keyboard().press("Enter");
            assertThat(area).hasValue("Hola @" + word + " Boix ");
            assertThat(offered).isHidden();
            assertThat(said).hasText("");
            page.keyboard().type("mira esto");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("#timeline")).containsText("mira esto");

            assertThat(count).hasText("1");
            assertThat(count).isVisible();
            assertThat(theirs.locator("[data-bell]")).hasAttribute("aria-label", Pattern.compile(".*1.*"));
            assertThat(theirs.evaluate("window.stays"))
                    .as("the page was not loaded again")
                    .isEqualTo(true);
            theirs.locator("[data-bell]").focus();
            theirs.keyboard().press("Enter");
            Locator notice = theirs.locator("button.notification[data-unread]").first();
            assertThat(notice).containsText(author.name());
            browser.axe(theirs);
            browser.fits(theirs);
            browser.picture(theirs, "bell-" + look.width());
            notice.focus();
            theirs.keyboard().press("Enter");
            theirs.waitForURL("**/o/contact/" + contact + "*");
            assertThat(theirs.locator("#timeline")).containsText("mira esto");
            assertThat(theirs.locator("[data-bell] [data-unread]")).isHidden();
            theirs.navigate(url("/account/notifications?unread=true"));
            assertThat(theirs.locator("button.notification")).hasCount(0);
        }
    }
}
