package lazo.kernel.identity;

import static lazodb.Tables.MAIL;
import static lazodb.Tables.ONE_TIME_LINK;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.MailHost;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.platform.mail.MailServerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Invitations, forgotten passwords and new addresses, by mail. */
@Tag("RE-05")
class IdentityMailsTest extends LazoTest {
    private static final String BASE = "https://crm.almena.example";
    private static final String PHRASE = "tres nubes sobre el mar 9";
    private static int tests;
    private static int count;

    @Autowired
    MailServerSettings settings;

    private final MailHost host = new MailHost();

    @BeforeEach
    void thereIsAMailServerAndWhatWasAskedBeforeIsLongAgo() {
        clock.advance(Duration.ofHours(5L * ++tests));
        settings.save(host.settings(BASE), null);
    }

    @AfterEach
    void noServerIsLeft() {
        settings.remove();
        sql.deleteFrom(MAIL).execute();
        host.close();
    }

    private static String link(MimeMessage mail) {
        Matcher found = Pattern.compile(Pattern.quote(BASE) + "(/[\\w/-]+/[\\w-]{43})\\s")
                .matcher(MailHost.text(mail));
        assertThat(found.find()).as("a link").isTrue();
        return found.group(1);
    }

    private Visitor administratorSignedIn() {
        Visitor administrator = signedIn(user(Role.ADMINISTRATOR, null));
        administrator.get("/settings/invitations");
        return administrator;
    }

    private Answer forget(Visitor visitor, String email) {
        visitor.get("/sign-in/forgotten");
        return visitor.post("/sign-in/forgotten", "email", email);
    }

    @Test
    void an_invitation_is_mailed_and_can_be_sent_again_which_ends_the_first() {
        String email = "invitado%d@almena.example".formatted(++count);
        Visitor administrator = administratorSignedIn();
        Answer made = administrator.post("/settings/invitations", "email", email, "role", "READER", "team", "");
        assertThat(made.status()).isEqualTo(303);
        String first = link(host.latestFor(email, 1));
        assertThat(administrator.get("/settings/invitations").body())
                .contains(email)
                .doesNotContain(first);
        long id = sql.select(ONE_TIME_LINK.ID)
                .from(ONE_TIME_LINK)
                .where(ONE_TIME_LINK.EMAIL.eq(email))
                .fetchSingle()
                .value1();
        assertThat(administrator.post("/settings/invitations/" + id + "/again").status())
                .isEqualTo(303);
        String second = link(host.latestFor(email, 2));
        assertThat(visitor().get(first).status()).isEqualTo(410);
        Visitor newcomer = visitor();
        assertThat(newcomer.get(second).status()).isEqualTo(200);
        assertThat(newcomer.post(second, "name", "Eva Ruiz", "password", PHRASE).location())
                .isEqualTo("/");
        assertThat(administrator.post("/settings/invitations/" + id + "/again").status())
                .isEqualTo(404);
    }

    @Test
    void a_link_for_a_new_password_that_an_administrator_sends_is_seen_by_its_owner_alone() {
        User user = user(Role.SELLER, null);
        Answer sent = administratorSignedIn().post("/settings/users/" + user.id() + "/password");
        assertThat(sent.status()).isEqualTo(303);
        assertThat(visitor().get(link(host.latestFor(user.email(), 1))).status())
                .isEqualTo(200);
    }

    @Test
    void whoever_has_forgotten_the_password_chooses_another_and_all_sessions_end() {
        User user = user(Role.SELLER, null);
        Visitor there = signedIn(user);
        Visitor visitor = visitor();
        assertThat(visitor.get("/sign-in").body()).contains("/sign-in/forgotten");
        assertThat(forget(visitor, user.email()).status()).isEqualTo(200);
        String link = link(host.latestFor(user.email(), 1));
        assertThat(there.get("/account").status()).as("nothing has changed yet").isEqualTo(200);
        visitor.get(link);
        assertThat(visitor.post(link, "password", PHRASE).location()).isEqualTo("/sign-in");
        assertThat(there.get("/account").status()).isEqualTo(303);
        assertThat(MailHost.subject(host.latestFor(user.email(), 2))).isEqualTo("Tu contraseña ha cambiado");
        assertThat(visitor.signIn(user.email(), PHRASE).status()).isEqualTo(303);
        assertThat(visitor().get(link).status()).isEqualTo(410);
    }

