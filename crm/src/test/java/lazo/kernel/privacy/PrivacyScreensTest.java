package lazo.kernel.privacy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("GOV-01")
class PrivacyScreensTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    PrivacyRequests requests;

    @Autowired
    RegisterEntries entries;

    @Autowired
    RetentionRules rules;

    @Autowired
    Erasure erasure;

    private long contact(User user, String name) {
        return ((WriteResult.Saved) changes.create(
                        types.load("contact"), Draft.of(new HashMap<>(Map.of("last_name", name))), actor(user)))
                .record()
                .id();
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    void every_screen_of_privacy_is_accessible_and_fits(Look look) {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        long contact = contact(user, "Prieto");
        long erased = contact(user, "Ida");
        erasure.erase(new Ref(types.load("contact"), erased), "lo pide", true, actor(user));
        long request = requests.add(
                PrivacyRequest.Kind.ERASURE, null, "Eva Prieto", null, LocalDate.of(2026, 1, 2), actor(user));
        long breach = entries.add(
                Register.BREACH,
                Map.of("name", "Portátil perdido", "discovered", "2026-11-20T09:30", "happened", "En el tren"));
        long rule = rules.add(
                "Leads viejos",
                types.load("lead"),
                RetentionRule.Counted.CREATED,
                36,
                RetentionRule.Action.BIN,
                actor(user));
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        for (String path : List.of(
                "/o/contact/" + contact,
                "/o/contact/" + contact + "/privacy",
                "/o/contact/" + erased,
                "/o/contact/" + erased + "/privacy",
                "/settings/privacy",
                "/settings/privacy/purposes",
                "/settings/privacy/purposes/4",
                "/settings/privacy/purposes/new",
                "/settings/privacy/requests",
                "/settings/privacy/requests/new",
                "/settings/privacy/requests/" + request,
                "/settings/privacy/blocked",
                "/settings/privacy/registers/activities",
                "/settings/privacy/registers/processors/new",
                "/settings/privacy/registers/breaches",
                "/settings/privacy/registers/breaches/" + breach,
                "/settings/privacy/retention",
                "/settings/privacy/retention/" + rule)) {
            page.navigate(url(path));
            browser.axe(page);
            browser.fits(page);
        }
    }

    @Test
    void what_somebody_says_is_noted_on_their_page_and_read_there() {
        User user = user(Role.SELLER, null);
        long contact = contact(user, "Lozano");
        Page page = browser.open(url("/sign-in"));
        browser.signIn(page, url(""), user.email(), PASSWORD);
        page.navigate(url("/o/contact/" + contact));
        page.getByText("Anotar lo que dice").click();
        page.locator("[name='purpose']").selectOption("4");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Anotar").setExact(true))
                .click();
        browser.expect("422");
        assertThat(page.getByText("PRV-103")).isVisible();
        page.locator("[name='evidence']").fill("Contrato 17");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Anotar").setExact(true))
                .click();
        assertThat(page.locator("section[aria-labelledby='rel-privacy']")).containsText("Acepta");
        page.navigate(url("/o/contact/" + contact + "/privacy"));
        assertThat(page.getByText("Contrato 17")).isVisible();
        browser.axe(page);
    }
}
