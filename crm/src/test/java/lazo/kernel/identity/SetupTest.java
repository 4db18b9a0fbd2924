package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import lazo.TestDatabase;
import lazo.Visitor;
import lazo.Visitor.Answer;
import org.jooq.DSLContext;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** The first visit, on an empty Lazo. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "lazo.test=first-visit")
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("FEA-17")
class SetupTest {
    private static final String[] FORM = {
        "name",
        "Lucía Ferrer",
        "email",
        "lucia@almena.example",
        "password",
        "el zorro cruza el rio 47",
        "company",
        "Almena Energía",
        "language",
        "es-ES",
        "currency",
        "EUR",
        "zone",
        "Europe/Madrid"
    };

    @LocalServerPort
    int port;

    @Autowired
    DSLContext sql;

    @Autowired
    SetupCode code;

    private Visitor visitor() {
        return new Visitor("http://localhost:" + port);
    }

    @Test
    @Order(1)
    void every_way_leads_to_the_first_visit() {
        assertThat(visitor().get("/").location()).isEqualTo("/setup");
        assertThat(visitor().get("/sign-in").location()).isEqualTo("/setup");
        assertThat(visitor().get("/account").location()).isEqualTo("/setup");
    }

    @Test
    @Order(2)
    void what_is_wrong_is_said_field_by_field_and_nothing_typed_is_lost() {
        Visitor visitor = visitor();
        visitor.get("/setup");
        Answer refused = visitor.post(
                "/setup",
                "name",
                " ",
                "email",
                "lucia@",
                "password",
                "123",
                "company",
                "Almena <b>",
                "language",
                "xx",
                "currency",
                "EUR",
                "zone",
                "Mars/Olympus");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("hay 5 datos que revisar", "Falta el nombre.", "Falta un correo válido", "Es demasiado corta")
                .contains("Almena &lt;b", "value=\"lucia@\"")
                .doesNotContain("value=\"123\"");
        assertThat(sql.fetchValue("select count(*) from app_user")).isEqualTo(0L);
    }

    @Test
    @Order(3)
    void from_another_computer_the_code_on_the_console_is_needed() {
        Visitor stranger = visitor().from("192.168.1.77");
        assertThat(stranger.get("/setup").body()).contains("Código de instalación");
        assertThat(stranger.post("/setup", FORM).body()).contains("IDN-104");
        Visitor guessing = visitor().with("Forwarded", "for=127.0.0.1");
        guessing.get("/setup");
        String[] withCode = java.util.Arrays.copyOf(FORM, FORM.length + 2);
        withCode[FORM.length] = "code";
        withCode[FORM.length + 1] = "aaaa-aaaa";
        assertThat(guessing.post("/setup", withCode).body()).contains("IDN-104");
        assertThat(code.toPrint().orElseThrow()).matches("[a-z2-9]{4}(-[a-z2-9]{4}){6}");
        assertThat(code.is(" " + code.toPrint().orElseThrow().toUpperCase(java.util.Locale.ROOT) + " "))
                .isTrue();
        assertThat(sql.fetchValue("select count(*) from app_user")).isEqualTo(0L);
    }

    @Test
    @Order(3)
    void whatever_is_copied_from_a_screen_has_128_bits() {
        double bits = Tokens.readable(Tokens.GROUPS).replace("-", "").length() * Math.log(31) / Math.log(2);
        assertThat(bits).isGreaterThan(128);
        assertThat(code.toPrint().orElseThrow()).hasSameSizeAs(Tokens.readable(Tokens.GROUPS));
    }

    @Test
    @Order(4)
    void whoever_is_first_becomes_administrator_and_the_page_is_gone() {
        Visitor visitor = visitor();
        visitor.get("/setup");
        assertThat(visitor.post("/setup", FORM).location()).isEqualTo("/setup/start");
        assertThat(visitor.get("/setup/start").body())
                .contains("Almena Energía ya tiene su Lazo", "Importar tus clientes");
        assertThat(visitor.get("/").body()).contains("<title>Hoy · Almena Energía</title>");
        assertThat(visitor.get("/setup").location()).isEqualTo("/");
        assertThat(visitor.post("/setup", FORM).location()).isEqualTo("/");
        assertThat(sql.fetchValue("select count(*) from app_user")).isEqualTo(1L);
        assertThat(code.toPrint()).isEmpty();
    }
}
