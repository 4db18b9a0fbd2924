package lazo.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

class RecordScreensTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    static List<Look> looks() {
        return List.of(Look.DESK, Look.DESK.dark().english(), Look.PHONE, Look.PHONE.dark());
    }

    private StoredRecord create(String object, User owner, Map<String, Object> values) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(new HashMap<>(values)), actor(owner)))
                .record();
    }

    private Page signedInPage(Look look, User user) {
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        return page;
    }

    @ParameterizedTest
    @MethodSource("looks")
    @Tag("FEA-08")
    @Tag("SYS-03")
    @Tag("FEA-12")
    void every_record_screen_is_accessible_and_fits(Look look) {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        StoredRecord account = create("account", user, Map.of("name", "Bodegas Valdeñuño", "lifecycle", "customer"));
        StoredRecord contact = create(
                "contact",
                user,
                Map.of("first_name", "Nuria", "last_name", "Beltrán", "account", account.id(), "tags", List.of("VIP")));
        create("opportunity", user, Map.of("name", "Ampliación", "account", account.id()));
        create(
                "activity",
                user,
                Map.of("kind", "call", "subject", "Llamada", "contact", contact.id(), "start_at", clock.instant()));
        Page page = signedInPage(look, user);
        for (String path : List.of(
                "/",
                "/agenda",
                "/agenda?span=day",
                "/agenda?span=month",
                "/o/contact",
                "/o/contact?f=lifecycle:is:customer",
                "/o/contact?f=tags:is:VIP",
                "/o/account",
                "/o/activity",
                "/o/contact/bin",
                "/o/contact/" + contact.id(),
                "/o/account/" + account.id(),
                "/settings/objects",
                "/settings/objects/contact")) {
            page.navigate(url(path));
            browser.axe(page);
            browser.fits(page);
        }
    }

    @Test
    @Tag("FEA-03")
    @Tag("ACT-05")
    @Tag("RE-07")
    void a_contact_is_made_called_edited_in_place_and_found_again() {
        User user = user(Role.SELLER, null);
        Page page = signedInPage(Look.DESK, user);
        page.navigate(url("/o/contact"));
        page.locator(".topbar .btn.primary").click();
        page.locator("#new-form [name=first_name]").fill("Álvaro");
        page.locator("#new-form [name=last_name]").fill("Quintana Rey");
        page.locator("#new-form [name=email]").fill("alvaro@quintana.example");
        page.locator("#new-form .btn.primary").click();
        page.waitForURL("**/o/contact/*");
        assertThat(page.locator("h1").textContent()).isEqualTo("Álvaro Quintana Rey");

        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Llamada"))
                .click();
        page.locator("#composer select[name=outcome]").waitFor();
        page.locator("#composer textarea").fill("Quiere ampliar antes del verano");
        page.locator("#composer select[name=outcome]").selectOption("interested");
        page.locator("#composer [type=submit]").click();
        page.locator("#timeline .bubble", new Page.LocatorOptions().setHasText("Quiere ampliar"))
                .first()
                .waitFor();

        page.locator("dt", new Page.LocatorOptions().setHasText("Cargo"))
                .locator("+ dd")
                .hover();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Editar Cargo"))
                .click();
        page.locator("dd.editing input[name=job_title]").fill("Gerente");
        page.keyboard().press("Enter");
        page.locator("dd", new Page.LocatorOptions().setHasText("Gerente")).waitFor();

        page.keyboard().press("Control+k");
        page.locator("#palette input").fill("alvaro quint");
        page.locator("#palette [role=option]", new Page.LocatorOptions().setHasText("Álvaro Quintana Rey"))
                .first()
                .waitFor();
    }

    @Test
    @Tag("FEA-01")
    void an_administrator_adds_a_list_field_on_screen_and_uses_it_at_once() {
        User user = user(Role.ADMINISTRATOR, null);
        Page page = signedInPage(Look.DESK, user);
        page.navigate(url("/settings/objects/account"));
        page.locator(".topbar .btn.primary").click();
        page.getByLabel("Nombre en español").fill("Tarifa eléctrica");
        page.getByLabel("Tipo").selectOption("choice");
        page.getByLabel("Valores de la lista").fill("2.0TD\n3.0TD\n6.1TD");
        page.getByLabel("Pedirlo al crear").check();
        page.locator("dialog .btn.primary").click();
        page.locator("td", new Page.LocatorOptions().setHasText("Tarifa eléctrica"))
                .waitFor();

        page.navigate(url("/o/account"));
        page.locator(".topbar .btn.primary").click();
        page.locator("#new-form [name=name]").fill("Talleres Iglesias");
        page.locator("#new-form [name=tarifa_electrica]").selectOption("f_2_0td");
        page.locator("#new-form .btn.primary").click();
        page.waitForURL("**/o/account/*");
        assertThat(page.locator(".rec-side").textContent()).contains("2.0TD");
        page.navigate(url("/o/account?f=tarifa_electrica:is:f_2_0td"));
        assertThat(page.locator("#rows").textContent()).contains("Talleres Iglesias");
    }
}
