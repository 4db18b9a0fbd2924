package lazo.kernel.identity;

import static lazodb.Tables.ONE_TIME_LINK;
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
import org.springframework.beans.factory.annotation.Autowired;

/** One-time links: to join, and to choose a new password. */
@Tag("RE-05")
class InvitationTest extends LazoTest {
    private static final String PHRASE = "tres nubes sobre el mar 9";
    private static int count;

    @Autowired
    OneTimeLinks links;

    private Visitor administrator;
    private String email;

    @BeforeEach
    void anAdministratorIsThere() {
        administrator = signedIn(user(Role.ADMINISTRATOR, null));
        administrator.get("/settings/invitations");
        email = "invitada.%d@almena.example".formatted(++count);
    }

    private String link(Answer page, String path) {
        Matcher found = Pattern.compile("<code>" + Pattern.quote(url("")) + "(/" + path + "/[\\w-]{43})</code>")
                .matcher(page.body());
        assertThat(found.find()).as("a link").isTrue();
        return found.group(1);
    }

    private String invite() {
        Answer made = administrator.post("/settings/invitations", "email", email, "role", "MANAGER", "team", "");
        assertThat(made.status()).isEqualTo(200);
        return link(made, "join");
    }

    private static Answer join(Visitor visitor, String link) {
        visitor.get(link);
        return visitor.post(link, "name", "Eva Ruiz", "password", PHRASE);
    }

    @Test
    void whoever_follows_an_invitation_chooses_a_password_and_is_in_with_the_role_given() {
        String link = invite();
        assertThat(administrator.get("/settings/invitations").body())
                .contains(email)
                .doesNotContain(link);
        Visitor newcomer = visitor();
        assertThat(newcomer.get(link).body()).contains(email);
        Answer weak = newcomer.post(link, "name", "Eva Ruiz", "password", "corta");
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.body()).contains("IDN-154", "value=\"Eva Ruiz\"");
        assertThat(join(newcomer, link).location()).isEqualTo("/");
        assertThat(newcomer.get("/account").body()).contains("Eva Ruiz");
        User user = users.findByEmail(email).orElseThrow();
        assertThat(user.role()).isEqualTo(Role.MANAGER);
        assertThat(user.mustChangePassword()).isFalse();
        assertThat(administrator.get("/settings/invitations").body()).doesNotContain(email);
    }

    @Test
    void an_invitation_works_once_for_three_days_and_until_it_is_withdrawn() {
        String used = invite();
        join(visitor(), used);
        assertThat(visitor().get(used).header("X-Lazo-Error")).isEqualTo("IDN-130");
        assertThat(visitor().get(used).status()).isEqualTo(410);
        email = "otra." + email;
        String withdrawn = invite();
        long id = links.invitations().stream()
                .filter(one -> one.email().equals(email))
                .findFirst()
                .orElseThrow()
                .id();
        administrator.post("/settings/invitations/" + id + "/withdraw");
        Visitor late = visitor();
        late.get("/sign-in");
        assertThat(late.post(withdrawn, "name", "Eva", "password", PHRASE).header("X-Lazo-Error"))
                .isEqualTo("IDN-130");
        String replaced = invite();
        String expired = invite();
        assertThat(visitor().get(replaced).status()).isEqualTo(410);
        assertThat(visitor().get(expired).status()).isEqualTo(200);
        clock.advance(Duration.ofDays(3).plusMinutes(1));
        assertThat(join(late, expired).header("X-Lazo-Error")).isEqualTo("IDN-130");
        assertThat(users.findByEmail(email)).isEmpty();
    }

    @Test
    void the_database_knows_no_link() {
        String token = invite().replace("/join/", "");
        assertThat(sql.fetch(ONE_TIME_LINK).formatCSV()).doesNotContain(token);
    }

    @Test
    void somebody_who_is_there_already_is_not_invited_again() {
        Answer refused = administrator.post(
                "/settings/invitations",
                "email",
                ADMINISTRATOR.toUpperCase(java.util.Locale.ROOT),
                "role",
                "READER",
                "team",
                "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("IDN-103");
        assertThat(administrator
                        .post("/settings/invitations", "email", "nadie", "role", "BOSS", "team", "99999")
                        .body())
                .contains("IDN-151", "IDN-152");
    }

    @Test
    void a_link_for_a_new_password_works_once_and_ends_all_sessions() {
        User user = user(Role.SELLER, null);
        Visitor there = signedIn(user);
        administrator.get("/settings/users/" + user.id());
        Answer page = administrator.post("/settings/users/" + user.id() + "/password");
        String link = link(page, "new-password");
        assertThat(there.get("/account").status()).as("nothing has changed yet").isEqualTo(200);
        Visitor visitor = visitor();
        assertThat(visitor.get(link).body()).contains(user.email());
        assertThat(visitor.post(link, "password", "corta").body()).contains("IDN-154");
        assertThat(visitor.post(link, "password", PHRASE).location()).isEqualTo("/sign-in");
        assertThat(there.get("/account").status()).isEqualTo(303);
        assertThat(visitor.signIn(user.email(), PASSWORD).body()).contains("IDN-101");
        assertThat(visitor.signIn(user.email(), PHRASE).status()).isEqualTo(303);
        assertThat(visitor().get(link).header("X-Lazo-Error")).isEqualTo("IDN-130");
    }

    @Test
    void a_link_of_one_kind_is_of_no_use_as_the_other_nor_for_the_disabled() {
        String invitation = invite();
        assertThat(visitor().get(invitation.replace("/join/", "/new-password/")).status())
                .isEqualTo(410);
        User user = user(Role.SELLER, null);
        String token = links.forPassword(user.id(), administrator().id());
        assertThat(visitor().get("/join/" + token).status()).isEqualTo(410);
        users.deactivate(user.id());
        assertThat(visitor().get("/new-password/" + token).status()).isEqualTo(410);
    }
}
