package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lazo.LazoTest;
import lazo.kernel.api.Program.Answer;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What programs administer, and what only people do. */
@Tag("GOV-11")
@Tag("ACT-10")
class AdminApiTest extends LazoTest {
    private static final String BASE = "/api/v1/admin/";

    @Autowired
    ApiKeys keys;

    @Autowired
    Roles roles;

    private Program program(User user, String scopes) {
        return new Program(
                url(""),
                keys.create("Altas", user.id(), ApiScopes.parse(scopes), null, actor(administrator()))
                        .secret());
    }

    private Program program() {
        return program(administrator(), "admin:write");
    }

    private static String word() {
        return "a" + Long.toString(System.nanoTime(), 36);
    }

    @Test
    void a_program_brings_in_somebody_moves_them_and_lets_them_go() {
        Program program = program();
        long unit = program.send("POST", BASE + "units", "{\"name\":\"Norte %s\"}".formatted(word()))
                .id();
        Answer team = program.send("POST", BASE + "teams", "{\"name\":\"%s\",\"unit\":%d}".formatted(word(), unit));
        assertThat(team.status()).as(team.body()).isEqualTo(201);
        assertThat(team.json().path("unit").longValue()).isEqualTo(unit);
        String email = word() + "@almena.example";
        Answer invited =
                program.send("POST", BASE + "invitations", "{\"email\":\"%s\",\"role\":\"SELLER\"}".formatted(email));
        assertThat(invited.status()).as(invited.body()).isEqualTo(201);
        assertThat(invited.json().path("mailed").booleanValue()
                        || invited.json().path("link").stringValue("").contains("/join/"))
                .isTrue();
        assertThat(program.get(BASE + "invitations").body()).contains(email).doesNotContain("/join/");

        User seller = user(Role.SELLER, null);
        Answer moved = program.send(
                "PATCH",
                BASE + "users/" + seller.id(),
                "{\"team\":%d,\"role\":\"MANAGER\",\"position\":\"Jefa de zona\"}".formatted(team.id()));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(users.load(seller.id()).role()).isEqualTo(Role.MANAGER);
        assertThat(users.load(seller.id()).unitId()).isEqualTo(unit);
        program.send("PATCH", BASE + "users/" + seller.id(), "{\"team\":null}");
        assertThat(users.load(seller.id()).team()).isEmpty();
        assertThat(users.load(seller.id()).position()).isEqualTo("Jefa de zona");

        assertThat(program.send("POST", BASE + "users/" + seller.id() + "/deactivate", "")
                        .json()
                        .path("active")
                        .booleanValue())
                .isFalse();
        assertThat(users.load(seller.id()).active()).isFalse();
        assertThat(program.send("DELETE", BASE + "units/" + unit, "").code()).isEqualTo("API-147");
        assertThat(program.send("DELETE", BASE + "teams/" + team.id(), "").status())
                .isEqualTo(200);
        assertThat(program.send("DELETE", BASE + "units/" + unit, "").status()).isEqualTo(200);
    }

    @Test
    @Tag("RE-05")
    void what_a_program_administers_is_in_the_audit_with_the_name_of_its_user() {
        Program program = program();
        String name = word();
        program.send("POST", BASE + "teams", "{\"name\":\"%s\"}".formatted(name));
        Answer found = program.get(BASE + "audit?object=team&action=create&person="
                + administrator().id() + "&limit=1");
        assertThat(found.json().at("/events/0/subject").stringValue()).isEqualTo(name);
        assertThat(found.json().at("/events/0/actor").stringValue())
                .isEqualTo(administrator().name());
        assertThat(program.get(BASE + "audit?action=export&object=audit&limit=1")
                        .body())
                .as("taking the audit along is noted in it")
                .contains("object=team");
        long next = program.get(BASE + "audit?limit=1").json().path("next").longValue();
        assertThat(program.get(BASE + "audit?limit=1&before=" + next)
                        .json()
                        .at("/events/0/id")
                        .longValue())
                .isLessThan(next);
    }

    @Test
    @Tag("GOV-02")
    void no_key_gives_or_touches_a_role_that_administers() {
        Program program = program();
        User other = user(Role.ADMINISTRATOR, null);
        User seller = user(Role.SELLER, null);
        String promote = "{\"role\":\"ADMINISTRATOR\"}";
        assertThat(program.send("PATCH", BASE + "users/" + seller.id(), promote).code())
                .isEqualTo("API-141");
        assertThat(program.send("PATCH", BASE + "users/" + other.id(), "{\"position\":\"x\"}")
                        .code())
                .isEqualTo("API-141");
        assertThat(program.send("POST", BASE + "users/" + other.id() + "/deactivate", "")
                        .code())
                .isEqualTo("API-141");
        assertThat(program.send(
                                "POST",
                                BASE + "invitations",
                                "{\"email\":\"%s@almena.example\",\"role\":\"ADMINISTRATOR\"}".formatted(word()))
                        .code())
                .isEqualTo("API-141");
        assertThat(users.load(seller.id()).role()).isEqualTo(Role.SELLER);
        assertThat(users.load(other.id()).active()).isTrue();
    }

