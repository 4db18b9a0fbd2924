package lazo.kernel.identity;

import static lazodb.Tables.RECOVERY_CODE;
import static lazodb.Tables.TOTP;
import static org.assertj.core.api.Assertions.assertThat;

import com.webauthn4j.data.attestation.authenticator.RSACOSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.platform.secret.Secrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("RE-05")
class SecondFactorTest extends LazoTest {
    private static final Pattern PENDING = Pattern.compile("name=\"pending\" value=\"([^\"]+)\"");
    private static final Pattern RECOVERY = Pattern.compile("<code>([a-z0-9-]{34})</code>");

    @Autowired
    SecondFactors secondFactors;

    @Autowired
    Secrets secrets;

    @Autowired
    Passkeys passkeys;

    @AfterEach
    void nobodyNeedsIt() {
        secondFactors.require(Set.of());
    }

    private String code(User user) {
        byte[] secret = secrets.decrypt(sql.fetchValue(TOTP.SECRET, TOTP.USER_ID.eq(user.id())), "totp " + user.id())
                .orElseThrow();
        return Totp.code(secret, Totp.step(clock.instant()));
    }

    /** A later code than any used before. */
    private String freshCode(User user) {
        clock.advance(Duration.ofSeconds(60));
        return code(user);
    }

    private User protectedUser() {
        User user = user(Role.SELLER, null);
        secondFactors.offer(user);
        secondFactors.confirm(user, code(user)).orElseThrow();
        return user;
    }

    private static String pending(Answer page) {
        Matcher found = PENDING.matcher(page.body());
        assertThat(found.find()).as("a pending sign-in").isTrue();
        return found.group(1);
    }

    private static List<String> recoveryCodes(Answer page) {
        return RECOVERY.matcher(page.body()).results().map(one -> one.group(1)).toList();
    }

