package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lazo.Routes.Row;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Hostile text in every parameter of every route and in every field of every record. */
@Import(Scenery.class)
@TestPropertySource(properties = "lazo.test.world=attacked")
class HostileInputTest extends LazoTest {
    /** Each success makes a table, a column or the slow hash of a password. */
    private static final Set<String> LASTING =
            Set.of("/settings/objects", "/settings/objects/account/fields", "/settings/users");

    private static final Set<String> WORDS = Set.of(
            "q", "name", "es", "company", "tags", "description", "account.name", "job_title", "name.es", "detail");

    /** Chosen from a list, which cannot show what is not in it. */
    private static final Set<FieldType> CHOSEN = EnumSet.of(FieldType.USER, FieldType.LOOKUP, FieldType.CHOICE);

    private static final Set<FieldType> TYPED = EnumSet.of(
            FieldType.LONG_TEXT,
            FieldType.EMAIL,
            FieldType.PHONE,
            FieldType.LINK,
            FieldType.TAGS,
            FieldType.NUMBER,
            FieldType.MONEY,
            FieldType.PERCENT,
            FieldType.DATE,
            FieldType.DATE_TIME,
            FieldType.USER,
            FieldType.LOOKUP,
            FieldType.CHOICE);

    @Autowired
    Teams teams;

    @Autowired
    Scenery scenery;

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @TempDir
    Path folder;

    private User boss;
    private Visitor administrator;

    @BeforeEach
    void somebodyWorksHere() {
        long team = teams.create("Norte " + System.nanoTime()).orElseThrow();
        scenery.belongsTo(user(Role.SELLER, team));
        boss = user(Role.ADMINISTRATOR, null);
        administrator = signedIn(boss);
    }

    @Test
    @Tag("FEA-03")
    void no_parameter_of_any_route_breaks_or_executes_anything() {
        SoftAssertions softly = new SoftAssertions();
        Set<String> seen = new HashSet<>();
        for (Row row : Routes.all()) {
            if (seen.add(row.method()
                            + row.pattern()
                            + row.parameters()
                            + row.fields().size())
                    && !row.pattern().matches("/sign-in|/sign-out|/setup.*|/error|/account/sessions.*|.*/stream")) {
                attack(row, softly);
            }
        }
        healthy(softly);
        softly.assertAll();
    }

    private void attack(Row row, SoftAssertions softly) {
        Map<String, String> known = new HashMap<>();
        List<String> parameters = row.parameters();
        for (int place = 0; place < parameters.size(); place += 2) {
            for (String hostile : strings(row, parameters.get(place))) {
                String query = query(parameters, place, hostile, known);
                String path = scenery.filled(row.bare(), known) + "?" + query;
                Answer answer = send(row, path, encoded(row.fields(), -1, "", known));
                Hostile.harmless(softly, answer, hostile, row + " in " + parameters.get(place));
                known.keySet().removeAll(Set.of("word", "email"));
            }
        }
        List<String> fields = row.isUpload() ? List.of() : row.fields();
        boolean destroys = row.form().contains("do=delete");
        for (int place = 0; place < fields.size() && !destroys; place += 2) {
            for (String hostile : strings(row, fields.get(place))) {
                String path = scenery.filled(row.path(), known);
                Answer answer = send(row, path, encoded(fields, place, hostile, known));
                Hostile.harmless(softly, answer, hostile, row + " in " + fields.get(place));
                known.keySet().removeAll(Set.of("word", "email"));
            }
        }
    }

    /** All of them where words are typed, one of every kind where something is chosen. */
    private static List<String> strings(Row row, String parameter) {
        boolean words = WORDS.contains(parameter) && !LASTING.contains(row.path());
        return words ? Hostile.strings() : Hostile.kinds();
    }

    private Answer send(Row row, String path, String form) {
        return row.method().equals("GET") ? administrator.get(path) : administrator.send(row.method(), path, form);
    }

    private String query(List<String> parameters, int place, String hostile, Map<String, String> known) {
        return encoded(parameters, place, hostile.length() > 4000 ? hostile.substring(0, 4000) : hostile, known);
    }

