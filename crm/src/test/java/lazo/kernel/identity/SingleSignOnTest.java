package lazo.kernel.identity;

import static lazodb.Tables.SSO_IDENTITY;
import static lazodb.Tables.SSO_PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Single sign-on against a real provider. */
@Tag("RE-05")
class SingleSignOnTest extends LazoTest {
    @Autowired
    IdentityProviderSettings settings;

    private LocalProvider provider;

    @BeforeEach
    void thereIsAProvider() {
        provider = new LocalProvider(url("/sign-in/sso/return"));
        offer(null);
    }

    @AfterEach
    void thereIsNone() {
        settings.remove();
        provider.close();
    }

    private void offer(Role role) {
        settings.save(
                new IdentityProvider("Almena", URI.create(provider.issuer()), LocalProvider.CLIENT, true, role, true),
                LocalProvider.SECRET);
    }

    private String known(String email, boolean verified) {
        String name = "persona" + System.nanoTime();
        provider.knows(name, Map.of("email", email, "email_verified", verified, "name", "Eva Ruiz"));
        return name;
    }

    private static String pathAndQuery(URI uri) {
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private Answer signIn(Visitor visitor, String name) {
        Answer departure = visitor.get("/sign-in/sso?back=/account");
        return visitor.get(pathAndQuery(provider.signIn(departure.location(), name)));
    }

    @Test
    void a_known_user_is_linked_by_a_verified_email_and_known_by_number_from_then_on() {
        User user = user(Role.SELLER, null);
        String name = known(user.email(), true);
        Visitor visitor = visitor();
        assertThat(visitor.get("/sign-in").body()).contains("Entrar con Almena");
        assertThat(signIn(visitor, name).location()).isEqualTo("/account");
        assertThat(visitor.get("/account").body()).contains(user.email());
        provider.knows(name, Map.of("email", "otra@almena.example", "email_verified", true));
        Visitor later = visitor();
        signIn(later, name);
        assertThat(later.get("/account").body()).contains(user.email());
        assertThat(sql.fetchCount(SSO_IDENTITY, SSO_IDENTITY.USER_ID.eq(user.id())))
                .isEqualTo(1);
        assertThat(visitor().signIn(user.email(), PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void code_flow_with_pkce_state_and_nonce() {
        String departure = visitor().get("/sign-in/sso").location();
        assertThat(departure)
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "state=", "nonce=")
                .contains("scope=openid")
                .doesNotContain(LocalProvider.SECRET);
    }

    @Test
    void a_page_of_another_site_does_not_sign_anybody_in() {
        Answer departure = visitor().with("Sec-Fetch-Site", "cross-site").get("/sign-in/sso");
        assertThat(departure.location()).isEqualTo("/sign-in");
    }

    @Test
    void an_email_that_is_not_verified_links_nobody() {
        User user = user(Role.ADMINISTRATOR, null);
        Visitor visitor = visitor();
        Answer refused = signIn(visitor, known(user.email(), false));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("X-Lazo-Error")).isEqualTo("IDN-142");
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void nobody_unknown_is_let_in_unless_there_is_a_role_for_them() {
        String name = known("nueva.persona@almena.example", true);
        assertThat(signIn(visitor(), name).header("X-Lazo-Error")).isEqualTo("IDN-143");
        assertThat(users.findByEmail("nueva.persona@almena.example")).isEmpty();
        offer(Role.READER);
        assertThat(signIn(visitor(), name).location()).isEqualTo("/account");
        User created = users.findByEmail("nueva.persona@almena.example").orElseThrow();
        assertThat(created.role()).isEqualTo(Role.READER);
        assertThat(created.name()).isEqualTo("Eva Ruiz");
        assertThat(visitor().signIn(created.email(), "").status()).isEqualTo(422);
    }

    @Test
    void an_account_nobody_has_confirmed_is_never_taken_over_with_its_old_password() {
        var draft = new Users.Draft("Diego", "diego.sso@almena.example", Role.SELLER, null);
        User user = ((Users.Saved.Done) users.create(draft, "kf7m-2wqd-x94t-hbn3", true)).user();
        Visitor planted = visitor();
        planted.signIn(user.email(), "kf7m-2wqd-x94t-hbn3");
        signIn(visitor(), known(user.email(), true));
        assertThat(planted.get("/account/password").location()).startsWith("/sign-in");
        assertThat(visitor().signIn(user.email(), "kf7m-2wqd-x94t-hbn3").body()).contains("IDN-101");
    }

    @Test
    void a_disabled_user_stays_out_and_a_second_account_with_the_same_email_too() {
        User user = user(Role.SELLER, null);
        String name = known(user.email(), true);
        signIn(visitor(), name);
        assertThat(signIn(visitor(), known(user.email(), true)).header("X-Lazo-Error"))
                .isEqualTo("IDN-144");
        users.deactivate(user.id());
        assertThat(signIn(visitor(), name).header("X-Lazo-Error")).isEqualTo("IDN-144");
    }

    @Test
    void an_answer_works_once_in_the_browser_that_asked_and_in_time() {
        User user = user(Role.SELLER, null);
        String name = known(user.email(), true);
        Visitor victim = visitor();
        Visitor attacker = visitor();
        String stolen =
                pathAndQuery(provider.signIn(attacker.get("/sign-in/sso").location(), name));
        assertThat(victim.get(stolen).header("X-Lazo-Error")).isEqualTo("IDN-141");
        victim.get("/sign-in/sso");
        assertThat(victim.get(stolen).header("X-Lazo-Error")).isEqualTo("IDN-141");
        String sealed = attacker.cookie("lazo_sso").orElseThrow().getValue();
        assertThat(attacker.get(stolen).status()).isEqualTo(303);
        Visitor replay = visitor();
        replay.give("lazo_sso", sealed);
        assertThat(replay.get(stolen).header("X-Lazo-Error")).isEqualTo("IDN-141");
        Visitor late = visitor();
        String answer = pathAndQuery(provider.signIn(late.get("/sign-in/sso").location(), name));
        clock.advance(Duration.ofMinutes(11));
        assertThat(late.get(answer).header("X-Lazo-Error")).isEqualTo("IDN-141");
    }

    @Test
    void the_answer_of_another_issuer_and_a_changed_code_are_refused() {
        User user = user(Role.SELLER, null);
        String name = known(user.email(), true);
        Visitor visitor = visitor();
        String answer = pathAndQuery(provider.signIn(visitor.get("/sign-in/sso").location(), name));
        assertThat(visitor.get(answer + "&iss=https://evil.example").header("X-Lazo-Error"))
                .isEqualTo("IDN-141");
        String other = pathAndQuery(provider.signIn(visitor.get("/sign-in/sso").location(), name));
        assertThat(visitor.get(other.replaceFirst("code=....", "code=AAAA")).header("X-Lazo-Error"))
                .isEqualTo("IDN-141");
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void whoever_has_no_password_confirms_with_the_provider() {
        offer(Role.READER);
        String name = known("sin.clave@almena.example", true);
        Visitor visitor = visitor();
        signIn(visitor, name);
        clock.advance(Duration.ofMinutes(16));
        assertThat(visitor.get("/account/passkeys/new").location()).startsWith("/confirm");
        assertThat(visitor.get("/confirm?back=/account/passkeys/new").body())
                .contains("Confirmar con Almena")
                .doesNotContain("name=\"password\"");
        clock.reset();
        Answer departure = visitor.get("/sign-in/sso?confirm=true&back=/account/passkeys/new");
        assertThat(departure.location()).contains("prompt=login", "max_age=0");
    }

    @Test
    void a_proof_with_the_provider_counts_when_its_time_is_named_and_renews_the_session() {
        User user = user(Role.SELLER, null);
        String name = known(user.email(), true);
        Visitor visitor = visitor();
        signIn(visitor, name);
        assertThat(visitor.get("/account/passkeys/new").status()).isEqualTo(200);
        String before = visitor.cookie("lazo_session").orElseThrow().getValue();
        URI back = provider.signIn(
                visitor.get("/sign-in/sso?confirm=true&back=/team").location(), name);
        assertThat(visitor.get(back.getPath() + "?" + back.getRawQuery()).location())
                .isEqualTo("/team");
        assertThat(visitor.cookie("lazo_session").orElseThrow().getValue()).isNotEqualTo(before);
        provider.keepsSilentAboutTheTimeOf(name);
        back = provider.signIn(
                visitor.get("/sign-in/sso?confirm=true&back=/team").location(), name);
        assertThat(visitor.get(back.getPath() + "?" + back.getRawQuery()).header("X-Lazo-Error"))
                .isEqualTo("IDN-177");
        Visitor later = visitor();
        signIn(later, name);
        assertThat(later.get("/account").status()).isEqualTo(200);
        assertThat(later.get("/account/passkeys/new").location()).startsWith("/confirm");
    }

    @Test
    void an_administrator_enters_the_provider_and_the_secret_is_never_shown_again() {
        settings.remove();
        Visitor administrator = signedIn(user(Role.ADMINISTRATOR, null));
        assertThat(administrator.get("/settings/sso").body()).contains(url("/sign-in/sso/return"));
        String[] form = {
            "label",
            "Almena",
            "issuer",
            provider.issuer(),
            "client",
            "lazo",
            "secret",
            LocalProvider.SECRET,
            "role",
            "",
            "active",
            "on",
            "private",
            "on"
        };
        Answer saved = administrator.post("/settings/sso", form);
        assertThat(saved.status()).isEqualTo(303);
        assertThat(administrator.get("/settings/sso").body()).doesNotContain(LocalProvider.SECRET);
        assertThat(new String(sql.fetchValue(SSO_PROVIDER.CLIENT_SECRET), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain(LocalProvider.SECRET);
        form[7] = "";
        assertThat(administrator.post("/settings/sso", form).status()).isEqualTo(303);
        assertThat(settings.secret()).hasValue(LocalProvider.SECRET);
        form[13] = "";
        Answer inner = administrator.post("/settings/sso", form);
        assertThat(inner.status()).isEqualTo(422);
        assertThat(inner.body()).contains("IDN-147");
        form[9] = "ADMINISTRATOR";
        form[13] = "on";
        assertThat(administrator.post("/settings/sso", form).status()).isEqualTo(422);
    }
}
