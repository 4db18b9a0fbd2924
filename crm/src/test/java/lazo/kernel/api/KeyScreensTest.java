package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Where keys are made and revoked. */
@Tag("GOV-11")
class KeyScreensTest extends LazoTest {
    @Autowired
    ApiKeys keys;

    @Test
    void an_administrator_makes_a_key_that_is_shown_once_and_revokes_it() {
        Visitor administrator = signedIn(administrator());
        assertThat(administrator.get("/settings/api/new").status()).isEqualTo(200);
        Answer refused = administrator.post("/settings/api", "name", " ", "user", "x", "records", "", "days", "7");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Falta el nombre.", "Di al menos qué puede leer.");
        Answer made = administrator.post(
                "/settings/api",
                "name",
                "Tienda en línea",
                "user",
                "" + administrator().id(),
                "records",
                "read",
                "object.contact",
                "write",
                "admin",
                "read",
                "days",
                "30");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Cache-Control")).contains("no-store");
        Matcher secret = Pattern.compile("<code>(lazo_[\\w-]+)</code>").matcher(made.body());
        assertThat(secret.find()).isTrue();
        Program program = new Program(url(""), secret.group(1));
        assertThat(program.get("/api/v1/me").body())
                .contains("Tienda en línea", "admin:read", "contact:write", "records:read");
        Answer list = administrator.get("/settings/api");
        assertThat(list.body()).contains("Tienda en línea").doesNotContain(secret.group(1));
        long id = keys.all().getFirst().id();
        assertThat(administrator.post("/settings/api/" + id + "/revoke").status())
                .isEqualTo(303);
        assertThat(program.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(administrator
                        .with("Accept-Language", "en")
                        .get("/settings/api")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void who_may_not_make_keys_does_not_see_the_screen() {
        assertThat(signedIn(user(Role.SELLER, null)).get("/settings/api").status())
                .isEqualTo(403);
    }

    @Test
    void who_has_not_proved_lately_who_they_are_confirms_it_before_a_key_is_made() {
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/api/new");
        clock.advance(java.time.Duration.ofHours(2));
        int before = keys.all().size();
        Answer asked = administrator.post(
                "/settings/api", "name", "Tarde", "user", "" + administrator().id(), "records", "read", "days", "30");
        assertThat(asked.body() + asked.location()).contains("confirm");
        assertThat(keys.all()).hasSize(before);
    }
}
