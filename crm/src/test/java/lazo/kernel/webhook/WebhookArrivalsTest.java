package lazo.kernel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.kernel.api.Program;
import lazo.kernel.api.Program.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.webhook.WebhookSource.Mapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Other programs tell what happens with them: whoever signs is heard, each event once, and nothing gets lost. */
@Tag("GOV-11")
class WebhookArrivalsTest extends LazoTest {
    private static final String SECRET = "a secret of the shop";

    @Autowired
    WebhookSources sources;

    @Autowired
    WebhookArrivals arrivals;

    @AfterEach
    void nobodySends() {
        sources.all().forEach(source -> sources.remove(source.id()));
    }

    private WebhookSource source(SignatureScheme scheme, User user, Mapping... mapping) {
        return sources.create(
                        new WebhookSources.Draft(
                                "Tienda",
                                scheme,
                                scheme.takesHeader() ? "X-Shop-Signature" : "",
                                SECRET,
                                "contact",
                                "email",
                                "id",
                                mapping.length > 0
                                        ? List.of(mapping)
                                        : List.of(
                                                new Mapping("email", "data.customer.email"),
                                                new Mapping("last_name", "data.customer.name"),
                                                new Mapping("job_title", "data.lines[0].sku"),
                                                new Mapping("tags", "'tienda'")),
                                user.id()),
                        actor(administrator()))
                .source();
    }

    private WebhookSource source() {
        return source(SignatureScheme.LAZO, administrator());
    }

    private static String order(String id, String email, String name) {
        return "{\"id\":\"%s\",\"data\":{\"customer\":{\"email\":\"%s\",\"name\":\"%s\"},\"lines\":[{\"sku\":4711}]}}"
                .formatted(id, email, name);
    }

    private Answer send(WebhookSource source, String body, String header, String signature) {
        return new Program(url(""), "").send("POST", "/api/hooks/" + source.publicId(), body, header, signature);
    }

    private Answer send(WebhookSource source, String body) {
        String signature = Signatures.sign(SECRET, clock.instant(), body.getBytes(StandardCharsets.UTF_8));
        return send(source, body, "Lazo-Signature", signature);
    }

    private static String email() {
        return "pedido" + System.nanoTime() + "@cliente.example";
    }

    private long contacts(String email) {
        return (Long) sql.fetchValue("select count(*) from record.contact where email = ?", email);
    }

    private Arrival latest(WebhookSource source) {
        return arrivals.list(source.id(), Optional.empty(), Optional.empty()).getFirst();
    }

