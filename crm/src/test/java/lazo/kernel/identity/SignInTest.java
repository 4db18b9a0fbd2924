package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RE-05")
class SignInTest extends LazoTest {
    @Test
    void whoever_is_not_signed_in_is_led_to_the_door_and_back() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        Answer refused = visitor.get("/account?tab=2");
        assertThat(refused.status()).isEqualTo(303);
        assertThat(refused.location()).isEqualTo("/sign-in?back=%2Faccount%3Ftab%3D2");
        visitor.get(refused.location());
        Answer welcome =
                visitor.post("/sign-in", "email", user.email(), "password", PASSWORD, "back", "/account?tab=2");
        assertThat(welcome.status()).isEqualTo(303);
        assertThat(welcome.location()).isEqualTo("/account?tab=2");
        assertThat(visitor.get("/account").body()).contains(user.name());
    }

    @Test
    void the_way_back_never_leads_to_another_site() {
        User user = user(Role.SELLER, null);
        for (String back : new String[] {
            "https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\r\nSet-Cookie: x=1"
        }) {
            Visitor visitor = visitor();
            visitor.get("/sign-in");
            assertThat(visitor.post("/sign-in", "email", user.email(), "password", PASSWORD, "back", back)
                            .location())
                    .isEqualTo("/");
        }
    }

    @Test
    void an_unknown_email_and_a_wrong_password_look_the_same() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        Answer wrong = visitor.signIn(user.email(), "no es esta contraseña");
        Answer unknown = visitor.signIn("nadie@almena.example", "no es esta contraseña");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(unknown.status()).isEqualTo(422);
        String text = "El correo o la contraseña no coinciden. Revísalos y prueba de nuevo. (IDN-101)";
        assertThat(wrong.body()).contains(text).contains("value=\"" + user.email() + "\"");
        assertThat(unknown.body()).contains(text);
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void the_session_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        Answer answer = visitor.signIn(user.email(), PASSWORD);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("lazo_session=")
                        .contains("HttpOnly", "SameSite=Lax", "Path=/")
                        .doesNotContain("Secure"));
        Answer secure = visitor().with("X-Forwarded-Proto", "https").signIn(user.email(), PASSWORD);
        assertThat(secure.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
        assertThat(secure.header("Strict-Transport-Security")).contains("max-age=31536000");
    }

    @Test
    void signing_out_ends_the_session_at_once() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        String token = visitor.cookie("lazo_session").orElseThrow().getValue();
        assertThat(visitor.post("/sign-out").location()).isEqualTo("/sign-in");
        visitor.give("lazo_session", token);
        assertThat(visitor.get("/account").status()).isEqualTo(303);
    }

    @Test
    void after_five_failures_one_has_to_wait_longer_and_longer() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        for (int time = 0; time < 5; time++) {
            assertThat(visitor.signIn(user.email(), "no es esta contraseña").body())
                    .contains("IDN-101");
        }
        assertThat(visitor.signIn(user.email(), PASSWORD).body()).contains("IDN-102", "Espera un minuto");
        clock.advance(Duration.ofSeconds(16));
        assertThat(visitor.signIn(user.email(), "no es esta contraseña").body()).contains("IDN-101");
        clock.advance(Duration.ofSeconds(16));
        assertThat(visitor.signIn(user.email(), PASSWORD).body()).contains("IDN-102");
        clock.advance(Duration.ofMinutes(1));
        assertThat(visitor.signIn(user.email(), PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void guesses_at_the_same_moment_count_as_many() {
        User user = user(Role.SELLER, null);
        var answers = new ConcurrentLinkedQueue<String>();
        try (var guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int guess = 0; guess < 12; guess++) {
                String password = "adivina adivinanza " + guess;
                guessers.submit(() ->
                        answers.add(visitor().signIn(user.email(), password).body()));
            }
        }
        assertThat(answers).hasSize(12);
        assertThat(answers.stream().filter(body -> body.contains("IDN-101"))).hasSizeLessThanOrEqualTo(5);
        assertThat(answers.stream().filter(body -> body.contains("IDN-102"))).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void nobody_can_lock_the_owner_out_of_a_browser_that_is_known() {
        User user = user(Role.SELLER, null);
        Visitor owner = signedIn(user);
        owner.post("/sign-out");
        Visitor stranger = visitor();
        for (int time = 0; time < 8; time++) {
            stranger.signIn(user.email(), "adivina adivinanza " + time);
        }
        assertThat(stranger.signIn(user.email(), PASSWORD).body()).contains("IDN-102");
        assertThat(owner.signIn(user.email(), PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void failures_count_for_one_account_and_place_only() {
        User first = user(Role.SELLER, null);
        User second = user(Role.SELLER, null);
        Visitor visitor = visitor();
        for (int time = 0; time < 6; time++) {
            visitor.signIn(first.email(), "no es esta contraseña");
        }
        assertThat(visitor.signIn(second.email(), PASSWORD).status()).isEqualTo(303);
        assertThat(visitor().from("203.0.113.9").signIn(first.email(), PASSWORD).status())
                .isEqualTo(303);
    }

    @Test
    void a_given_password_has_to_be_replaced_before_anything_else() {
        var draft = new Users.Draft("Diego Robles", "diego.robles@almena.example", Role.SELLER, null);
        User user = ((Users.Saved.Done) users.create(draft, "kf7m-2wqd-x94t-hbn3", true)).user();
        Visitor visitor = visitor();
        visitor.signIn(user.email(), "kf7m-2wqd-x94t-hbn3");
        assertThat(visitor.get("/").location()).isEqualTo("/account/password");
        assertThat(visitor.htmx().get("/palette?q=a").header("HX-Redirect")).isEqualTo("/account/password");
        visitor.with("HX-Request", "false").get("/account/password");
        assertThat(visitor.post("/account/password", "current", "kf7m-2wqd-x94t-hbn3", "password", "corta")
                        .body())
                .contains("Es demasiado corta");
        Answer changed = visitor.post("/account/password", "current", "kf7m-2wqd-x94t-hbn3", "password", PASSWORD);
        assertThat(changed.location()).isEqualTo("/");
        assertThat(visitor.get("/account").status()).isEqualTo(200);
    }
}
