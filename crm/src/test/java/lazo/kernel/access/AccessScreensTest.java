package lazo.kernel.access;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("RE-05")
class AccessScreensTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    Roles roles;

    @Autowired
    BusinessUnits units;

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    private Page signedInPage(Look look, User user) {
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        return page;
    }

    private Role made() {
        String name = "Recepción " + System.nanoTime();
        return ((Roles.Saved.Done) roles.create(new Role(
                        "NEW", name, "Atiende", Map.of(), ObjectPermission.of(Scope.TEAM), Set.of(), List.of())))
                .role();
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    void every_screen_of_roles_and_units_is_accessible_and_fits(Look look) {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        long top = units.add("Grupo " + System.nanoTime(), null).orElseThrow();
        units.add("Valencia", top);
        Role role = made();
        User other = user(role, null);
        Page page = signedInPage(look, user);
        for (String path : List.of(
                "/settings/roles",
                "/settings/roles/SELLER",
                "/settings/roles/new?from=SELLER",
                "/settings/roles/" + role.key(),
                "/settings/roles/" + role.key() + "/fields/contact",
                "/settings/units",
                "/settings/units/" + top,
                "/settings/teams",
                "/settings/users/" + other.id())) {
            page.navigate(url(path));
            browser.axe(page);
            browser.fits(page);
        }
        browser.expect("/reminders"); // asked by the page that is left
        page.locator("form[action='/view-as/" + other.id() + "'] button").click();
        assertThat(page.locator(".viewing")).isVisible();
        browser.axe(page);
        browser.fits(page);
    }

    @Test
    void a_role_tells_what_it_comes_to_while_it_is_filled_in() {
        Page page = signedInPage(Look.DESK, user(Role.ADMINISTRATOR, null));
        page.navigate(url("/settings/roles/new?from=SELLER"));
        page.locator("[name='see.contact']").selectOption("ALL");
        assertThat(page.getByText("Contactos: ve todos, crea, modifica los suyos"))
                .isVisible();
        String name = "Consulta " + System.nanoTime();
        page.locator("[name='name']").fill(name);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Crear rol"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name)))
                .isVisible();
        assertThat(page.locator("[name='see.contact']")).hasValue("ALL");
    }

    @Test
    void a_record_tells_who_sees_it_and_why() {
        User user = user(Role.ADMINISTRATOR, null);
        User seller = user(Role.SELLER, null);
        long id = ((WriteResult.Saved) changes.create(
                        types.load("contact"), Draft.of(new HashMap<>(Map.of("last_name", "Prieto"))), actor(user)))
                .record()
                .id();
        Page page = signedInPage(Look.DESK, user);
        page.navigate(url("/o/contact/" + id));
        page.locator("[popovertarget='m-rec']").click();
        page.getByText("Quién puede ver esto").click();
        assertThat(page.locator("#why-answer")).containsText("es de su propiedad");
        browser.axe(page);
        page.locator("#why-user").selectOption("" + seller.id());
        assertThat(page.locator("#why-answer")).containsText(seller.name() + " no ve este registro");
    }
}
