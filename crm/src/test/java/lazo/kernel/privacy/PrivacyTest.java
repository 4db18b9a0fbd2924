package lazo.kernel.privacy;

import static lazodb.Tables.MAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.access.Restrictions;
import lazo.kernel.audit.AuditChain;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Sensitivity;
import lazo.kernel.privacy.ConsentEvent.Channel;
import lazo.kernel.privacy.ConsentEvent.Kind;
import lazo.kernel.privacy.Consents.Refusal;
import lazo.kernel.privacy.Consents.Said;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.privacy.Standing.State;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Merges;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.Outbox;
import lazo.platform.secret.Secrets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people may ask of whoever keeps their data. */
@ExtendWith(OutputCaptureExtension.class)
class PrivacyTest extends LazoTest {
    private static final AtomicInteger COUNT = new AtomicInteger((int) (System.nanoTime() % 1_000_000));
    private static final Path HOME = Path.of("target/test-home-" + System.getProperty("lazo.fork", "1"));

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    Merges merges;

    @Autowired
    Consents consents;

    @Autowired
    Purposes purposes;

    @Autowired
    Lawfulness lawfulness;

    @Autowired
    Restrictions restrictions;

    @Autowired
    Erasure erasure;

    @Autowired
    BlockedStore blocked;

    @Autowired
    AuditChain chain;

    @Autowired
    Secrets secrets;

    @Autowired
    RetentionRules rules;

    @Autowired
    RegisterEntries entries;

    @Autowired
    DelicateFields delicate;

    @Autowired
    Outbox outbox;

    Actor lucia;

    @BeforeEach
    void sheSignsIn() {
        lucia = actor(administrator());
    }

    /** Other classes count them. */
    @AfterEach
    void noWebhooksAreLeft() {
        sql.execute("delete from webhook where name = 'h'");
        sql.execute("delete from webhook_source where name = 's'");
    }