    @Test
    void what_is_signed_is_written_to_the_fields_of_the_mapping_and_found_again_by_its_key() {
        WebhookSource source = source();
        String email = email();
        Answer first = send(source, order("e1", email, "Lara Gil"));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.json().path("duplicate").booleanValue()).isFalse();
        arrivals.work();
        Arrival arrival = latest(source);
        assertThat(arrival.state()).isEqualTo(Arrival.State.DONE);
        assertThat(arrival.created()).isTrue();
        assertThat(sql.fetchValue(
                        "select job_title || array_to_string(tags, ',') from record.contact where id = ?",
                        arrival.recordId()))
                .isEqualTo("4711tienda");
        send(source, order("e2", email, "Lara Gil Sanz"));
        arrivals.work();
        assertThat(latest(source).created()).isFalse();
        assertThat(latest(source).recordId()).isEqualTo(arrival.recordId());
        assertThat(contacts(email)).isOne();
    }

    @Test
    void the_same_event_has_one_effect_however_often_and_at_once_it_is_sent() throws Exception {
        WebhookSource source = source();
        String email = email();
        String body = order("one", email, "Una");
        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            Callable<Answer> once = () -> send(source, body);
            for (var answer : threads.invokeAll(java.util.Collections.nCopies(20, once))) {
                answers.add(answer.get());
            }
        }
        arrivals.work();
        send(source, order("one", email, "Otra vez"));
        arrivals.work();
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers)
                .filteredOn(answer -> !answer.json().path("duplicate").booleanValue())
                .hasSize(1);
        assertThat(arrivals.list(source.id(), Optional.empty(), Optional.empty()))
                .hasSize(1);
        assertThat(latest(source).times()).isEqualTo(21);
        assertThat(sql.fetchValue("select version from record.contact where email = ?", email))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    @Tag("RE-05")
    void who_does_not_sign_is_not_heard(SignatureScheme scheme) {
        WebhookSource source = source(scheme, administrator());
        String body = order("s" + scheme, email(), "Firma");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        String right = switch (scheme) {
            case LAZO, STRIPE -> Signatures.sign(SECRET, now, bytes);
            case GITHUB -> "sha256=" + HexFormat.of().formatHex(Signatures.hmac(SECRET, bytes));
            case HEXADECIMAL -> HexFormat.of().formatHex(Signatures.hmac(SECRET, bytes));
            case BASE64 -> Base64.getEncoder().encodeToString(Signatures.hmac(SECRET, bytes));
            case TOKEN -> SECRET;
        };
        String header = scheme.header(source.header());
        List<String> wrong = new ArrayList<>(List.of("", "x", right.substring(1), "t=1,v1=00", "sha256="));
        if (scheme == SignatureScheme.LAZO || scheme == SignatureScheme.STRIPE) {
            wrong.add(Signatures.sign(SECRET, now.minus(Duration.ofSeconds(301)), bytes));
            wrong.add(Signatures.sign(SECRET, now.plus(Duration.ofSeconds(302)), bytes));
            wrong.add(right.replaceFirst("t=\\d+", "t=" + (now.getEpochSecond() + 5)));
        }
        for (String signature : wrong) {
            assertThat(send(source, body, header, signature).code())
                    .as(signature)
                    .isEqualTo("API-135");
        }
        if (scheme != SignatureScheme.TOKEN) {
            assertThat(send(source, body + " ", header, right).status()).isEqualTo(401);
        }
        assertThat(arrivals.list(source.id(), Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThat(send(source, body, header, right).status()).isEqualTo(200);
    }

    @Test
    void a_wrong_signature_stands_in_the_audit() {
        WebhookSource source = source();
        send(source, "{}", SignatureScheme.LAZO.header(source.header()), "t=1,v1=00");
        String noted =
                "select count(*) from audit_event where action = 'signature-refused' and detail ->> 'code' = 'API-135'";
        Eventually.holds("the refusal is noted", () -> !sql.fetchValue(noted).equals(0L));
    }

    /** The first is the example of GitHub's manual, the second computed with OpenSSL. */
    @Test
    void signatures_are_those_that_others_compute() {
        assertThat(HexFormat.of().formatHex(Signatures.hmac("It's a Secret to Everybody", "Hello, World!".getBytes())))
                .isEqualTo("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        assertThat(Signatures.sign("whsec_test", Instant.ofEpochSecond(1_700_000_000), "{}".getBytes()))
                .isEqualTo("t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91");
    }

    @Test
    void what_cannot_be_written_waits_until_somebody_has_mended_it() {
        WebhookSource source = source(
                SignatureScheme.LAZO,
                administrator(),
                new Mapping("email", "data.customer.email"),
                new Mapping("job_title", "data.customer.name"));
        String email = email();
        send(source, order("broken", email, "Sin apellido"));
        arrivals.work();
        Arrival failed = latest(source);
        assertThat(failed.state()).isEqualTo(Arrival.State.FAILED);
        assertThat(failed.failure().problems())
                .extracting(problem -> problem.field())
                .contains("first_name");
        assertThat(contacts(email)).isZero();
        sources.change(
                source,
                new WebhookSources.Draft(
                        source.name(),
                        source.scheme(),
                        "",
                        "",
                        "contact",
                        "email",
                        "id",
                        List.of(
                                new Mapping("email", "data.customer.email"),
                                new Mapping("last_name", "data.customer.name")),
                        source.userId()));
        assertThat(arrivals.retry(source.id(), Optional.of(failed.id()))).isOne();
        arrivals.work();
        assertThat(latest(source).state()).isEqualTo(Arrival.State.DONE);
        assertThat(contacts(email)).isOne();
    }

    @Test
    void a_source_writes_no_more_than_its_user_may() {
        WebhookSource source = source(SignatureScheme.LAZO, user(Role.READER, null));
        String email = email();
        send(source, order("denied", email, "Nadie"));
        arrivals.work();
        assertThat(latest(source).failure().code()).isEqualTo("API-104");
        assertThat(contacts(email)).isZero();
        User gone = user(Role.SELLER, null);
        WebhookSource orphan = source(SignatureScheme.LAZO, gone);
        users.deactivate(gone.id());
        assertThat(send(orphan, order("x", email, "Nadie")).status()).isEqualTo(404);
    }

    @Test
    void a_rehearsal_tells_what_would_happen_and_writes_nothing() {
        WebhookSource source = source();
        String email = email();
        var document =
                lazo.kernel.api.RecordJson.object(order("try", email, "Ensayo").getBytes(StandardCharsets.UTF_8));
        assertThat(arrivals.rehearse(source, document).created()).isTrue();
        assertThat(contacts(email)).isZero();
    }

    @Test
    void bad_messages_get_a_clear_answer_and_a_switched_off_source_none() {
        WebhookSource source = source();
        assertThat(send(source, "[1]").code()).isEqualTo("API-112");
        assertThat(send(source, "{\"id\":").code()).isEqualTo("API-110");
        assertThat(send(source, "{\"id\":\"\\u0000\"}").code()).isEqualTo("API-110");
        assertThat(send(source, "{\"x\":\"" + "y".repeat(1_100_000) + "\"}").code())
                .isEqualTo("API-413");
        sources.activate(source.id(), false);
        assertThat(send(source, order("off", email(), "Nadie")).code()).isEqualTo("API-134");
        assertThat(new Program(url(""), "")
                        .send("POST", "/api/hooks/nothing", "{}")
                        .code())
                .isEqualTo("API-134");
    }

    @Test
    void what_was_sent_is_forgotten_after_days_and_the_event_is_remembered_longer() {
        WebhookSource source = source();
        String body = order("kept", email(), "Breve");
        send(source, body);
        arrivals.work();
        clock.advance(Duration.ofDays(4));
        arrivals.tidy();
        assertThat(latest(source).body()).isNull();
        assertThat(send(source, body).json().path("duplicate").booleanValue()).isTrue();
        clock.advance(Duration.ofDays(27));
        arrivals.tidy();
        assertThat(arrivals.list(source.id(), Optional.empty(), Optional.empty()))
                .isEmpty();
    }
}
