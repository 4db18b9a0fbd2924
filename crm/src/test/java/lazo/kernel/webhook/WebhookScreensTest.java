package lazo.kernel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.api.Program;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Where webhooks of both directions are set up, tried out and looked at. */
@Tag("GOV-11")
class WebhookScreensTest extends LazoTest {
    private static final Pattern SECRET = Pattern.compile("<code>(whsec_[\\w-]+)</code>");

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    Webhooks webhooks;

    @Autowired
    WebhookSources sources;

    @Autowired
    Deliveries deliveries;

    @Autowired
    WebhookArrivals arrivals;

    @AfterEach
    void nobodyIsTold() {
        webhooks.all().forEach(webhook -> webhooks.remove(webhook.id()));
        sources.all().forEach(source -> sources.remove(source.id()));
    }

    @Test
    void an_administrator_sets_up_a_webhook_and_sees_its_secret_once() {
        Visitor administrator = signedIn(administrator());
        assertThat(administrator.get("/settings/webhooks").body()).contains("Nadie recibe avisos todavía");
        assertThat(administrator.get("/settings/webhooks/new").body()).contains("De qué registros se trata");
        administrator.get("/settings/webhooks/new?object=contact");
        Answer refused = administrator.post(
                "/settings/webhooks", "object", "contact", "name", " ", "address", "ftp://x", "user", "x");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Falta el nombre.", "empiece por https://", "Elige al menos uno.", "ftp://x");
        Answer made = administrator.post(
                "/settings/webhooks",
                "object",
                "contact",
                "name",
                "Contabilidad",
                "address",
                "https://hooks.almena.example/lazo",
                "on.created",
                "on",
                "user",
                "" + administrator().id());
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.header("Cache-Control")).contains("no-store");
        Matcher secret = SECRET.matcher(made.body());
        assertThat(secret.find()).isTrue();
        Webhook webhook = webhooks.all().getFirst();
        String place = "/settings/webhooks/" + webhook.id();
        assertThat(administrator.get(place).body())
                .contains("Contabilidad", "Se crea")
                .doesNotContain(secret.group(1));
        assertThat(administrator.get(place + "/edit").body()).contains("Como hasta ahora");
        Answer changed = administrator.post(
                place,
                "name",
                "Contabilidad y más",
                "address",
                "https://hooks.almena.example/otra",
                "on.merged",
                "on",
                "view",
                "keep",
                "user",
                "" + administrator().id());
        assertThat(changed.status()).isEqualTo(303);
        assertThat(webhooks.find(webhook.id()).orElseThrow().events()).isEqualTo(Set.of(RecordEvent.MERGED));
        assertThat(administrator.post(place + "/active").status()).isEqualTo(303);
        assertThat(webhooks.find(webhook.id()).orElseThrow().active()).isFalse();
        Answer tested = administrator.post(place + "/test");
        assertThat(administrator.get(tested.location()).body()).contains("ping", "En espera");
        assertThat(administrator.post(place + "/secret").body()).contains("whsec_");
        assertThat(administrator.post(place + "/remove").status()).isEqualTo(303);
        assertThat(administrator.get(place).status()).isEqualTo(404);
    }

    @Test
    void an_administrator_sets_up_a_source_tries_it_out_and_mends_what_failed() {
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/webhook-sources/new?object=contact");
        Answer refused = administrator.post(
                "/settings/webhook-sources",
                "object",
                "contact",
                "name",
                "Tienda",
                "scheme",
                "base64",
                "key",
                "email",
                "map.last_name",
                "a..b",
                "user",
                "" + administrator().id());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Escribe el nombre de la cabecera", "No es una ruta", "también necesita");
        Answer made = administrator.post(
                "/settings/webhook-sources",
                "object",
                "contact",
                "name",
                "Tienda",
                "scheme",
                "lazo",
                "key",
                "email",
                "map.email",
                "mail",
                "map.last_name",
                "name",
                "user",
                "" + administrator().id());
        Matcher secret = SECRET.matcher(made.body());
        assertThat(secret.find()).isTrue();
        WebhookSource source = sources.all().getFirst();
        String place = "/settings/webhook-sources/" + source.id();
        assertThat(administrator.get(place).body()).contains("/api/hooks/" + source.publicId());
        String email = "prueba" + System.nanoTime() + "@cliente.example";
        String sample = "{\"mail\":\"%s\",\"name\":\"Ensayo\"}".formatted(email);
        assertThat(administrator.post(place + "/try", "sample", sample).body())
                .contains("Se crearía un registro", "Ensayo");
        Answer bad = administrator.post(place + "/try", "sample", "{\"mail\":\"no\",\"name\":\"<b>\"}");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body()).contains("email:").doesNotContain("<b>\"");
        String body = "{\"mail\":\"%s\"}".formatted(email);
        new Program(url(""), "")
                .send(
                        "POST",
                        "/api/hooks/" + source.publicId(),
                        body,
                        "Lazo-Signature",
                        Signatures.sign(secret.group(1), clock.instant(), body.getBytes(StandardCharsets.UTF_8)));
        arrivals.work();
        assertThat(administrator.get(place).body()).contains("Falló", "first_name", "Reintentar");
        assertThat(administrator.post(place + "/retry").status()).isEqualTo(303);
        assertThat(administrator.post(place + "/remove").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    @Tag("RE-05")
    void every_screen_of_webhooks_and_of_the_api_is_accessible_and_fits(Look look) {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        long webhook = webhooks.create(
                        new Webhooks.Draft(
                                "Contabilidad",
                                java.net.URI.create("https://hooks.almena.example/" + "largo/".repeat(20)),
                                false,
                                "contact",
                                EnumSet.allOf(RecordEvent.class),
                                Filter.everything(),
                                user.id()),
                        actor(user))
                .webhook()
                .id();
        webhooks.activate(webhook, false);
        long delivery = deliveries.ping(webhooks.find(webhook).orElseThrow());
        WebhookSource source = sources.create(
                        new WebhookSources.Draft(
                                "Tienda",
                                SignatureScheme.TOKEN,
                                "X-Shop-Token",
                                "a secret of the shop",
                                "contact",
                                "email",
                                "",
                                List.of(new WebhookSource.Mapping("email", "customer.email")),
                                user.id()),
                        actor(user))
                .source();
        arrivals.receive(
                source.publicId(),
                header -> "a secret of the shop",
                "{\"customer\":{\"email\":\"nobody\"}}".getBytes(StandardCharsets.UTF_8));
        arrivals.work();
        assertThat(arrivals.list(source.id(), Optional.empty(), Optional.empty()))
                .hasSize(1);
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        for (String path : List.of(
                "/settings/webhooks",
                "/settings/webhooks/new",
                "/settings/webhooks/new?object=contact",
                "/settings/webhooks/" + webhook,
                "/settings/webhooks/" + webhook + "/edit",
                "/settings/webhooks/" + webhook + "/deliveries/" + delivery,
                "/settings/webhook-sources/new?object=opportunity",
                "/settings/webhook-sources/" + source.id(),
                "/settings/webhook-sources/" + source.id() + "/edit",
                "/settings/api",
                "/settings/api/reference",
                "/settings/api/reference?object=contact")) {
            page.navigate(url(path));
            page.locator("details").evaluateAll("all => all.forEach(one => one.open = true)");
            browser.axe(page);
            browser.fits(page);
            browser.picture(
                    page,
                    "webhook" + path.replaceAll("[^a-z]+", "-") + "-" + look.width() + "-"
                            + look.language().substring(0, 2));
        }
    }
}
