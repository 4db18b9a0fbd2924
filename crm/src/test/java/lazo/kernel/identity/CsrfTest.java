package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RE-05")
class CsrfTest extends LazoTest {
    @Test
    void a_form_without_the_token_changes_nothing() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        Answer refused = visitor.postExactly("/account", "name", "Otra persona");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("WEB-419", "recárgala");
        assertThat(users.load(user.id()).name()).isEqualTo(user.name());
    }

    @Test
    void the_token_of_one_session_is_of_no_use_in_another() {
        Visitor thief = signedIn(user(Role.SELLER, null));
        String page = thief.get("/account").body();
        String token = page.replaceAll("(?s).*data-csrf=\"([^\"]+)\".*", "$1");
        Visitor victim = signedIn(user(Role.SELLER, null));
        assertThat(victim.postExactly("/account/theme", "theme", "dark", "_csrf", token)
                        .status())
                .isEqualTo(403);
        assertThat(thief.postExactly("/account/theme", "theme", "dark", "_csrf", token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_printed_token_differs_from_page_to_page() {
        Visitor visitor = signedIn(user(Role.SELLER, null));
        assertThat(visitor.get("/account").body().replaceAll("(?s).*data-csrf=\"([^\"]+)\".*", "$1"))
                .isNotEqualTo(visitor.get("/account").body().replaceAll("(?s).*data-csrf=\"([^\"]+)\".*", "$1"));
    }

    @Test
    void methods_other_than_get_need_the_token_in_the_header() {
        Visitor visitor = signedIn(user(Role.SELLER, null));
        assertThat(visitor.send("DELETE", "/nothing-here", "").status()).isEqualTo(404);
        Visitor without = signedIn(user(Role.SELLER, null));
        assertThat(without.with("X-Test", "1").postExactly("/nothing-here").status())
                .isEqualTo(403);
    }

    @Test
    void nobody_is_signed_in_by_another_sites_form() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        Answer refused = visitor.postExactly("/sign-in", "email", user.email(), "password", PASSWORD);
        assertThat(refused.location()).isEqualTo("/sign-in?stale");
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void a_form_sent_after_the_session_has_gone_leads_to_the_door_and_back_to_its_page() {
        Visitor visitor = signedIn(user(Role.SELLER, null)).with("Referer", url("/account?x=1"));
        visitor.get("/account");
        visitor.give("lazo_session", "x".repeat(43));
        assertThat(visitor.post("/account", "name", "Nueva").location())
                .isEqualTo("/sign-in?expired&back=%2Faccount%3Fx%3D1");
        assertThat(visitor.htmx().post("/account", "name", "Nueva").status()).isEqualTo(401);
    }
}
