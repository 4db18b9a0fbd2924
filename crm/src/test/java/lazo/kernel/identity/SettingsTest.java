package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("RE-05")
class SettingsTest extends LazoTest {
    @Autowired
    Teams teams;

    @Autowired
    CompanySettings companies;

    @ParameterizedTest
    @MethodSource("lazo.kernel.identity.Role#builtIn")
    void only_administrators_reach_the_settings(Role role) {
        User victim = user(Role.SELLER, null);
        Visitor visitor = signedIn(user(role, null));
        int expected = role.equals(Role.ADMINISTRATOR) ? 200 : 403;
        for (String page : new String[] {
            "/settings/company",
            "/settings/users",
            "/settings/users/new",
            "/settings/teams",
            "/settings/users/" + victim.id()
        }) {
            assertThat(visitor.get(page).status()).as(page).isEqualTo(expected);
        }
        visitor.get("/account");
        assertThat(visitor.post("/settings/users/" + victim.id() + "/deactivate")
                        .status())
                .isEqualTo(role.equals(Role.ADMINISTRATOR) ? 303 : 403);
        assertThat(users.load(victim.id()).active()).isEqualTo(!role.equals(Role.ADMINISTRATOR));
        assertThat(visitor.get("/account").body().contains("href=\"/settings/users\""))
                .isEqualTo(role.equals(Role.ADMINISTRATOR));
    }

    @Test
    void a_new_user_gets_a_password_that_works_once() {
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/users/new");
        Answer created = administrator.post(
                "/settings/users",
                "name",
                "Marc Soler",
                "email",
                "marc@almena.example",
                "role",
                "MANAGER",
                "team",
                "",
                "password",
                "");
        assertThat(created.status()).isEqualTo(200);
        Matcher password = Pattern.compile("<code>([a-z2-9-]{34})</code>").matcher(created.body());
        assertThat(password.find()).isTrue();
        Visitor marc = visitor();
        assertThat(marc.signIn("marc@almena.example", password.group(1)).status())
                .isEqualTo(303);
        assertThat(marc.get("/").location()).isEqualTo("/account/password");
    }

    @Test
    void an_email_belongs_to_one_user() {
        User user = user(Role.SELLER, null);
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/users/new");
        Answer refused = administrator.post(
                "/settings/users",
                "name",
                "Otra",
                "email",
                user.email().toUpperCase(java.util.Locale.ROOT),
                "role",
                "SELLER",
                "team",
                "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("IDN-103", "value=\"Otra\"");
    }

    @Test
    void the_last_administrator_stays() {
        users.all().stream()
                .filter(user ->
                        user.role().equals(Role.ADMINISTRATOR) && !user.email().equals(ADMINISTRATOR))
                .forEach(user -> users.deactivate(user.id()));
        User last = administrator();
        Visitor visitor = signedIn(last);
        visitor.get("/settings/users/" + last.id());
        assertThat(visitor.post("/settings/users/" + last.id() + "/deactivate").body())
                .contains("IDN-106");
        assertThat(visitor.post(
                                "/settings/users/" + last.id(),
                                "name",
                                last.name(),
                                "email",
                                last.email(),
                                "role",
                                "READER",
                                "team",
                                "")
                        .body())
                .contains("IDN-106");
        assertThat(administrator().active()).isTrue();
        assertThat(administrator().role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void a_manager_and_their_team_are_one_actor_each_with_all_members() {
        long team = teams.create("Norte").orElseThrow();
        User manager = user(Role.MANAGER, team);
        User seller = user(Role.SELLER, team);
        assertThat(actor(manager).team()).containsExactlyInAnyOrder(manager.id(), seller.id());
        assertThat(actor(user(Role.SELLER, null)).team()).hasSize(1);
        Visitor administrator = signedIn(administrator());
        assertThat(administrator.get("/settings/teams").body()).contains("Norte", "2 miembros");
        assertThat(administrator.post("/settings/teams", "name", "Norte").body())
                .contains("IDN-107");
        administrator.post("/settings/teams/" + team + "/remove");
        assertThat(actor(manager).team()).containsExactly(manager.id());
    }

    @Test
    void language_and_theme_are_ones_own() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        assertThat(visitor.get("/account").body())
                .contains("<html lang=\"es\"", "Tu cuenta")
                .doesNotContain("data-theme=\"");
        visitor.post("/account", "name", user.name(), "language", "en-GB", "zone", "", "theme", "dark");
        assertThat(visitor.get("/account").body())
                .contains("<html lang=\"en\" data-theme=\"dark\"", "Your account", "data-shortcuts=\"off\"");
    }

    @Test
    void the_company_is_renamed_everywhere() {
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/company");
        administrator.post(
                "/settings/company",
                "company",
                "Almena & Hijos",
                "language",
                "es-ES",
                "currency",
                "EUR",
                "zone",
                "Europe/Madrid");
        assertThat(administrator.get("/").body()).contains("Almena &amp; Hijos");
        administrator.post(
                "/settings/company",
                "company",
                "Almena Energía",
                "language",
                "es-ES",
                "currency",
                "EUR",
                "zone",
                "Europe/Madrid");
        assertThat(companies.load().name()).isEqualTo("Almena Energía");
    }

    @Test
    void errors_have_a_page_with_a_code_and_no_internals() {
        Visitor visitor = signedIn(user(Role.SELLER, null));
        Answer missing = visitor.get("/no/such/page");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("WEB-404", "Aquí no hay nada").doesNotContain("Whitelabel", "Exception");
        assertThat(visitor.htmx().get("/settings/users").header("X-Lazo-Error")).isEqualTo("WEB-403");
        assertThat(visitor().get("/assets/none.css").status()).isEqualTo(404);
    }

    @Test
    void every_answer_carries_the_headers_that_protect_it() {
        Answer page = signedIn(user(Role.SELLER, null)).get("/");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Permissions-Policy")).contains("camera=()");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
    }
}
