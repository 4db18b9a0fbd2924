package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Delicate changes ask who is there, once a quarter of an hour, and lose nothing. */
@Tag("RE-05")
class FreshTest extends LazoTest {
    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]*)\"");

    private User administrator;
    private Visitor visitor;
    private User other;
    private String change;

    @BeforeEach
    void somebodyHasBeenHereForLong() {
        administrator = user(Role.ADMINISTRATOR, null);
        other = user(Role.SELLER, null);
        visitor = signedIn(administrator);
        change = "/settings/users/" + other.id();
        visitor.get(change);
        clock.advance(Duration.ofMinutes(16));
    }

    private Answer change(String name) {
        return visitor.post(change, "name", name, "email", other.email(), "role", "READER", "team", "");
    }

    private static String form(Answer page) {
        Matcher found = FORM.matcher(page.body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void what_was_typed_is_saved_after_the_proof_and_not_before() {
        Answer asked = change("Nueva García");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.header("X-Lazo-Error")).isEqualTo("IDN-170");
        assertThat(asked.body()).contains("Confirma que eres tú").doesNotContain("Nueva García");
        assertThat(users.load(other.id()).name()).isEqualTo(other.name());
        Answer wrong = visitor.post("/confirm", "form", form(asked), "back", change, "password", "no es esta");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("IDN-105");
        Answer done = visitor.post("/confirm", "form", form(wrong), "back", change, "password", PASSWORD);
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).isEqualTo("/settings/users");
        assertThat(users.load(other.id()).name()).isEqualTo("Nueva García");
        assertThat(users.load(other.id()).role()).isEqualTo(Role.READER);
    }

    @Test
    void once_proved_it_is_not_asked_again_for_a_quarter_of_an_hour() {
        visitor.get("/confirm?back=" + change);
        assertThat(visitor.post("/confirm", "back", change, "password", PASSWORD)
                        .location())
                .isEqualTo(change);
        clock.advance(Duration.ofMinutes(14));
        assertThat(change("Nueva").status()).isEqualTo(303);
        clock.advance(Duration.ofMinutes(2));
        assertThat(change("Otra").status()).isEqualTo(403);
    }

    @Test
    void a_proof_renews_the_session_and_the_token_before_opens_nothing() {
        String before = visitor.cookie("lazo_session").orElseThrow().getValue();
        Answer asked = change("Nueva");
        Answer done = visitor.post("/confirm", "form", form(asked), "back", change, "password", PASSWORD);
        assertThat(done.status()).isEqualTo(303);
        assertThat(visitor.cookie("lazo_session").orElseThrow().getValue()).isNotEqualTo(before);
        assertThat(change("Otra").status())
                .as("a page from before the proof goes on")
                .isEqualTo(303);
        Visitor thief = visitor();
        thief.give("lazo_session", before);
        assertThat(thief.get("/account").status()).isEqualTo(303);
    }

    @Test
    void a_refusal_of_what_was_typed_is_said_after_the_proof() {
        Answer asked = change(" ");
        Answer refused = visitor.post("/confirm", "form", form(asked), "back", change, "password", PASSWORD);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Falta el nombre.", other.email());
    }

    @Test
    void a_waiting_form_is_of_no_use_in_another_session_nor_after_half_an_hour() {
        String waiting = form(change("Robada"));
        Visitor thief = signedIn(user(Role.ADMINISTRATOR, null));
        thief.get("/account");
        assertThat(thief.post("/confirm", "form", waiting, "back", "/team", "password", PASSWORD)
                        .location())
                .isEqualTo("/team");
        clock.advance(Duration.ofMinutes(31));
        visitor.get("/account");
        assertThat(visitor.post("/confirm", "form", waiting, "back", "/team", "password", PASSWORD)
                        .location())
                .isEqualTo("/team");
        assertThat(users.load(other.id()).name()).isEqualTo(other.name());
    }

    @Test
    void whoever_may_no_longer_do_it_cannot_by_proving_who_they_are() {
        String waiting = form(change("Tarde"));
        users.change(
                administrator.id(), new Users.Draft(administrator.name(), administrator.email(), Role.SELLER, null));
        visitor.get("/account");
        Answer refused = visitor.post("/confirm", "form", waiting, "back", "/team", "password", PASSWORD);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(users.load(other.id()).name()).isEqualTo(other.name());
    }

    @Test
    void what_a_role_may_do_is_not_changed_without_the_proof() {
        visitor.get("/settings/roles/SELLER");
        Answer asked = visitor.post("/settings/roles/SELLER", "name", "Todopoderosos", "ability", "USERS");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.header("X-Lazo-Error")).isEqualTo("IDN-170");
    }

    @Test
    void sessions_elsewhere_are_ended_by_whoever_proves_who_they_are() {
        assertThat(visitor.post("/account/sessions/end-others").header("X-Lazo-Error"))
                .isEqualTo("IDN-170");
        assertThat(visitor.post("/account/sessions/end", "id", "0").header("X-Lazo-Error"))
                .isEqualTo("IDN-170");
    }

    @Test
    void the_way_back_stays_within_lazo_and_htmx_is_led_there() {
        assertThat(visitor.get("/confirm?back=//evil.example").body()).doesNotContain("evil.example");
        assertThat(visitor.post("/confirm", "back", "https://evil.example", "password", PASSWORD)
                        .location())
                .isEqualTo("/");
        clock.advance(Duration.ofMinutes(16));
        visitor.with("Referer", url(change)).htmx();
        assertThat(change("Nueva").header("HX-Redirect"))
                .isEqualTo("/confirm?back=%2Fsettings%2Fusers%2F" + other.id());
    }
}