    @Test
    @Tag("GOV-02")
    void a_key_administers_what_its_user_may_and_gives_nothing_that_they_have_not() {
        Role people = new Role(
                "NEW",
                "Personas " + word(),
                "",
                java.util.Map.of(),
                ObjectPermission.reading(Scope.OWN),
                java.util.Set.of(Ability.USERS),
                List.of());
        Role made = ((Roles.Saved.Done) roles.create(people)).role();
        Program program = program(user(made, null), "admin:write");
        assertThat(program.get(BASE + "users").status()).isEqualTo(200);
        assertThat(program.get(BASE + "objects").code()).isEqualTo("API-104");
        assertThat(program.get(BASE + "roles").code()).isEqualTo("API-104");
        assertThat(program.get(BASE + "audit").code()).isEqualTo("API-104");
        User seller = user(Role.SELLER, null);
        assertThat(program.send("POST", BASE + "users/" + seller.id() + "/deactivate", "")
                        .code())
                .isEqualTo("API-104");
        assertThat(program.get("/api/v1/openapi.json").body()).contains("/api/v1/admin/users");
        assertThat(program(administrator(), "records:write")
                        .get("/api/v1/openapi.json")
                        .body())
                .doesNotContain("/api/v1/admin/users");
    }

    @Test
    @Tag("FEA-01")
    void a_field_and_a_value_of_a_list_are_added_and_work_at_once_and_only_once() {
        Program program = program(administrator(), "records:write admin:write");
        String key = word();
        String field =
                "{\"key\":\"%s\",\"type\":\"choice\",\"label\":{\"es\":\"Tamaño\",\"en\":\"Size\"},".formatted(key)
                        + "\"choices\":[{\"key\":\"s\",\"label\":\"S\"},{\"key\":\"m\",\"label\":\"M\"}]}";
        Answer added = program.send("POST", BASE + "objects/account/fields", field);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(program.send("POST", BASE + "objects/account/fields", field).code())
                .isEqualTo("API-143");
        Answer value = program.send(
                "POST",
                BASE + "objects/account/fields/" + key + "/choices",
                "{\"key\":\"l\",\"label\":\"L\",\"hue\":\"teal\"}");
        assertThat(value.status()).as(value.body()).isEqualTo(201);
        Answer account = program.send(
                "POST",
                "/api/v1/records/account",
                "{\"fields\":{\"name\":\"Talla %s\",\"%s\":\"l\"}}".formatted(key, key));
        assertThat(account.status()).as(account.body()).isEqualTo(201);
        assertThat(program.get("/api/v1/records/account/count?f=" + key + ":is:l")
                        .json()
                        .path("count")
                        .intValue())
                .isOne();
        assertThat(program.get(BASE + "objects/account").body()).contains("Tamaño", "Size");
    }

    @Test
    void what_cannot_be_administered_is_told_with_its_reasons() {
        Program program = program();
        Answer invitation =
                program.send("POST", BASE + "invitations", "{\"email\":\"no\",\"role\":\"NADIE\",\"team\":999999999}");
        assertThat(invitation.status()).isEqualTo(422);
        assertThat(invitation.body()).contains("API-149", "API-144");
        assertThat(invitation.json().path("errors").size()).isEqualTo(3);
        String admin = "{\"email\":\"%s\",\"role\":\"SELLER\"}"
                .formatted(administrator().email());
        assertThat(program.send("POST", BASE + "invitations", admin).code()).isEqualTo("API-143");
        assertThat(program.send("POST", BASE + "objects/contact/fields", "{\"type\":\"choice\",\"label\":\"x\"}")
                        .body())
                .contains("API-150");
        assertThat(program.send("POST", BASE + "objects/contact/fields", "{\"type\":\"lookup\",\"label\":\"x\"}")
                        .status())
                .isEqualTo(422);
        assertThat(program.send("POST", BASE + "objects/contact/fields/email/choices", "{\"label\":\"x\"}")
                        .code())
                .isEqualTo("API-151");
        assertThat(program.send("POST", BASE + "teams", "{\"name\":\"x\"}", "Idempotency-Key", "una")
                        .code())
                .isEqualTo("API-140");
        assertThat(program.send("POST", BASE + "teams", "{\"name\":\"x\",\"jefe\":1}")
                        .code())
                .isEqualTo("API-111");
        assertThat(program.get(BASE + "users/x").code()).isEqualTo("API-148");
        assertThat(program.get(BASE + "audit?desde=x").code()).isEqualTo("API-121");
        assertThat(program.get(BASE + "audit?from=ayer").code()).isEqualTo("API-108");
        assertThat(program.get(BASE + "audit?kind=x").code()).isEqualTo("API-108");
    }

    @Test
    void no_object_can_be_called_as_a_scope_is() {
        assertThat(ApiScopes.parse("records:write").readAdministration()).isFalse();
        assertThat(ApiScopes.parse("admin:write").read("contact")).isFalse();
        assertThat(ApiScopes.parse("admin:write").isWithin(ApiScopes.parse("records:write")))
                .isFalse();
        assertThat(ApiScopes.parse("admin:read").isWithin(ApiScopes.parse("admin:write")))
                .isTrue();
        signedIn(administrator()).post("/settings/objects", "es", "Admin", "plural", "Admins", "en", "Admin");
        assertThat(sql.fetchValue("select count(*) from object_type where key = 'admin'"))
                .isEqualTo(0L);
    }
}