    @Test
    void a_user_sets_it_up_with_the_code_of_the_app_and_gets_ten_recovery_codes_once() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        visitor.get("/account/security");
        visitor.post("/account/security/codes");
        Answer offer = visitor.get("/account/security");
        assertThat(offer.body()).contains("<svg class=\"qr\"", "Código QR");
        assertThat(visitor.post("/account/security/codes/confirm", "code", "000000")
                        .body())
                .contains("IDN-171");
        assertThat(secondFactors.find(user.id())).isEmpty();
        Answer done = visitor.post("/account/security/codes/confirm", "code", code(user));
        assertThat(recoveryCodes(done)).hasSize(10).doesNotHaveDuplicates();
        Answer after = visitor.get("/account/security");
        assertThat(after.body()).contains("Te quedan 10 códigos").doesNotContain("class=\"qr\"");
        assertThat(recoveryCodes(after)).isEmpty();
        assertThat(sql.fetch(RECOVERY_CODE, RECOVERY_CODE.USER_ID.eq(user.id())).formatCSV())
                .doesNotContain(recoveryCodes(done).getFirst());
    }

    @Test
    void the_password_alone_opens_nothing() {
        User user = protectedUser();
        Visitor visitor = visitor();
        Answer asked = visitor.signIn(user.email(), PASSWORD);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(visitor.cookie("lazo_session")).isEmpty();
        assertThat(visitor.get("/account").location()).startsWith("/sign-in");
        Answer in =
                visitor.post("/sign-in/code", "pending", pending(asked), "code", freshCode(user), "back", "/account");
        assertThat(in.location()).isEqualTo("/account");
        assertThat(visitor.get("/account").status()).isEqualTo(200);
    }

    @Test
    void a_code_works_once() {
        User user = protectedUser();
        String code = freshCode(user);
        Visitor first = visitor();
        first.post("/sign-in/code", "pending", pending(first.signIn(user.email(), PASSWORD)), "code", code);
        assertThat(first.cookie("lazo_session")).isPresent();
        Visitor second = visitor();
        String pending = pending(second.signIn(user.email(), PASSWORD));
        Answer replayed = second.post("/sign-in/code", "pending", pending, "code", code);
        assertThat(replayed.status()).isEqualTo(422);
        assertThat(replayed.body()).contains("IDN-171");
        assertThat(second.cookie("lazo_session")).isEmpty();
        assertThat(sql.fetchValue(
                        "select count(*) from audit_event where action = 'sign-in-failed' and subject = ?",
                        user.name()))
                .isEqualTo(1L);
        assertThat(second.post("/sign-in/code", "pending", pending, "code", freshCode(user))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_recovery_code_works_once_however_it_is_typed() {
        User user = user(Role.SELLER, null);
        secondFactors.offer(user);
        String recovery = secondFactors.confirm(user, code(user)).orElseThrow().getFirst();
        Visitor visitor = visitor();
        String typed = " " + recovery.toUpperCase(java.util.Locale.ROOT).replace('-', ' ');
        assertThat(visitor.post(
                                "/sign-in/code",
                                "pending",
                                pending(visitor.signIn(user.email(), PASSWORD)),
                                "code",
                                typed)
                        .status())
                .isEqualTo(303);
        Visitor again = visitor();
        assertThat(again.post("/sign-in/code", "pending", pending(again.signIn(user.email(), PASSWORD)), "code", typed)
                        .body())
                .contains("IDN-171");
        assertThat(secondFactors.find(user.id()).orElseThrow().left()).isEqualTo(9);
    }

    @Test
    void a_code_of_somebody_else_and_a_forged_first_step_open_nothing() {
        User user = protectedUser();
        User other = protectedUser();
        Visitor visitor = visitor();
        String pending = pending(visitor.signIn(user.email(), PASSWORD));
        assertThat(visitor.post("/sign-in/code", "pending", pending, "code", freshCode(other))
                        .body())
                .contains("IDN-171");
        assertThat(visitor.post("/sign-in/code", "pending", pending.substring(2), "code", code(user))
                        .body())
                .contains("IDN-172");
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void the_first_step_is_of_no_use_after_ten_minutes_or_a_new_password_or_for_the_disabled() {
        User late = protectedUser();
        Visitor visitor = visitor();
        String pending = pending(visitor.signIn(late.email(), PASSWORD));
        clock.advance(Duration.ofMinutes(11));
        assertThat(visitor.post("/sign-in/code", "pending", pending, "code", code(late))
                        .body())
                .contains("IDN-172");
        pending = pending(visitor.signIn(late.email(), PASSWORD));
        users.setPassword(late.id(), "otra frase larga y tranquila", false);
        assertThat(visitor.post("/sign-in/code", "pending", pending, "code", freshCode(late))
                        .body())
                .contains("IDN-172");
        pending = pending(visitor.signIn(late.email(), "otra frase larga y tranquila"));
        users.deactivate(late.id());
        assertThat(visitor.post("/sign-in/code", "pending", pending, "code", freshCode(late))
                        .body())
                .contains("IDN-172");
    }

    @Test
    void guessing_codes_soon_has_to_wait_from_everywhere_but_a_known_browser() {
        User user = protectedUser();
        Visitor owner = visitor();
        owner.post("/sign-in/code", "pending", pending(owner.signIn(user.email(), PASSWORD)), "code", freshCode(user));
        owner.get("/account");
        owner.post("/sign-out");
        for (int attempt = 0; attempt < 5; attempt++) {
            Visitor thief = visitor().from("203.0.113." + attempt);
            String pending = pending(thief.signIn(user.email(), PASSWORD));
            assertThat(thief.post("/sign-in/code", "pending", pending, "code", "12345" + attempt)
                            .body())
                    .contains("IDN-171");
        }
        Visitor thief = visitor().from("203.0.113.77");
        String pending = pending(thief.signIn(user.email(), PASSWORD));
        assertThat(thief.post("/sign-in/code", "pending", pending, "code", code(user))
                        .body())
                .contains("IDN-102");
        assertThat(owner.post(
                                "/sign-in/code",
                                "pending",
                                pending(owner.signIn(user.email(), PASSWORD)),
                                "code",
                                freshCode(user))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_role_may_need_it_and_its_users_set_it_up_before_anything_else() {
        User user = user(Role.READER, null);
        Visitor visitor = signedIn(user);
        assertThat(visitor.get("/account").status()).isEqualTo(200);
        Visitor administrator = signedIn(user(Role.ADMINISTRATOR, null));
        administrator.get("/settings/security");
        administrator.post("/settings/security", "role", "READER", "role", "NO_SUCH_ROLE");
        assertThat(administrator.get("/settings/security").body()).contains(user.name());
        assertThat(visitor.get("/account").location()).isEqualTo("/account/security");
        assertThat(visitor.get("/account/security").body()).contains("Tu rol necesita");
        visitor.post("/account/security/codes");
        visitor.post("/account/security/codes/confirm", "code", code(user));
        assertThat(visitor.get("/account").status()).isEqualTo(200);
        assertThat(secondFactors.requiredRoles()).containsExactly("READER");
    }

    @Test
    void a_new_company_asks_everybody_for_it_a_week_after_they_came() {
        User user = user(Role.SELLER, null);
        secondFactors.requireOfEverybody();
        Visitor visitor = visitor();
        visitor.get("/sign-in");
        Answer in = visitor.post("/sign-in", "email", user.email(), "password", PASSWORD, "back", "/account");
        assertThat(in.location()).isEqualTo("/account/security?later=%2Faccount");
        assertThat(visitor.get(in.location()).body()).contains("Más tarde", "href=\"/account\"");
        assertThat(visitor.get("/account").status()).isEqualTo(200);
        clock.advance(Duration.ofDays(8));
        Visitor late = signedIn(user);
        assertThat(late.get("/account").location()).isEqualTo("/account/security");
        assertThat(late.get("/o/contact").location()).isEqualTo("/account/security");
        assertThat(secondFactors.requiredRoles()).contains("SELLER", "ADMINISTRATOR");
    }

    @Test
    void a_password_does_not_stand_in_for_the_passkey_of_whoever_needs_one() {
        User user = user(Role.SELLER, null);
        secondFactors.require(Set.of("SELLER"));
        sql.execute(
                "insert into passkey (credential_id, user_id, name, rp_id, credential, sign_count, backup_eligible,"
                        + " backed_up, created_at) values (?, ?, 'x', 'localhost', '', 0, false, false, now())",
                Tokens.hash("passkey of " + user.id()),
                user.id());
        Visitor visitor = visitor();
        Answer refused = visitor.signIn(user.email(), PASSWORD);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("IDN-179");
        assertThat(visitor.cookie("lazo_session")).isEmpty();
    }

    @Test
    void no_key_below_128_bits_makes_a_passkey() {
        assertThat(passkeys.askToRegister(user(Role.SELLER, null), URI.create("http://localhost"))
                        .options())
                .contains("\"alg\":-7", "\"alg\":-8")
                .doesNotContain("-257");
        assertThat(Passkeys.isStrong(
                        new RSACOSEKey(null, COSEAlgorithmIdentifier.RS256, null, new byte[256], new byte[] {1, 0, 1})))
                .isFalse();
    }

    @Test
    void an_administrator_resets_it_for_whoever_has_lost_the_telephone() {
        User user = protectedUser();
        Visitor administrator = signedIn(user(Role.ADMINISTRATOR, null));
        administrator.get("/settings/users/" + user.id());
        assertThat(administrator
                        .post("/settings/users/" + user.id() + "/second-factor/remove")
                        .status())
                .isEqualTo(303);
        assertThat(signedIn(user).get("/account").status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(16));
        assertThat(administrator
                        .post("/settings/users/" + user.id() + "/second-factor/remove")
                        .header("X-Lazo-Error"))
                .isEqualTo("IDN-170");
    }

    @Test
    void the_secret_is_encrypted_and_survives_a_new_key() {
        User user = protectedUser();
        byte[] before = sql.fetchValue(TOTP.SECRET, TOTP.USER_ID.eq(user.id()));
        String code = code(user);
        assertThat(secrets.rotate()).isPositive();
        assertThat(sql.fetchValue(TOTP.SECRET, TOTP.USER_ID.eq(user.id()))).isNotEqualTo(before);
        assertThat(code(user)).isEqualTo(code);
    }
}
