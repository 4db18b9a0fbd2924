package lazo.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.api.Program;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What people do is noted with their name, and found again. */
class AuditTest extends LazoTest {
    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    private List<String> noted(String condition, Object... values) {
        return sql.fetch(
                        "select coalesce(actor_name, '-') || ' ' || action || ' ' || object || ' ' || coalesce(subject, '-')"
                                + " from audit_event where " + condition + " order by id",
                        values)
                .getValues(0, String.class);
    }

    @Test
    @Tag("GOV-01")
    void signing_in_failing_to_and_signing_out_are_noted() {
        User user = user(Role.SELLER, null);
        Visitor visitor = visitor();
        visitor.signIn(user.email(), "not the password");
        visitor.signIn(user.email(), PASSWORD);
        visitor.post("/sign-out");
        String name = user.name();
        assertThat(noted("object = 'session' and subject = ?", name))
                .containsExactly(
                        name + " sign-in-failed session " + name,
                        name + " sign-in session " + name,
                        name + " sign-out session " + name);
    }

    @Test
    @Tag("GOV-01")
    void how_one_came_in_and_what_was_not_taken_are_noted() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        visitor.post("/confirm", "password", "not the password");
        assertThat(sql.fetch(
                                "select action || ' ' || (detail ->> 'factor') from audit_event where object = 'session' and subject = ? order by id",
                                user.name())
                        .getValues(0, String.class))
                .containsExactly("sign-in password", "sign-in-failed password");
        Visitor stranger = visitor();
        stranger.get("/sign-in");
        stranger.post("/sign-in/passkey", "sealed", "x", "answer", "{}");
        stranger.get("/sign-in/sso/return?state=x&code=y");
        assertThat(sql.fetch("select detail ->> 'factor' from audit_event where action = 'sign-in-failed'")
                        .getValues(0, String.class))
                .contains("passkey", "sso");
    }

    @Test
    @Tag("GOV-01")
    void what_was_refused_is_noted_once_a_minute_with_who_what_and_how_often() {
        User seller = user(Role.SELLER, null);
        Visitor visitor = signedIn(seller);
        for (int time = 0; time < 3; time++) {
            assertThat(visitor.get("/settings/audit").status()).isEqualTo(403);
        }
        refused(seller, "access-refused WEB-403 /settings/audit 1");
        clock.advance(java.time.Duration.ofSeconds(61));
        assertThat(visitor.postExactly("/account", "name", "x").status()).isEqualTo(403);
        refused(
                seller,
                "access-refused WEB-403 /settings/audit 1",
                "access-refused WEB-403 /settings/audit 2",
                "token-lacking WEB-419 /account 1");
        new Program(url(""), "lazo_none_none").get("/api/v1/objects");
        Eventually.holds(
                "the key is noted", () -> !noted("action = 'key-refused'").isEmpty());
        assertThat(noted("action = 'key-refused' and detail ->> 'code' = 'API-402'"))
                .isNotEmpty();
    }

    /** They are noted once the answer is on its way. */
    private void refused(User user, String... expected) {
        Eventually.holds("refusals are noted", () -> refusals(user).size() >= expected.length);
        assertThat(refusals(user)).containsExactly(expected);
    }

    private List<String> refusals(User user) {
        return sql.fetch(
                        "select action || ' ' || (detail ->> 'code') || ' ' || (detail ->> 'route') || ' '"
                                + " || (detail ->> 'times') from audit_event where object = 'request' and subject = ? order by id",
                        user.name())
                .getValues(0, String.class);
    }

    @Test
    @Tag("GOV-01")
    void who_changes_a_setting_is_noted_with_before_and_after_and_no_password() {
        Visitor lucia = signedIn(administrator());
        User user = user(Role.SELLER, null);
        lucia.get("/settings/users/" + user.id());
        lucia.post("/settings/users/" + user.id() + "/password");
        lucia.post("/settings/users/" + user.id() + "/deactivate");
        assertThat(noted("object = 'user' and subject = ? and action = 'change'", user.name()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("Lucía Ferrer change user"));
        String detail = String.join(
                "\n",
                sql.fetch("select detail::text from audit_event where object = 'user' and subject = ?", user.name())
                        .getValues(0, String.class));
        assertThat(detail).contains("\"active\": [true, false]", "\"password_hash\": [\"•\", \"•\"]");
        assertThat(detail).doesNotContain("argon2");
        assertThat(sql.fetch(
                                "select request from audit_event where object = 'user' and action = 'change' and subject = ?",
                                user.name())
                        .getValues(0, String.class))
                .allSatisfy(request -> assertThat(request).hasSize(12));
    }

    @Test
    @Tag("GOV-01")
    void a_record_that_comes_goes_and_comes_back_is_noted_in_the_transaction_that_does_it() {
        var type = types.load("contact");
        var lucia = actor(administrator());
        long id = ((WriteResult.Saved) changes.create(type, Draft.of(Map.of("last_name", "Auditada")), lucia))
                .record()
                .id();
        changes.delete(type, id, lucia);
        changes.restore(type, id, lucia);
        assertThat(noted("record_id = ?", id))
                .containsExactly(
                        "Lucía Ferrer record-created contact -",
                        "Lucía Ferrer record-deleted contact -",
                        "Lucía Ferrer record-restored contact -");
        assertThat(sql.fetchValue("""
                select count(*) from audit_event e join record.contact c on c.id = e.record_id
                where e.record_id = ? and e.action = 'record-restored' and e.xmin = c.xmin
                """, id)).isEqualTo(1L);
    }

    @Test
    @Tag("GOV-01")
    void an_export_is_noted_before_anything_leaves_and_again_with_its_size() {
        signedIn(administrator()).get("/o/account/export.csv");
        assertThat(noted("object = 'account' and action like 'export%'"))
                .containsExactly("Lucía Ferrer export account -", "Lucía Ferrer export-done account -");
    }

    @Test
    @Tag("GOV-01")
    void the_screen_finds_by_person_action_object_record_and_day_and_only_for_who_may() {
        var type = types.load("contact");
        User seller = user(Role.SELLER, null);
        long id = ((WriteResult.Saved) changes.create(type, Draft.of(Map.of("last_name", "Buscada")), actor(seller)))
                .record()
                .id();
        Visitor lucia = signedIn(administrator());
        String found = lucia.get("/settings/audit?person=" + seller.id()
                        + "&action=record-created&object=contact&record=" + id + "&from=2020-01-01&until=2100-01-01")
                .body();
        assertThat(found).contains(seller.name(), "/o/contact/" + id);
        assertThat(lucia.get("/settings/audit?record=" + id + "&until=2020-01-01")
                        .body())
                .contains("Nada que mostrar");
        assertThat(lucia.get("/settings/audit?record=abc").status()).isEqualTo(422);
        assertThat(lucia.get("/settings/audit?from=2026-99-99").body()).contains("AUD-105");
        assertThat(signedIn(seller).get("/settings/audit").status()).isEqualTo(403);
        assertThat(lucia.get("/settings/audit/export.csv?record=" + id).body())
                .contains("record-created,contact," + id);
        assertThat(noted("object = 'audit' and action = 'export'")).isNotEmpty();
    }

    @Test
    @Tag("GOV-01")
    void the_chain_is_proved_on_the_screen() {
        Visitor lucia = signedIn(administrator());
        lucia.get("/settings/audit");
        assertThat(lucia.post("/settings/audit/verify").status()).isEqualTo(303);
        Eventually.holds(
                "the chain is proved",
                () -> !lucia.get("/settings/audit/verify").body().contains("spinner"));
        assertThat(lucia.get("/settings/audit/verify").body())
                .contains("Íntegra")
                .contains("no deja que Lazo la cambie");
    }
}