    private StoredRecord record(String object, Map<String, ? extends @Nullable Object> values) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(new HashMap<>(values)), lucia))
                .record();
    }

    private StoredRecord contact(String email) {
        return record("contact", Map.of("first_name", "Eva", "last_name", "Ruiz", "email", email));
    }

    private static String email() {
        return "persona%d@quiros.example".formatted(COUNT.incrementAndGet());
    }

    private Ref ref(StoredRecord record) {
        return new Ref(record.type(), record.id());
    }

    private Optional<Refusal> says(StoredRecord who, @Nullable String purpose, Kind kind) {
        return consents.note(
                ref(who),
                new Said(
                        purpose == null ? null : purposes.find(purpose).orElseThrow(),
                        kind,
                        clock.instant(),
                        Channel.FORM,
                        "Acepto",
                        "formulario web",
                        "IP 192.0.2.1"),
                lucia);
    }

    private State state(StoredRecord who, String purpose) {
        return lawfulness.lawfulTo(who.type(), who.id(), purpose).state();
    }

    @Test
    @Tag("GOV-01")
    void consent_is_what_the_log_says_and_the_log_is_only_added_to() {
        StoredRecord eva = contact(email());
        assertThat(state(eva, "marketing_email")).isEqualTo(State.NOT_ASKED);
        assertThat(state(eva, "relationship")).isEqualTo(State.BY_BASIS);
        assertThat(says(eva, "marketing_email", Kind.GIVEN)).isEmpty();
        assertThat(lawfulness.lawfulTo(eva.type(), eva.id(), "marketing_email").isLawful())
                .isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(says(eva, "marketing_email", Kind.WITHDRAWN)).isEmpty();
        assertThat(state(eva, "marketing_email")).isEqualTo(State.WITHDRAWN);
        List<ConsentEvent> log = consents.log(java.util.Set.of(ref(eva)));
        assertThat(log).extracting(ConsentEvent::kind).containsExactly(Kind.GIVEN, Kind.WITHDRAWN);
        assertThat(log.getFirst().wording()).isEqualTo("Acepto");
        assertThat(log.getFirst().notedBy()).isEqualTo(lucia.id());
        assertThatThrownBy(() -> sql.execute("update consent_event set kind = 'GIVEN' where record_id = ?", eva.id()))
                .hasMessageContaining("consent_event");
        assertThatThrownBy(() -> sql.execute("delete from consent_event where record_id = ?", eva.id()))
                .hasMessageContaining("consent_event");
        assertThat(sql.fetch("select action from audit_event where record_id = ? and action like 'consent%'", eva.id())
                        .getValues(0, String.class))
                .containsExactly("consent-given", "consent-withdrawn");
    }

    @Test
    @Tag("GOV-01")
    void what_cannot_be_said_is_not_noted() {
        StoredRecord eva = contact(email());
        assertThat(says(eva, "billing", Kind.GIVEN)).contains(Refusal.NEEDS_NO_CONSENT);
        assertThat(says(eva, "billing", Kind.OBJECTED)).contains(Refusal.NOT_OPPOSABLE);
        assertThat(says(eva, null, Kind.GIVEN)).contains(Refusal.NO_PURPOSE);
        var later = new Said(
                purposes.find("profiling").orElseThrow(),
                Kind.GIVEN,
                clock.instant().plusSeconds(60),
                Channel.PAPER,
                null,
                "mostrador",
                null);
        assertThat(consents.note(ref(eva), later, lucia)).contains(Refusal.IN_FUTURE);
        var unproved = new Said(
                purposes.find("profiling").orElseThrow(), Kind.GIVEN, clock.instant(), Channel.PHONE, null, null, null);
        assertThat(consents.note(ref(eva), unproved, lucia)).contains(Refusal.NO_PROOF);
        assertThat(consents.log(java.util.Set.of(ref(eva)))).isEmpty();
    }

    @Test
    @Tag("GOV-01")
    void who_objects_stays_opposed_with_every_record_of_theirs_and_after_another_import() throws Exception {
        String email = email();
        StoredRecord eva = contact(email);
        says(eva, "marketing_email", Kind.GIVEN);
        says(eva, null, Kind.OBJECTED);
        assertThat(state(eva, "marketing_email")).isEqualTo(State.OPPOSED);
        assertThat(state(eva, "business_contact")).isEqualTo(State.OPPOSED);
        assertThat(state(eva, "billing")).isEqualTo(State.BY_BASIS);
        assertThat(says(eva, "marketing_email", Kind.GIVEN)).contains(Refusal.OPPOSED);

        changes.delete(eva.type(), eva.id(), lucia);
        long again = imported("Nombre;Apellidos;Correo electrónico\nEva;Ruiz;" + email.toUpperCase(Locale.ROOT) + "\n");
        StoredRecord other = record("lead", Map.of("name", "Eva R.", "email", " " + email));
        assertThat(lawfulness
                        .lawfulTo(types.load("contact"), again, "marketing_email")
                        .state())
                .as("the imported one")
                .isEqualTo(State.OPPOSED);
        assertThat(state(other, "business_contact")).as("the lead").isEqualTo(State.OPPOSED);
        assertThat(state(contact(email()), "business_contact"))
                .as("somebody else")
                .isEqualTo(State.BY_BASIS);

        assertThat(says(eva, null, Kind.OBJECTION_LIFTED)).isEmpty();
        assertThat(state(eva, "business_contact")).isEqualTo(State.BY_BASIS);
        assertThat(state(eva, "marketing_email")).isEqualTo(State.CONSENTED);
    }

    /** @return the contact that a file of one row became */
    private long imported(String csv) throws InterruptedException {
        Visitor visitor = signedIn(administrator());
        visitor.get("/import?object=contact");
        String place = visitor.upload(
                        "/import/upload?name=clientes.csv&object=contact", csv.getBytes(StandardCharsets.UTF_8))
                .body();
        long run = sql.fetchSingle("select max(id) from import_run").get(0, Long.class);
        assertThat(place).isNotNull();
        awaits(run, "READY");
        visitor.get("/import/" + run);
        visitor.post(
                "/import/" + run + "/options",
                "mode",
                "CREATE",
                "empty",
                "KEEP",
                "bad",
                "REJECT_ROW",
                "duplicates",
                "KEEP",
                "owner",
                "",
                "targets",
                "true",
                "choices",
                "true",
                "running",
                "true");
        visitor.post("/import/" + run + "/run");
        awaits(run, "DONE");
        return sql.fetchSingle(
                        "select max(c.id) from record.contact c join import_run i on i.batch_id = c.batch_id where i.id = ?",
                        run)
                .get(0, Long.class);
    }

    private void awaits(long run, String state) throws InterruptedException {
        for (int wait = 0; wait < 1200; wait++) {
            if (state.equals(sql.fetchValue("select state from import_run where id = ?", run))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(sql.fetch("select state, failure from import_run where id = ?", run));
    }

    @Test
    @Tag("GOV-01")
    void consent_and_objection_belong_to_the_person_whichever_record_remains_of_them() {
        StoredRecord one = contact(email());
        StoredRecord two = record("contact", Map.of("last_name", "Ruiz", "mobile", "+34 600 " + digits(6)));
        says(two, "marketing_email", Kind.GIVEN);
        merges.merge(
                one.type(), one.id(), two.id(), new Merges.Versions(one.version(), two.version()), Map.of(), lucia);
        assertThat(state(one, "marketing_email")).isEqualTo(State.CONSENTED);
    }

    private static String digits(int many) {
        return "%09d".formatted(COUNT.incrementAndGet() % 1_000_000_000).substring(9 - many);
    }

    @Test
    @Tag("GOV-01")
    void a_restricted_record_is_kept_and_nothing_else_is_done_with_it() {
        StoredRecord eva = contact(email());
        says(eva, "marketing_email", Kind.GIVEN);
        restrictions.restrict("contact", List.of(eva.id()), "lo discute", lucia);
        assertThat(changes.change(eva.type(), eva.id(), eva.version(), Draft.of(Map.of("job_title", "Jefa")), lucia))
                .isInstanceOf(WriteResult.Denied.class);
        assertThat(changes.delete(eva.type(), eva.id(), lucia)).isInstanceOf(WriteResult.Denied.class);
        assertThat(state(eva, "marketing_email")).isEqualTo(State.RESTRICTED);
        assertThat(state(eva, "billing")).isEqualTo(State.RESTRICTED);
        Visitor visitor = signedIn(administrator());
        assertThat(visitor.get("/o/contact/" + eva.id()).body())
                .contains("El tratamiento de estos datos está limitado");
        assertThat(visitor.get("/o/contact/export.csv?q=" + eva.text("email")).body())
                .doesNotContain(eva.text("email"));
        assertThat(says(eva, null, Kind.OBJECTED)).as("what they say is noted").isEmpty();
        restrictions.lift(List.of(eva.id()));
        assertThat(changes.change(eva.type(), eva.id(), eva.version(), Draft.of(Map.of("job_title", "Jefa")), lucia))
                .isInstanceOf(WriteResult.Saved.class);
    }

    // The story: one person with something in every place

    private record Story(StoredRecord contact, StoredRecord deal, List<String> values) {}

    private Story story() throws Exception {
        int number = COUNT.incrementAndGet();
        String family = "Zarzuela" + number;
        String email = "brunilda%d@quiros.example".formatted(number);
        String older = "brunilda.vieja%d@quiros.example".formatted(number);
        String phone = "+34 6" + digits(8);
        long imported = imported(
                "Nombre;Apellidos;Correo electrónico;Teléfono;Notas\nBrunilda;%s Peñón;%s;%s;Vive en la calle Larga %d\n"
                        .formatted(family, older, phone, number));
        var type = types.load("contact");
        StoredRecord contact = change(imported, Map.of("email", email, "job_title", "Perito" + number));
        StoredRecord twin = record(
                "contact",
                Map.of(
                        "first_name",
                        "Brunilda",
                        "last_name",
                        family + " Peñón",
                        "email",
                        "b" + number + "@otra.example"));
        merges.merge(
                type, imported, twin.id(), new Merges.Versions(contact.version(), twin.version()), Map.of(), lucia);
        record(
                "activity",
                Map.of(
                        "kind",
                        "call",
                        "subject",
                        "Llamada con Brunilda " + family,
                        "description",
                        "Su correo es " + email + ", su móvil " + phone,
                        "duration",
                        new java.math.BigDecimal("17"),
                        "contact",
                        imported));
        StoredRecord deal = record(
                "opportunity",
                Map.of("name", "Placas para BRUNILDA ZARZUELA%d PENON".formatted(number), "contact", imported));
        record(
                "account",
                Map.of("name", "Bodegas " + number, "description", "Preguntad a " + email.toUpperCase(Locale.ROOT)));
        sql.execute(
                "insert into saved_view (object_key, name, owner_id, filter, columns) values ('contact', ?, ?, ?::jsonb, '{name}')",
                "Lo de " + email,
                lucia.id(),
                "{\"all\": [{\"op\": \"is\", \"field\": \"email\", \"values\": [\"%s\"]}]}".formatted(email));
        long key = sql.fetchSingle(
                        "insert into api_key (name, public_id, secret_hash, user_id, scopes, created_by) values ('k', ?, '\\x00', ?, '{}', ?) returning id",
                        "k" + number,
                        lucia.id(),
                        lucia.id())
                .get(0, Long.class);
        sql.execute(
                "insert into api_answer (key_id, idempotency_key, request_hash, status, headers, body, created_at) values (?, 'a', '\\x00', 200, '{}', ?, now())",
                key,
                "{\"email\": \"%s\"}".formatted(email).getBytes(StandardCharsets.UTF_8));
        consents.note(
                ref(contact),
                new Said(
                        purposes.find("profiling").orElseThrow(),
                        Kind.GIVEN,
                        clock.instant(),
                        Channel.EMAIL,
                        "Acepto",
                        email,
                        "Correo de " + email),
                lucia);
        toldElsewhere(imported, "Brunilda %s Peñón, %s".formatted(family, email));
        signedIn(administrator()).get("/settings/audit/export.csv?object=Brunilda+" + family);
        List<String> values = List.of(
                family,
                email,
                older,
                "b" + number + "@otra.example",
                phone,
                phone.replaceAll("\\D", "").substring(2),
                "Perito" + number,
                "calle Larga " + number);
        return new Story(contact, deal, values);
    }

    /** Where people talk of them, and what other programs were told or told. */
    private void toldElsewhere(long id, String text) {
        sql.execute(
                "insert into record_comment (object_key, record_id, author_id, text, created_at) values ('contact', ?, ?, ?, now())",
                id,
                lucia.id(),
                text);
        sql.execute(
                "insert into record_comment_version (comment_id, text, until) select max(id), ?, now() from record_comment",
                "Antes: " + text);
        sql.execute(
                "insert into notification (user_id, kind, object_key, record_id, text, at) values (?, 'MENTION', 'contact', ?, ?, now())",
                lucia.id(),
                id,
                text);
        sql.execute(
                "insert into feedback (user_id, text, page, browser, screen, language, error_code, request, created_at) values (?, ?, ?, '', '', 'es', '', '', now())",
                lucia.id(),
                "No puedo abrir a " + text,
                "/o/contact/" + id);
        sql.execute("""
                with hook as (insert into webhook (name, address, object_key, events, user_id, secret, active, created_by)
                    values ('h', 'https://example.com', 'contact', '{created}', ?, '\\x00', false, ?) returning id)
                insert into webhook_delivery (webhook_id, event_id, event, object_key, record_id, body, created_at, next_attempt_at, state)
                select id, gen_random_uuid(), 'contact.created', 'contact', ?, ?, now(), now(), 'DEAD' from hook
                """, lucia.id(), lucia.id(), id, "{\"name\": \"%s\"}".formatted(text));
        sql.execute("""
                with source as (insert into webhook_source (name, public_id, scheme, secret, object_key, user_id, active, created_by)
                    values ('s', gen_random_uuid()::text, 'lazo', '\\x00', 'contact', ?, false, ?) returning id)
                insert into webhook_arrival (source_id, event_id, body, received_at, next_attempt_at, state, record_id)
                select id, 'e', ?, now(), now(), 'DONE', ? from source
                """, lucia.id(), lucia.id(), "{\"who\": \"%s\"}".formatted(text), id);
        outbox.write(
                Mail.Kind.NOTIFICATION,
                "lucia@quiros.example",
                Letter.of(Locale.ROOT, "Te mencionan en " + text, List.of("Míralo."), null, "Porque sí"),
                null);
    }

    private StoredRecord change(long id, Map<String, ? extends @Nullable Object> values) {
        var type = types.load("contact");
        int version = sql.fetchSingle("select version from record.contact where id = ?", id)
                .get(0, Integer.class);
        return ((WriteResult.Saved) changes.change(type, id, version, Draft.of(new HashMap<>(values)), lucia)).record();
    }

    /** Rows of every table of the database in which one of these stands, however it is written. */
    private Map<String, Long> dump(List<String> values) {
        Map<String, Long> found = new TreeMap<>();
        Map<String, List<String>> tables = new TreeMap<>();
        sql.fetch("""
                select format('%I.%I', c.table_schema, c.table_name), format('%I', c.column_name), c.data_type
                from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where c.table_schema in ('public', 'record') and t.table_type = 'BASE TABLE'
                """)
                .forEach(row -> tables.computeIfAbsent(row.get(0, String.class), key -> new ArrayList<>())
                        .add(
                                row.get(2, String.class).equals("bytea")
                                        ? "encode(" + row.get(1, String.class) + ", 'escape')"
                                        : row.get(1, String.class) + "::text"));
        String[] patterns = values.stream()
                .map(value -> "%" + value.toLowerCase(Locale.ROOT) + "%")
                .toArray(String[]::new);
        tables.forEach((table, columns) -> {
            long rows = sql.fetchSingle(
                            "select count(*) from (select lower(concat_ws(chr(10), " + String.join(", ", columns)
                                    + ")) as written from " + table + " offset 0) as line where written like any (?)",
                            (Object) patterns)
                    .get(0, Long.class);
            if (rows > 0) {
                found.put(table, rows);
            }
        });
        return found;
    }

    private static List<Path> files(List<String> values) throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                            return values.stream().anyMatch(text::contains);
                        } catch (IOException gone) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    @Test
    @Tag("GOV-01")
    void a_person_gets_all_that_a_search_of_every_table_and_file_finds() throws Exception {
        Story story = story();
        Visitor visitor = signedIn(administrator());
        visitor.get("/o/contact/" + story.contact().id() + "/privacy");
        List<String> marks = story.values().subList(0, 6);
        Map<String, Long> found = dump(marks);
        assertThat(found.keySet())
                .contains(
                        "record.contact",
                        "record.activity",
                        "record.opportunity",
                        "record.account",
                        "public.record_change",
                        "public.search_document",
                        "public.saved_view",
                        "public.api_answer",
                        "public.consent_event",
                        "public.timeline_entry",
                        "public.import_run",
                        "public.record_comment",
                        "public.record_comment_version",
                        "public.notification",
                        "public.feedback",
                        "public.webhook_delivery",
                        "public.webhook_arrival",
                        "public.audit_event");
        Map<String, byte[]> zip = unzipped(visitor, story);
        JsonNode json = JsonMapper.builder().build().readTree(zip.get("person.json"));
        Map<String, Long> mentions = new TreeMap<>();
        json.path("contents").properties().forEach(table -> {
            assertThat(json.path("tables").path(table.getKey()).size())
                    .isEqualTo(table.getValue().path("rows").asInt());
            if (table.getValue().path("mentions").asLong() > 0) {
                mentions.put(table.getKey(), table.getValue().path("mentions").asLong());
            }
        });
        assertThat(mentions).isEqualTo(found);
        assertThat(json.path("files").size()).isEqualTo(files(marks).size()).isEqualTo(1);
        assertThat(json.path("person").get(0).path("email").asString())
                .isEqualTo(sql.fetchValue(
                        "select email from record.contact where id = ?",
                        story.contact().id()));
        String csv = new String(zip.get("person.csv"), StandardCharsets.UTF_8);
        assertThat(csv)
                .startsWith("\ufeffplace,row,name,value")
                .contains("person contact," + story.contact().id() + ",email,");
        marks.forEach(mark -> assertThat(csv).contains(mark));
        String html = new String(zip.get("person.html"), StandardCharsets.UTF_8);
        assertThat(html).contains(story.values().get(1), "Perito", "Acepta");
        assertThat(sql.fetchValue(
                        "select count(*) from audit_event where action = 'person-export' and record_id = ?",
                        story.contact().id()))
                .isEqualTo(1L);
    }

    private Map<String, byte[]> unzipped(Visitor visitor, Story story) throws IOException {
        byte[] body = visitor.postForBytes("/o/contact/" + story.contact().id() + "/privacy/export");
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    @Test
    @Tag("GOV-01")
    @Tag("GOV-03")
    void who_is_erased_is_nowhere_but_in_the_blocked_store_and_later_nowhere(CapturedOutput output) throws Exception {
        Story story = story();
        long id = story.contact().id();
        says(story.contact(), "business_contact", Kind.OBJECTED);
        assertThat(dump(story.values())).isNotEmpty();
        Visitor visitor = signedIn(administrator());
        visitor.get("/o/contact/" + id + "/privacy");
        assertThat(visitor.post("/o/contact/" + id + "/privacy/erase", "reason", "lo pide")
                        .status())
                .as("not by accident")
                .isEqualTo(422);
        assertThat(visitor.post(
                                "/o/contact/" + id + "/privacy/erase",
                                "reason",
                                "lo pide por escrito",
                                "objects",
                                "true",
                                "sure",
                                "true")
                        .status())
                .isEqualTo(303);

        assertThat(dump(story.values())).as("the whole database").isEmpty();
        assertThat(sql.fetchCount(MAIL, MAIL.RECIPIENT.eq("lucia@quiros.example")))
                .as("mails that were not sent yet, which are encrypted")
                .isZero();
        assertThat(files(story.values())).as("the files of the data folder").isEmpty();
        assertThat(output.getAll()).doesNotContain(story.values());

        assertThat(visitor.get("/o/contact/" + id).body()).contains("Esta persona se suprimió", "#" + id);
        assertThat(visitor.get("/o/opportunity/" + story.deal().id()).body()).contains("Placas para […]");
        assertThat(sql.fetchValue(
                                "select sum(duration) from record.activity where \"%s\" = ?"
                                        .formatted(types.load("activity")
                                                .field("contact")
                                                .column()),
                                id)
                        .toString())
                .as("figures stay")
                .startsWith("17");
        assertThat(state(story.contact(), "relationship")).isEqualTo(State.ERASED);
        Eventually.holds("the audit is sealed", chain::seal);
        assertThat(chain.prove((done, all) -> {}).broken())
                .as("the chain of the audit")
                .isEmpty();
        assertThat(
                        sql.fetchValue(
                                "select count(*) from audit_erased x join record_change c on x.source = 'CHANGE' and c.id = x.id and c.salt is not null"))
                .as("nobody can try out values")
                .isEqualTo(0L);

        StoredRecord back = contact(story.values().get(1));
        assertThat(state(back, "marketing_email")).as("who comes back").isEqualTo(State.OPPOSED);
        assertThat(state(back, "business_contact")).isEqualTo(State.OPPOSED);
        changes.delete(back.type(), back.id(), lucia);
        erasure.erase(ref(back), "vuelve a pedirlo", true, lucia);

        var kept = blocked.all().stream()
                .filter(row -> row.recordId() == id)
                .findFirst()
                .orElseThrow();
        assertThat(secrets.rotate()).isPositive();
        String content = new String(blocked.read(kept.id(), "juzgado 3", lucia).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(content).contains(story.values().get(1), "Perito");
        assertThat(sql.fetchValue(
                        "select count(*) from audit_event where action = 'blocked-read' and record_id = ?", id))
                .isEqualTo(1L);
        assertThat(blocked.destroyWhatIsDue()).isZero();
        clock.advance(Duration.ofDays(36 * 31));
        assertThat(blocked.destroyWhatIsDue()).isPositive();
        assertThat(blocked.read(kept.id(), "juzgado 3", lucia)).isEmpty();
        assertThat(dump(story.values())).isEmpty();
    }

    @Test
    @Tag("GOV-01")
    void what_another_person_has_too_is_left_to_them() throws Exception {
        String shared = email();
        StoredRecord eva = record("contact", Map.of("last_name", "Ruiz", "email", shared));
        StoredRecord juan = record("contact", Map.of("last_name", "Gil", "email", shared));
        erasure.erase(ref(eva), "lo pide", false, lucia);
        assertThat(sql.fetchValue("select email from record.contact where id = ?", juan.id()))
                .isEqualTo(shared);
        assertThat(sql.fetchValue("select email from record.contact where id = ?", eva.id()))
                .isNull();
    }

    @Test
    @Tag("GOV-01")
    void requests_are_due_in_a_month_and_two_more_if_the_person_is_told_why() {
        Visitor visitor = signedIn(administrator());
        StoredRecord eva = contact(email());
        visitor.get("/settings/privacy/requests/new?object=contact&record=" + eva.id());
        String place = visitor.post(
                        "/settings/privacy/requests",
                        "object",
                        "contact",
                        "record",
                        "" + eva.id(),
                        "kind",
                        "ACCESS",
                        "received",
                        "2026-01-31")
                .location();
        assertThat(visitor.get(place).body()).contains("28 feb").contains("Fuera de plazo");
        visitor.post(place + "/extend", "why", "es complejo");
        assertThat(visitor.get(place).body()).contains("30 abr").contains("es complejo");
        visitor.post(place + "/close", "outcome", "DONE", "answer", "Enviado");
        assertThat(visitor.get(place).body()).contains("Atendida").doesNotContain("Fuera de plazo");
        assertThat(visitor.post("/settings/privacy/requests", "kind", "ACCESS", "received", "2026-99-99")
                        .body())
                .contains("PRV-111", "PRV-116");
        assertThat(signedIn(user(Role.SELLER, null)).get("/settings/privacy").status())
                .isEqualTo(403);
    }

    // Retention, registers, delicate fields

    @Test
    @Tag("GOV-01")
    void a_rule_of_retention_says_what_it_would_do_and_does_it_once_it_is_started() {
        StoredRecord old = record("lead", Map.of("name", "Olvidada " + digits(6)));
        StoredRecord restricted = record("lead", Map.of("name", "Discutida " + digits(6)));
        restrictions.restrict("lead", List.of(restricted.id()), "lo discute", lucia);
        sql.execute("update record.lead set created_at = '1990-01-01' where id in (?, ?)", old.id(), restricted.id());
        long id = rules.add(
                "Antiguos", types.load("lead"), RetentionRule.Counted.CREATED, 420, RetentionRule.Action.ERASE, lucia);
        RetentionRule rule = rules.find(id).orElseThrow();
        assertThat(rules.dryRun(rule).records()).isEqualTo(1);
        assertThat(rules.dryRun(rule).first())
                .extracting(RetentionRules.Due::id)
                .containsExactly(old.id());
        assertThat(rules.apply()).as("not started").isZero();
        rules.activate(id, true);
        assertThat(rules.apply()).isEqualTo(1);
        assertThat(lawfulness.isErased(old.id())).isTrue();
        assertThat(lawfulness.isErased(restricted.id())).isFalse();
        assertThat(rules.apply()).as("done once").isZero();
        rules.remove(id);
    }

    @Test
    @Tag("GOV-01")
    void the_clock_of_a_breach_runs_for_72_hours_and_the_registers_can_be_taken_along() {
        Visitor visitor = signedIn(administrator());
        visitor.get("/settings/privacy/registers/breaches/new");
        String name = "Correo mal enviado " + digits(6);
        assertThat(visitor.post("/settings/privacy/registers/breaches", "name", name, "discovered", "ayer")
                        .body())
                .contains("PRV-110", "PRV-108", name);
        visitor.post(
                "/settings/privacy/registers/breaches",
                "name",
                name,
                "discovered",
                "2026-11-20T09:30",
                "happened",
                "=1+1");
        var zone = java.time.ZoneId.of("Europe/Madrid");
        RegisterEntry entry = entries.all(Register.BREACH).getFirst();
        assertThat(entry.deadline(zone)).contains(java.time.Instant.parse("2026-11-23T08:30:00Z"));
        Map<String, String> told = new HashMap<>(entry.facts());
        told.put("notified", "2026-11-21T10:00");
        entries.change(entry.id(), told);
        assertThat(entries.find(Register.BREACH, entry.id()).orElseThrow().deadline(zone))
                .isEmpty();
        assertThat(new String(
                        visitor.postForBytes("/settings/privacy/registers/breaches/export"), StandardCharsets.UTF_8))
                .contains(name, "'=1+1");
    }

    @Test
    @Tag("GOV-03")
    @Tag("GOV-01")
    void what_is_sensitive_is_covered_everywhere_and_shown_on_demand_which_is_noted() throws Exception {
        var type = types.load("contact");
        String illness = "celiaca" + digits(6);
        StoredRecord eva = record("contact", Map.of("last_name", "Mora", "concerns", illness));
        delicate.classify(type, Map.of("concerns", Sensitivity.SENSITIVE));
        try {
            Visitor visitor = signedIn(administrator());
            String page = visitor.get("/o/contact/" + eva.id()).body();
            assertThat(page).contains("Datos delicados", "••••").doesNotContain(illness);
            assertThat(visitor.get("/o/contact?q=" + illness).body()).doesNotContain("/o/contact/" + eva.id());
            assertThat(visitor.get("/o/contact/export.csv?fields=all").body()).doesNotContain(illness);
            assertThat(visitor.get("/o/contact/" + eva.id() + "/history").body())
                    .doesNotContain(illness);
            assertThat(sql.fetchValue("select search_text from search_document where record_id = ?", eva.id()))
                    .asString()
                    .doesNotContain(illness);
            assertThat(visitor.post("/o/contact/" + eva.id() + "/sensitive").body())
                    .contains(illness);
            assertThat(sql.fetchValue(
                            "select count(*) from audit_event where action = 'read-sensitive' and record_id = ?",
                            eva.id()))
                    .isEqualTo(1L);
            visitor.post("/o/contact/" + eva.id() + "/sensitive/save", "version", "1", "concerns", "nada");
            assertThat(sql.fetchValue("select concerns from record.contact where id = ?", eva.id()))
                    .isEqualTo("nada");
            assertThat(visitor.post("/o/contact/" + eva.id() + "/sensitive/save", "version", "2", "job_title", "Jefa")
                            .status())
                    .as("nothing else that way")
                    .isEqualTo(403);
        } finally {
            delicate.classify(types.load("contact"), Map.of("concerns", Sensitivity.PERSONAL));
        }
    }
}
