package lazo.kernel.identity;

import static lazodb.Tables.PASSKEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** Passkeys with the virtual authenticator of Chromium, and the pages around them. */
@Tag("RE-05")
class PasskeyScreenTest extends LazoTest {
    private static final Pattern SEALED = Pattern.compile("name=\"sealed\" value=\"([^\"]+)\"");

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    OneTimeLinks links;

    private static CDPSession authenticator(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", parameters);
        return session;
    }

    @Test
    void one_registers_a_passkey_names_it_signs_in_with_it_and_removes_it() {
        User user = user(Role.SELLER, null);
        Page page = browser.open(url("/sign-in"));
        authenticator(page);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        page.navigate(url("/account/passkeys/new"));
        browser.axe(page);
        page.fill("[name=name]", "Portátil");
        page.click("form[data-passkey] button");
        page.waitForURL("**/account/security");
        assertThat(page.locator("[name=name]").inputValue()).isEqualTo("Portátil");
        browser.axe(page);
        browser.picture(page, "passkeys-1440");
        page.fill("[name=name]", "Portátil de casa");
        page.click("form[action^='/account/passkeys/'] button.ghost:not(.icon)");
        page.waitForURL("**/account/security");
        assertThat(page.locator("[name=name]").inputValue()).isEqualTo("Portátil de casa");

        page.context().clearCookies();
        page.navigate(url("/sign-in?back=/account"));
        browser.axe(page);
        page.click("form[data-passkey=get] button");
        page.waitForURL("**/account");
        assertThat(page.locator("[name=name]").inputValue()).isEqualTo(user.name());
        assertThat(sql.fetchValue(PASSKEY.USED_AT, PASSKEY.USER_ID.eq(user.id())))
                .isNotNull();

        page.navigate(url("/account/security"));
        page.click("form[action$='/remove'] button.icon");
        page.waitForURL("**/account/security");
        assertThat(sql.fetchCount(PASSKEY, PASSKEY.USER_ID.eq(user.id()))).isZero();
        page.context().clearCookies();
        browser.expect("422");
        page.navigate(url("/sign-in"));
        page.click("form[data-passkey=get] button");
        page.waitForSelector(".banner.bad");
        assertThat(page.textContent(".banner.bad")).contains("IDN-175");
    }

    @Test
    void an_answer_works_once_and_only_for_its_challenge_and_its_user() {
        User user = user(Role.SELLER, null);
        Page page = browser.open(url("/sign-in"));
        authenticator(page);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        page.navigate(url("/account/passkeys/new"));
        page.fill("[name=name]", "Llave");
        page.click("form[data-passkey] button");
        page.waitForURL("**/account/security");
        page.context().clearCookies();
        page.navigate(url("/sign-in"));
        String sealed = page.locator("[name=sealed]").inputValue();
        String answer = String.valueOf(page.evaluate(ANSWER));
        Visitor other = visitor();
        Matcher found = SEALED.matcher(other.get("/sign-in").body());
        assertThat(found.find()).isTrue();
        assertThat(other.post("/sign-in/passkey", "sealed", found.group(1), "answer", answer)
                        .body())
                .contains("IDN-175");
        String changed = answer.replaceFirst("\"signature\":\"[^\"]{8}", "\"signature\":\"MEUCIQDx");
        assertThat(other.post("/sign-in/passkey", "sealed", sealed, "answer", changed)
                        .body())
                .contains("IDN-175");
        assertThat(other.post("/sign-in/passkey", "sealed", sealed, "answer", answer)
                        .status())
                .isEqualTo(303);
        Visitor replay = visitor();
        replay.get("/sign-in");
        assertThat(replay.post("/sign-in/passkey", "sealed", sealed, "answer", answer)
                        .body())
                .contains("IDN-175");
    }

    @Test
    void a_disabled_user_and_an_old_challenge_are_refused() {
        User user = user(Role.SELLER, null);
        Page page = browser.open(url("/sign-in"));
        authenticator(page);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        page.navigate(url("/account/passkeys/new"));
        page.fill("[name=name]", "Llave");
        page.click("form[data-passkey] button");
        page.waitForURL("**/account/security");
        page.context().clearCookies();
        browser.expect("422");
        page.navigate(url("/sign-in"));
        clock.advance(Duration.ofMinutes(31));
        page.click("form[data-passkey=get] button");
        page.waitForSelector(".banner.bad");
        clock.reset();
        users.deactivate(user.id());
        page.navigate(url("/sign-in"));
        page.click("form[data-passkey=get] button");
        page.waitForSelector(".banner.bad");
        assertThat(page.textContent(".banner.bad")).contains("IDN-175");
    }

