package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lazo.LazoTest;
import lazo.kernel.access.Access;
import lazo.kernel.api.Program.Answer;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.webhook.SignatureScheme;
import lazo.kernel.webhook.WebhookSource;
import lazo.kernel.webhook.WebhookSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What programs can do with records, and what they are told when they cannot. */
@Tag("GOV-11")
class ApiTest extends LazoTest {
    private static final String CONTACTS = "/api/v1/records/contact";

    @Autowired
    ApiKeys keys;

    @Autowired
    ObjectTypes types;

    @Autowired
    Access access;

    @Autowired
    WebhookSources sources;

    @Autowired
    CompanySettings companies;

    private String key(User user, String scopes) {
        return keys.create("Prueba", user.id(), ApiScopes.parse(scopes), null, actor(administrator()))
                .secret();
    }

    private Program program(String scopes) {
        return new Program(url(""), key(administrator(), scopes));
    }

    private static String contact(String email) {
        return "{\"fields\": {\"first_name\": \"Nora\", \"last_name\": \"Vidal\", \"email\": \"%s\"}}".formatted(email);
    }

    private static String unique(String name) {
        return name + System.nanoTime() + "@cliente.example";
    }

    private static List<Answer> together(int count, Callable<Answer> request) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(count)) {
            for (var future : threads.invokeAll(java.util.Collections.nCopies(count, request))) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    @Test
    void a_record_is_created_read_changed_deleted_and_restored() {
        Program program = program("records:write");
        Answer created = program.send("POST", CONTACTS, contact(unique("nora")));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String place = created.header("Location");
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(program.get(place).json().at("/fields/name").stringValue()).isEqualTo("Nora Vidal");

        Answer changed = program.send(
                "PATCH", place, "{\"fields\": {\"first_name\": \"Nuria\"}}", "If-Match", created.header("ETag"));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().at("/fields/name").stringValue()).isEqualTo("Nuria Vidal");
        assertThat(changed.json().path("version").intValue()).isEqualTo(2);
        assertThat(program.get(place + "/history?field=first_name")
                        .json()
                        .at("/changes/0/to")
                        .stringValue())
                .isEqualTo("Nuria");

        assertThat(program.send("DELETE", place, "").json().path("deleted_at").isNull())
                .isFalse();
        assertThat(program.get(CONTACTS + "?deleted=true&f=first_name:is:Nuria").body())
                .contains("Nuria Vidal");
        assertThat(program.send("POST", place + "/restore", "")
                        .json()
                        .path("deleted_at")
                        .isNull())
                .isTrue();
        assertThat(program.get(place + "/timeline").body()).contains("\"created\"", "\"deleted\"", "\"restored\"");
    }

    @Test
    void every_object_can_be_listed_counted_and_described() {
        Program program = program("records:read");
        types.all().forEach(type -> {
            assertThat(program.get("/api/v1/records/" + type.key()).status())
                    .as(type.key())
                    .isEqualTo(200);
            assertThat(program.get("/api/v1/records/" + type.key() + "/count").status())
                    .isEqualTo(200);
            assertThat(program.get("/api/v1/objects/" + type.key()).status()).isEqualTo(200);
        });
        assertThat(program.get("/api/v1/objects", "Accept-Language", "en").body())
                .contains("Contacts");
    }

    @Test
    void a_list_is_filtered_sorted_projected_and_gone_through_page_by_page() {
        Program program = program("records:write");
        String city = "Ciudad" + System.nanoTime();
        for (int number = 0; number < 5; number++) {
            program.send(
                    "POST",
                    CONTACTS,
                    "{\"fields\": {\"last_name\": \"Pág %d\", \"job_title\": \"%s\"}}".formatted(number, city));
        }
        String list = CONTACTS + "?f=job_title:is:" + city + "&sort=last_name&limit=2&fields=last_name";
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            Answer page = program.get(list + (next.isEmpty() ? "" : "&after=" + next));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.json().path("records").forEach(record -> {
                found.add(record.at("/fields/last_name").stringValue());
                assertThat(record.path("fields").size()).isOne();
            });
            next = page.json().path("next").stringValue("");
        } while (!next.isEmpty());
        assertThat(found).containsExactly("Pág 0", "Pág 1", "Pág 2", "Pág 3", "Pág 4");
        String json = "{\"any\":[{\"field\":\"last_name\",\"op\":\"is\",\"values\":[\"Pág 1\"]},"
                + "{\"field\":\"last_name\",\"op\":\"is\",\"values\":[\"Pág 3\"]}]}";
        String filter = java.net.URLEncoder.encode(json, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(program.get(CONTACTS + "/count?f=job_title:is:" + city + "&filter=" + filter)
                        .json()
                        .path("count")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void what_cannot_be_understood_of_a_list_is_refused_and_not_left_out() {
        Program program = program("records:read");
        Map.of(
                        "?filtro=x", "API-121",
                        "?f=nothing:is:x", "API-115",
                        "?f=email", "API-115",
                        "?filter=%7B", "API-115",
                        "?sort=tags", "API-116",
                        "?fields=nothing", "API-117",
                        "?limit=0", "API-118",
                        "?after=abc", "API-109",
                        "?deleted=maybe", "API-108")
                .forEach((query, code) -> {
                    Answer answer = program.get(CONTACTS + query);
                    assertThat(answer.status()).as(query).isEqualTo(400);
                    assertThat(answer.code()).as(query).isEqualTo(code);
                });
    }

    @Test
    void a_refusal_is_a_problem_in_the_language_that_was_asked_for() {
        Program program = program("records:write");
        String body = "{\"fields\": {\"last_name\": \"Sol\", \"email\": \"no\", \"nada\": 1, \"name\": \"x\"}}";
        Answer spanish = program.send("POST", CONTACTS, body, "Accept-Language", "es-MX,es;q=0.9");
        assertThat(spanish.status()).isEqualTo(422);
        assertThat(spanish.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(spanish.body()).contains("Hay datos que corregir", "REC-104", "API-113", "API-114");
        assertThat(program.send("POST", CONTACTS, body, "Accept-Language", "en").body())
                .contains("There is something to correct");
        assertThat(program.get("/api/v1/nothing").code()).isEqualTo("API-404");
        assertThat(program.send("PUT", "/api/v1/me", "{}").code()).isEqualTo("API-406");
        assertThat(program.send("POST", CONTACTS, "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(new Program(url(""), "").get(CONTACTS).code()).isEqualTo("API-401");
    }

    @Test
    void a_change_without_a_version_is_refused_and_with_an_old_one_too() {
        Program program = program("records:write");
        String place = program.send("POST", CONTACTS, contact(unique("v"))).header("Location");
        assertThat(program.send("PATCH", place, "{\"fields\": {}}").status()).isEqualTo(428);
        String change = "{\"version\": 1, \"fields\": {\"last_name\": \"%s\"}}";
        assertThat(program.send("PATCH", place, change.formatted("Uno")).status())
                .isEqualTo(200);
        Answer late = program.send("PATCH", place, change.formatted("Dos"));
        assertThat(late.status()).isEqualTo(412);
        assertThat(program.send("DELETE", place, "", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(program.get(place).json().at("/fields/last_name").stringValue())
                .isEqualTo("Uno");
    }

    @Test
    void of_fifty_programs_that_change_one_version_one_wins() throws Exception {
        Program program = program("records:write");
        String place = program.send("POST", CONTACTS, contact(unique("g"))).header("Location");
        for (int version = 1; version <= 3; version++) {
            String change = "{\"version\": %d, \"fields\": {\"job_title\": \"%s\"}}";
            int seen = version;
            List<Answer> answers =
                    together(50, () -> program.send("PATCH", place, change.formatted(seen, "Cargo " + Math.random())));
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(49);
        }
        assertThat(program.get(place).json().path("version").intValue()).isEqualTo(4);
    }

    @Test
    void the_same_request_with_an_idempotency_key_is_done_once_however_many_send_it() throws Exception {
        Program program = program("records:write");
        String email = unique("uno");
        String key = "pedido-" + System.nanoTime();
        List<Answer> answers =
                together(20, () -> program.send("POST", CONTACTS, contact(email), "Idempotency-Key", key));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::id).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(program.get(CONTACTS + "/count?f=email:is:" + email)
                        .json()
                        .path("count")
                        .intValue())
                .isOne();
        Answer other = program.send("POST", CONTACTS, contact(unique("otro")), "Idempotency-Key", key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("API-119");
        clock.advance(Duration.ofHours(25));
        keys.tidy();
        assertThat(program.send("POST", CONTACTS, contact(unique("otro")), "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_record_is_found_again_by_one_of_its_fields() throws Exception {
        Program program = program("records:write");
        String email = unique("clave");
        List<Answer> answers = together(10, () -> program.send("PUT", CONTACTS + "?by=email", contact(email)));
        assertThat(answers.stream().map(Answer::id).distinct()).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(program.send("PUT", CONTACTS + "?by=owner", contact(email)).code())
                .isEqualTo("API-122");
        assertThat(program.send("PUT", CONTACTS + "?by=email", "{\"fields\": {\"last_name\": \"x\"}}")
                        .code())
                .isEqualTo("API-123");
    }

    @Test
    void many_writes_are_told_one_by_one_and_all_or_nothing_leaves_nothing() {
        Program program = program("records:write");
        String email = unique("lote");
        String operations =
                "\"operations\": [{\"op\": \"create\", \"fields\": {\"last_name\": \"A\", \"email\": \"%s\"}},"
                                .formatted(email)
                        + " {\"op\": \"create\", \"fields\": {\"email\": \"no\"}}, {\"op\": \"update\", \"id\": 1}]";
        Answer none = program.send("POST", CONTACTS + "/bulk", "{\"all_or_nothing\": true, " + operations + "}");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.json().path("results").size()).isEqualTo(2);
        assertThat(program.get(CONTACTS + "/count?f=email:is:" + email)
                        .json()
                        .path("count")
                        .intValue())
                .isZero();
        Answer some = program.send(
                "POST", CONTACTS + "/bulk", "{" + operations + "}", "Idempotency-Key", "lote" + System.nanoTime());
        assertThat(some.status()).as(some.body()).isEqualTo(200);
        List<Integer> statuses = new ArrayList<>();
        some.json()
                .path("results")
                .forEach(result -> statuses.add(result.path("status").intValue()));
        assertThat(statuses).containsExactly(201, 422, 428);
        assertThat(program.get(CONTACTS + "/count?f=email:is:" + email)
                        .json()
                        .path("count")
                        .intValue())
                .isOne();
    }

    @Test
    void a_key_does_what_its_user_may_within_its_scopes() {
        User seller = user(Role.SELLER, null);
        Program theirs = new Program(url(""), key(seller, "contact:write"));
        Answer own = theirs.send("POST", CONTACTS, contact(unique("mio")));
        assertThat(own.status()).as(own.body()).isEqualTo(201);
        Answer others = program("records:write").send("POST", CONTACTS, contact(unique("ajeno")));
        assertThat(theirs.get(others.header("Location")).status()).isEqualTo(404);
        assertThat(theirs.get("/api/v1/records/account").code()).isEqualTo("API-103");
        Program reader = new Program(url(""), key(seller, "contact:read"));
        assertThat(reader.get(own.header("Location")).status()).isEqualTo(200);
        assertThat(reader.send("DELETE", own.header("Location"), "").code()).isEqualTo("API-103");
        assertThat(reader.get("/api/v1/openapi.json").body())
                .contains("/api/v1/records/contact")
                .doesNotContain("/api/v1/records/account");
    }

    @Test
    void a_hidden_field_is_not_there_for_a_key_either() {
        User seller = user(Role.SELLER, null);
        Program program = new Program(url(""), key(seller, "records:write"));
        Answer created = program.send("POST", CONTACTS, contact(unique("oculto")));
        long field = types.load("contact").field("job_title").id();
        access.restrict(field, Role.SELLER, java.util.Optional.of("HIDDEN"));
        try {
            assertThat(program.get(created.header("Location")).body()).doesNotContain("job_title");
            assertThat(program.get(CONTACTS + "?f=job_title:is:x").status()).isEqualTo(400);
            assertThat(program.get(CONTACTS + "?sort=job_title").status()).isEqualTo(400);
            assertThat(program.get("/api/v1/openapi.json")
                            .json()
                            .at("/components/schemas/ContactWrite/properties/job_title")
                            .isMissingNode())
                    .isTrue();
            assertThat(program.send("POST", CONTACTS, "{\"fields\": {\"last_name\": \"x\", \"job_title\": \"x\"}}")
                            .body())
                    .contains("API-113");
        } finally {
            access.restrict(field, Role.SELLER, java.util.Optional.empty());
        }
    }

    @Test
    void a_revoked_or_expired_key_and_one_of_an_inactive_user_open_nothing_from_the_next_request_on() {
        User user = user(Role.SELLER, null);
        var made = keys.create(
                "Caduca",
                user.id(),
                ApiScopes.parse("records:read"),
                clock.instant().plus(Duration.ofDays(1)),
                actor(administrator()));
        Program program = new Program(url(""), made.secret());
        assertThat(program.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(keys.find(made.key().id()).orElseThrow().lastUsedAt()).isNotNull();
        users.deactivate(user.id());
        assertThat(program.get("/api/v1/me").code()).isEqualTo("API-402");
        users.activate(user.id());
        clock.advance(Duration.ofDays(2));
        assertThat(program.get("/api/v1/me").status()).isEqualTo(401);
        clock.reset();
        assertThat(program.get("/api/v1/me").status()).isEqualTo(200);
        keys.revoke(made.key().id());
        assertThat(program.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(sql.fetchValue("select count(*) from api_key where encode(secret_hash, 'escape') like 'lazo%'"))
                .isEqualTo(0L);
    }

    @Test
    void a_key_is_exchanged_for_a_token_with_fewer_scopes_for_an_hour() {
        var made = keys.create(
                "OAuth", administrator().id(), ApiScopes.parse("records:write"), null, actor(administrator()));
        Program client = new Program(url(""), "");
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((made.key().publicId() + ":" + made.secret()).getBytes());
        String form = "application/x-www-form-urlencoded";
        Answer answer = client.send(
                "POST",
                "/api/v1/oauth/token",
                "grant_type=client_credentials&scope=contact:read",
                "Content-Type",
                form,
                "Authorization",
                basic);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Program program =
                new Program(url(""), answer.json().path("access_token").stringValue());
        assertThat(program.get(CONTACTS).status()).isEqualTo(200);
        assertThat(program.send("POST", CONTACTS, contact(unique("t"))).code()).isEqualTo("API-103");
        assertThat(client.send("POST", "/api/v1/oauth/token", "grant_type=client_credentials", "Content-Type", form)
                        .body())
                .contains("invalid_client");
        clock.advance(Duration.ofMinutes(61));
        assertThat(program.get(CONTACTS).status()).isEqualTo(401);
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_back() {
        Program program = program("records:read");
        Answer first = program.get("/api/v1/me");
        int limit = Integer.parseInt(first.header("RateLimit-Limit"));
        assertThat(first.header("RateLimit-Remaining")).isEqualTo("" + (limit - 1));
        for (int request = 1; request < limit; request++) {
            program.get("/api/v1/me");
        }
        Answer tooMuch = program.get("/api/v1/me");
        assertThat(tooMuch.status()).isEqualTo(429);
        assertThat(Integer.parseInt(tooMuch.header("Retry-After"))).isBetween(1, 60);
        clock.advance(Duration.ofMinutes(2));
        assertThat(program.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void the_openapi_document_is_one_that_generators_accept() {
        String document = program("records:write").get("/api/v1/openapi.json").body();
        var parsed = new OpenAPIV3Parser().readContents(document);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).containsKey("/api/v1/records/opportunity/{id}");
    }

    @Test
    void the_openapi_document_says_what_webhooks_are_sent() {
        JsonNode document = program("records:read").get("/api/v1/openapi.json").json();
        assertThat(document.path("webhooks").propertyNames())
                .contains("contact.created", "contact.changed", "contact.merged", "opportunity.deleted");
        assertThat(document.at("/components/schemas/ContactEvent/properties/record/$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/Contact");
    }

    @Test
    void phones_and_amounts_are_read_as_the_company_writes_them() {
        Company before = companies.load();
        companies.save(new Company(before.name(), Locale.of("es", "MX"), Currency.getInstance("MXN"), before.zone()));
        try {
            Program program = program("records:write");
            Answer called = program.send(
                    "POST", CONTACTS, "{\"fields\": {\"last_name\": \"Del Valle\", \"phone\": \"55 1234 5678\"}}");
            assertThat(called.json().at("/fields/phone").stringValue()).startsWith("+52");
            Answer sold = program.send(
                    "POST", "/api/v1/records/opportunity", "{\"fields\": {\"name\": \"Venta\", \"amount\": 1200}}");
            assertThat(sold.json().at("/fields/amount/currency").stringValue()).isEqualTo("MXN");
        } finally {
            companies.save(before);
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void what_is_not_there_is_answered_and_not_logged(CapturedOutput output) {
        Program program = program("records:read");
        assertThat(program.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(program.send("PUT", "/api/v1/me", "{}").status()).isEqualTo(405);
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void nobody_gives_out_a_key_that_can_do_more_than_they_can() {
        assertThat(keys.mayActAs(actor(user(Role.SELLER, null)), administrator().id()))
                .isFalse();
        assertThat(keys.mayActAs(actor(administrator()), user(Role.SELLER, null).id()))
                .isTrue();
    }

    @Test
    void the_examples_of_the_manual_run_as_they_stand() throws Exception {
        String manual = Files.readString(Path.of("../docs/api.md"));
        StringBuilder script =
                new StringBuilder("set -euo pipefail\ncurl() { command curl -sS --fail-with-body \"$@\"; }\n");
        Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(manual)
                .results()
                .forEach(block -> script.append(block.group(1)).append("\necho\n"));
        WebhookSources.Made source = sources.create(
                new WebhookSources.Draft(
                        "Manual",
                        SignatureScheme.LAZO,
                        "",
                        "",
                        "contact",
                        "email",
                        "id",
                        List.of(new WebhookSource.Mapping("email", "customer.email")),
                        administrator().id()),
                actor(administrator()));
        Answered answered = run(script.toString(), key(administrator(), "records:write admin:write"), source);
        sources.remove(source.source().id());
        assertThat(answered.status()).as(answered.output()).isZero();
        assertThat(answered.output())
                .contains(
                        "\"title\":\"Elena Campos\"",
                        "\"next\"",
                        "access_token",
                        "35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91",
                        "\"received\":true",
                        "structuredContent");
    }

    private record Answered(int status, String output) {}

    private Answered run(String script, @Nullable String key, WebhookSources.Made source)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
        builder.environment().put("LAZO_URL", url(""));
        builder.environment().put("LAZO_KEY", key);
        builder.environment().put("LAZO_SOURCE", source.source().publicId());
        builder.environment().put("LAZO_SOURCE_SECRET", source.secret());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answered(process.exitValue(), output);
    }
}