    @Test
    void the_link_of_the_forgotten_works_for_half_an_hour_and_the_latest_alone() {
        User user = user(Role.SELLER, null);
        forget(visitor(), user.email());
        String first = link(host.latestFor(user.email(), 1));
        forget(visitor(), user.email());
        String second = link(host.latestFor(user.email(), 2));
        assertThat(visitor().get(first).status()).isEqualTo(410);
        assertThat(visitor().get(second).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(31));
        assertThat(visitor().get(second).status()).isEqualTo(410);
    }

    @Test
    void the_answer_tells_nobody_whether_there_is_an_account_and_the_disabled_get_nothing() {
        User gone = user(Role.SELLER, null);
        users.deactivate(gone.id());
        User last = user(Role.SELLER, null);
        Answer known = forget(visitor(), last.email());
        Answer unknown = forget(visitor(), "nadie@almena.example");
        Answer disabled = forget(visitor(), gone.email());
        assertThat(bare(unknown, "nadie@almena.example")).isEqualTo(bare(known, last.email()));
        assertThat(bare(disabled, gone.email())).isEqualTo(bare(known, last.email()));
        forget(visitor(), last.email());
        host.latestFor(last.email(), 2);
        assertThat(host.takenFor("nadie@almena.example")).isEmpty();
        assertThat(host.takenFor(gone.email())).isEmpty();
    }

    private static String bare(Answer answer, String email) {
        return answer.status()
                + answer.body()
                        .replace(email, "EMAIL")
                        .replaceAll("(_csrf\" value|data-csrf|data-request)=\"[^\"]*\"", "")
                        .replace(answer.header("X-Request-Id"), "");
    }

    @Test
    void nobody_is_flooded_with_links_nor_asks_without_end() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        for (int time = 0; time < 5; time++) {
            assertThat(forget(visitor, user.email()).status()).isEqualTo(200);
        }
        Answer tooMany = forget(visitor, user.email());
        assertThat(tooMany.status()).isEqualTo(422);
        assertThat(tooMany.body()).contains("IDN-132");
        host.latestFor(user.email(), 5);
    }

    @Test
    void without_a_mail_server_the_way_leads_to_the_administrator() {
        settings.remove();
        assertThat(visitor().get("/sign-in/forgotten").body()).contains("pide una contraseña nueva a quien administra");
        assertThat(forget(visitor(), ADMINISTRATOR).status()).isEqualTo(422);
        assertThat(signedIn(user(Role.SELLER, null)).get("/account/email").body())
                .contains("pide el cambio a quien administra");
    }

    @Test
    void a_new_address_counts_once_it_is_confirmed_and_the_old_one_hears_of_it() {
        User user = user(Role.SELLER, null);
        String email = "nueva%d@almena.example".formatted(++count);
        Visitor visitor = signedIn(user);
        visitor.get("/account/email");
        assertThat(visitor.post("/account/email", "email", ADMINISTRATOR).body())
                .contains("IDN-103");
        assertThat(visitor.post("/account/email", "email", email).status()).isEqualTo(303);
        String link = link(host.latestFor(email, 1));
        assertThat(MailHost.text(host.latestFor(user.email(), 1))).contains(email);
        assertThat(visitor.get("/account/email").body()).contains(email);
        assertThat(users.findByEmail(email)).isEmpty();
        assertThat(signedIn(user(Role.ADMINISTRATOR, null)).get(link).header("X-Lazo-Error"))
                .isEqualTo("IDN-131");
        assertThat(visitor.get(link.replace("/account/email/", "/new-password/"))
                        .status())
                .isEqualTo(410);
        assertThat(visitor.get(link).body()).contains(email);
        assertThat(visitor.post(link).location()).isEqualTo("/account");
        assertThat(MailHost.subject(host.latestFor(user.email(), 2))).isEqualTo("Tu correo ha cambiado");
        assertThat(users.findByEmail(email)).isPresent();
        assertThat(visitor().signIn(email, PASSWORD).status()).isEqualTo(303);
        assertThat(visitor().signIn(user.email(), PASSWORD).body()).contains("IDN-101");
    }

    @Test
    void a_new_address_needs_a_proof_and_can_be_forgotten_again() {
        User user = user(Role.SELLER, null);
        String email = "nueva%d@almena.example".formatted(++count);
        Visitor visitor = signedIn(user);
        visitor.get("/account/email");
        visitor.post("/account/email", "email", email);
        String link = link(host.latestFor(email, 1));
        assertThat(visitor.post("/account/email/forget").status()).isEqualTo(303);
        assertThat(visitor.get(link).status()).isEqualTo(410);
        clock.advance(Duration.ofHours(1));
        visitor.get("/account/email");
        assertThat(visitor.post("/account/email", "email", email).header("X-Lazo-Error"))
                .isEqualTo("IDN-170");
    }
}