    private static final String ANSWER = """
            async () => {
              const options = JSON.parse(document.querySelector("[data-passkey=get]").dataset.options);
              const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
              return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
            }\
            """;

    @Test
    void a_delicate_change_is_confirmed_with_a_passkey_and_goes_on_with_what_was_typed() {
        User administrator = user(Role.ADMINISTRATOR, null);
        User other = user(Role.SELLER, null);
        Page page = browser.open(url("/sign-in"));
        authenticator(page);
        browser.signIn(page, url(""), administrator.email(), PASSWORD);
        page.navigate(url("/account/passkeys/new"));
        page.fill("[name=name]", "Portátil");
        page.click("form[data-passkey] button");
        page.waitForURL("**/account/security");
        page.navigate(url("/settings/users/" + other.id()));
        clock.advance(Duration.ofMinutes(16));
        browser.expect("403");
        page.fill("[name=name]", "Nueva García");
        page.click("form[action='/settings/users/" + other.id() + "'] button.primary");
        page.waitForSelector("form[action='/confirm/passkey'] button");
        browser.axe(page);
        browser.fits(page);
        assertThat(users.load(other.id()).name()).isEqualTo(other.name());
        page.click("form[action='/confirm/passkey'] button");
        page.waitForURL("**/settings/users");
        assertThat(users.load(other.id()).name()).isEqualTo("Nueva García");
    }

    @Test
    void a_passkey_confirms_only_its_owner_and_only_what_was_asked_of_them() {
        User owner = user(Role.ADMINISTRATOR, null);
        Page page = browser.open(url("/sign-in"));
        authenticator(page);
        browser.signIn(page, url(""), owner.email(), PASSWORD);
        page.navigate(url("/account/passkeys/new"));
        page.fill("[name=name]", "Llave");
        page.click("form[data-passkey] button");
        page.waitForURL("**/account/security");
        page.navigate(url("/confirm?back=/team"));
        String sealed =
                page.locator("form[action='/confirm/passkey'] [name=sealed]").inputValue();
        String answer = String.valueOf(page.evaluate(ANSWER));

        User thief = user(Role.ADMINISTRATOR, null);
        Visitor other = signedIn(thief);
        Answer without = other.get("/confirm?back=/team");
        assertThat(without.body()).doesNotContain("/confirm/passkey");
        Answer refused =
                other.post("/confirm/passkey", "back", "/team", "form", "", "sealed", sealed, "answer", answer);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("IDN-180");
        assertThat(sql.fetchValue(
                        "select count(*) from audit_event where action = 'sign-in-failed' and actor_id = ?",
                        thief.id()))
                .isEqualTo(1L);

        Visitor elsewhere = signedIn(owner);
        elsewhere.get("/confirm?back=/team");
        assertThat(elsewhere
                        .post("/sign-in/passkey", "sealed", sealed, "answer", answer)
                        .body())
                .contains("IDN-175");
        assertThat(elsewhere
                        .post("/confirm/passkey", "back", "/team", "form", "", "sealed", sealed, "answer", answer)
                        .location())
                .isEqualTo("/team");
        elsewhere.get("/confirm?back=/team");
        assertThat(elsewhere
                        .post("/confirm/passkey", "back", "/team", "form", "", "sealed", sealed, "answer", answer)
                        .status())
                .as("the second time")
                .isEqualTo(422);
    }

    private String invitation() {
        String email = "pantalla%d@almena.example".formatted(System.nanoTime());
        return ((OneTimeLinks.Invited.Done)
                        links.invite(email, Role.READER, null, administrator().id()))
                .token();
    }

    @Test
    void the_pages_around_signing_in_are_for_everybody() {
        User user = user(Role.ADMINISTRATOR, null);
        browser.expect("410");
        for (Look look : List.of(Look.DESK, Look.PHONE.dark())) {
            Page page = browser.open(url("/sign-in"), look.english());
            browser.axe(page);
            browser.fits(page);
            page.navigate(url("/join/" + invitation()));
            browser.axe(page);
            browser.fits(page);
            browser.signIn(page, url(""), user.email(), PASSWORD);
            for (String place : new String[] {
                "/account/security",
                "/settings/security",
                "/settings/invitations",
                "/settings/sso",
                "/account/passkeys/new",
                "/join/forged",
                "/confirm?back=/"
            }) {
                page.navigate(url(place));
                browser.axe(page);
                browser.fits(page);
            }
            page.navigate(url("/account/security"));
            if (page.locator("form[action='/account/security/codes']").count() > 0) {
                page.click("form[action='/account/security/codes'] button");
                page.waitForSelector("svg.qr");
            }
            browser.axe(page);
            browser.fits(page);
            browser.picture(page, "second-factor-" + look.width() + (look.isDark() ? "-dark" : "-light"));
        }
    }
}