    private String encoded(List<String> pairs, int place, String hostile, Map<String, String> known) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            String value = i == place ? hostile : scenery.filled(pairs.get(i + 1), known);
            text.append(i == 0 ? "" : "&")
                    .append(encoded(pairs.get(i)))
                    .append('=')
                    .append(encoded(value));
        }
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void healthy(SoftAssertions softly) {
        for (String place : List.of("/", "/o/contact", "/o/opportunity/board", "/agenda", "/settings/users")) {
            softly.assertThat(administrator.get(place).status())
                    .as("afterwards " + place)
                    .isEqualTo(200);
        }
    }

    @Test
    void no_part_of_a_path_breaks_anything() {
        SoftAssertions softly = new SoftAssertions();
        for (Row row : Routes.all()) {
            String[] steps = row.bare().split("/", -1);
            for (int step = 1; step < steps.length && row.method().equals("GET"); step++) {
                for (String hostile : Hostile.kinds()) {
                    Map<String, String> known = new HashMap<>();
                    String[] changed = steps.clone();
                    changed[step] = encoded(hostile).replace("+", "%20");
                    String path = scenery.filled(String.join("/", changed), known);
                    Answer answer = administrator.get(path);
                    Hostile.harmless(softly, answer, hostile, row + " at " + steps[step]);
                }
            }
        }
        for (String path : List.of(
                "//",
                "//o//contact",
                "/o/contact//1",
                "/o/contact/..;/..;/settings",
                "/./o/contact",
                "/o/contact;x=1",
                "/assets/..%2f..%2fapplication.yaml",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/icon/..%5c..%5cx.svg",
                "/o/contact/" + "9".repeat(40),
                "/o/contact/-1",
                "/o/contact/1%0d%0aX-A: b",
                "/actuator",
                "/actuator/env",
                "/h2-console",
                "/.git/config",
                "/WEB-INF/web.xml")) {
            Answer answer = administrator.get(path.replace(" ", "%20"));
            softly.assertThat(answer.status()).as(path).isBetween(300, 499);
            softly.assertThat(answer.body()).as(path).doesNotContain("root:", "spring:", "Exception");
        }
        healthy(softly);
        softly.assertAll();
    }

    @Test
    @Tag("FEA-03")
    void what_a_record_takes_comes_back_whole_and_what_it_refuses_is_told_and_still_there() {
        SoftAssertions softly = new SoftAssertions();
        Actor actor = actor(boss);
        Set<FieldType> seen = EnumSet.noneOf(FieldType.class);
        for (ObjectType type : types.all()) {
            ObjectField title = type.field(title(type));
            for (ObjectField field : type.fields()) {
                boolean first = TYPED.contains(field.type()) && field.isTyped() && seen.add(field.type());
                if (first || field.equals(title)) {
                    Hostile.strings().forEach(hostile -> takes(type, field, hostile, actor, softly));
                }
            }
        }
        softly.assertAll();
    }

    private static String title(ObjectType type) {
        return switch (type.key()) {
            case "contact" -> "last_name";
            case "activity", "invoice", "quote", "sales_order" -> "subject";
            default -> type.titleField().key();
        };
    }

    private void takes(ObjectType type, ObjectField field, String hostile, Actor actor, SoftAssertions softly) {
        String what = type.key() + "." + field.key() + " with " + Hostile.shortened(hostile);
        List<String> form = new ArrayList<>();
        required(type).forEach((name, value) -> {
            if (!name.equals(field.key())) {
                form.addAll(List.of(name, value));
            }
        });
        form.addAll(List.of(field.key(), hostile));
        Answer answer = administrator.post("/o/" + type.key(), form.toArray(String[]::new));
        Hostile.harmless(softly, answer, hostile, what);
        if (answer.status() == 303) {
            long id = Long.parseLong(answer.location().replaceAll(".*/", ""));
            StoredRecord saved = records.find(type, id, actor).orElseThrow();
            Object value = saved.value(field.key());
            switch (field.type()) {
                case TEXT -> softly.assertThat(value).as(what).isEqualTo(kept(hostile, true));
                case LONG_TEXT -> softly.assertThat(value).as(what).isEqualTo(kept(hostile, false));
                default -> softly.assertThat(answer.status()).as(what).isLessThan(400);
            }
            String page = "/o/" + type.key() + "/" + id;
            if (hostile.contains("<")) {
                Hostile.harmless(softly, administrator.get(page), hostile, page);
            }
            if (field.type() == FieldType.TEXT && value != null) {
                String found = administrator
                        .get("/o/" + type.key() + "/count?exact=true&f="
                                + encoded(field.key() + ":is:" + condition(value.toString())))
                        .body();
                softly.assertThat(found).as("found again: " + what).doesNotStartWith("0 ");
            }
        } else {
            softly.assertThat(answer.status()).as(what).isBetween(400, 499);
            softly.assertThat(answer.body()).as(what + ": a code").containsPattern("[A-Z]{3}-\\d{3}");
            if (!Hostile.hasNul(hostile) && !CHOSEN.contains(field.type())) {
                softly.assertThat(org.springframework.web.util.HtmlUtils.htmlUnescape(answer.body()))
                        .as(what + ": what was typed")
                        .contains(hostile.strip()
                                .replace("\r\n", "\n")
                                .lines()
                                .toList()
                                .getLast());
            }
        }
    }

    private static Map<String, String> required(ObjectType type) {
        return switch (type.key()) {
            case "contact" -> Map.of("last_name", "Ruiz");
            case "activity" -> Map.of("kind", "task", "subject", "Llamar");
            default -> Map.of("name", "Ruiz");
        };
    }

    /** Without blanks around it and without characters that cannot be seen; in a line, line breaks are blanks. */
    private static String kept(String text, boolean line) {
        String kept = text.replace("\r\n", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "")
                .strip();
        return line ? kept.replaceAll("\\s*\\n\\s*", " ") : kept;
    }

    @Test
    @Tag("FEA-03")
    void what_is_exported_computes_nothing_and_changes_nothing_when_it_comes_in_again() throws Exception {
        String mark = "h" + System.nanoTime();
        List<String> strings = new ArrayList<>();
        for (String hostile : Hostile.strings()) {
            String text = kept(hostile.length() > 400 ? hostile.substring(0, 400) : hostile, true);
            if (!Hostile.hasNul(hostile) && !text.isEmpty()) {
                scenery.record(
                        "contact",
                        Map.of(
                                "last_name",
                                text,
                                "job_title",
                                text,
                                "email",
                                mark + "." + strings.size() + "@uno.example"));
                strings.add(text);
            }
        }
        String view = "?sort=created_at&cols=last_name,job_title,email&f=email:starts:" + mark;
        JsonMapper.shared()
                .readTree(administrator.get("/o/contact/export.json" + view).body())
                .forEach(record -> assertThat(record.get("job_title").asString())
                        .isEqualTo(strings.get(place(record.get("email").asString()))));
        for (String ending : List.of("csv", "xlsx")) {
            byte[] file = administrator.download("/o/contact/export." + ending + view);
            if (ending.equals("xlsx")) {
                assertThat(unzipped(file)).doesNotContain("<f>", "<f ", "<hyperlink");
            } else {
                assertThat(new String(file, StandardCharsets.UTF_8)).doesNotContainPattern("(?m)(^|;)\"?[=@]");
            }
            String tally = new ImportVisit(administrator, sql, "contact", "export." + ending, file)
                    .step("options", "READY", "mode", "CREATE_OR_UPDATE", "key", "email")
                    .step("run", "DONE")
                    .tally();
            assertThat(tally).as(ending).isEqualTo("0 0 " + strings.size() + " 0 0");
        }
    }

    private static int place(String email) {
        return Integer.parseInt(email.substring(email.indexOf('.') + 1, email.indexOf('@')));
    }

    private String unzipped(byte[] file) throws IOException {
        StringBuilder text = new StringBuilder();
        try (ZipFile zip =
                new ZipFile(Files.write(folder.resolve("export.xlsx"), file).toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    /** A value as an address writes it in a condition. */
    private static String condition(String value) {
        return value.replace("%", "%25").replace(":", "%3A").replace("\n", "%0A");
    }
}
