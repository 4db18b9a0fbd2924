package lazo.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A field that a role may write, may only read or may not see, on every way its value could get out. */
@Tag("GOV-02")
class FieldsTest extends LazoTest {
    /** On which ways the value is told, for each level; {@code changes} tells where it can be written. */
    private static final String EXPECTED = """
            record page          | yes yes no
            timeline             | yes yes no
            history              | yes yes no
            one field            | yes yes no
            list, as a column    | yes yes no
            list, as a filter    | yes yes no
            list, as a text      | yes yes no
            list, as an order    | yes yes no
            board, as lanes      | yes yes no
            palette              | yes yes no
            lookup               | yes yes no
            export, all fields   | yes yes no
            export, as a filter  | yes yes no
            duplicates           | yes yes no
            changes by hand      | yes no  no
            changes by list      | yes no  no
            changes in bulk      | yes no  no
            changes when created | yes no  no
            """;

    @Autowired
    Access access;

    @Autowired
    Roles roles;

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @ParameterizedTest
    @ValueSource(strings = {"WRITE", "READ", "HIDDEN"})
    void a_field_is_told_and_written_where_its_level_says(String level) {
        String mark = "k" + Long.toString(System.nanoTime(), 36);
        ObjectType type = types.load("contact");
        Role role = ((Roles.Saved.Done) roles.create(new Role(
                        "NEW", "Campos " + mark, "", Map.of(), ObjectPermission.of(Scope.ALL), Set.of(), List.of())))
                .role();
        Map<Long, String> levels = new HashMap<>();
        for (String field : List.of("email", "lifecycle", "job_title")) {
            if (!level.equals("WRITE")) {
                levels.put(type.field(field).id(), level);
            }
        }
        access.restrict(
                role,
                Set.of(
                        type.field("email").id(),
                        type.field("lifecycle").id(),
                        type.field("job_title").id()),
                levels);
        User user = user(role, null);
        String other = new StringBuilder(mark).reverse().toString();
        String value = "hola@" + other + ".example";
        long id = contact(mark, Map.of("email", "antes@" + other + ".example", "job_title", "A" + mark));
        changes.change(type, id, 1, Draft.of(Map.of("email", value)), actor(administrator()));
        long second = contact(mark, Map.of("job_title", "Z" + mark));
        Visitor visitor = signedIn(user);
        String page = "/o/contact/" + id;

        Map<String, Boolean> told = new LinkedHashMap<>();
        told.put("record page", visitor.get(page).body().contains(value));
        told.put("timeline", visitor.get(page + "/timeline").body().contains("antes@" + other));
        told.put("history", visitor.get(page + "/history").body().contains("antes@" + other));
        told.put("one field", visitor.get(page + "/field/email").body().contains(value));
        told.put(
                "list, as a column",
                visitor.get("/o/contact?f=&q=" + mark + "&cols=name,email")
                        .body()
                        .contains(value));
        told.put(
                "list, as a filter",
                visitor.get("/o/contact/count?f=email:is:" + value).body().contains("1"));
        told.put(
                "list, as a text",
                visitor.get("/o/contact?f=&q=hola@" + other).body().contains(page));
        String up = visitor.get("/o/contact?f=&q=" + mark + "&sort=job_title&cols=name")
                .body();
        String down = visitor.get("/o/contact?f=&q=" + mark + "&sort=-job_title&cols=name")
                .body();
        told.put("list, as an order", isFirst(up, id, second) != isFirst(down, id, second));
        told.put(
                "board, as lanes",
                visitor.get("/o/contact/board?f=&q=" + mark + "&by=lifecycle")
                        .body()
                        .contains("Promotor"));
        told.put("palette", visitor.get("/palette?q=hola@" + other).body().contains(page));
        told.put(
                "lookup",
                visitor.get("/o/contact/lookup?q=hola@" + other).body().contains(value)
                        || visitor.get("/o/contact/lookup?q=hola@" + other)
                                .body()
                                .contains("" + id));
        told.put(
                "export, all fields",
                text(visitor.download("/o/contact/export.csv?f=&q=" + mark + "&fields=all"))
                        .contains(value));
        told.put(
                "export, as a filter",
                visitor.get("/o/contact/export.csv?f=email:is:" + value).status() == 200);
        told.put(
                "duplicates",
                visitor.get("/o/contact/twins?email=" + value).body().contains(page));
        told.put(
                "changes by hand",
                isChanged(visitor, id, "PATCH", page + "/field/email", "version=2&email=uno@x.example"));
        told.put(
                "changes by list",
                isChanged(
                        visitor,
                        id,
                        "PATCH",
                        page + "/field/email?as=td",
                        "version=" + version(id) + "&email=dos@x.example"));
        told.put(
                "changes in bulk",
                isChanged(
                        visitor, id, "POST", "/o/contact/bulk", "do=edit&field=email&email=tres@x.example&ids=" + id));
        visitor.send("POST", "/o/contact", "last_name=Otra" + mark + "&email=cuatro@" + mark + ".example");
        told.put(
                "changes when created",
                !sql.fetchValues("select id from record.contact where email = 'cuatro@" + mark + ".example'")
                        .isEmpty());
        assertThat(told).isEqualTo(expected(level));
    }

    private long contact(String name, Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        all.put("last_name", name);
        return ((WriteResult.Saved) changes.create(types.load("contact"), Draft.of(all), actor(administrator())))
                .record()
                .id();
    }

    private static boolean isFirst(String list, long one, long other) {
        int first = list.indexOf("/o/contact/" + one);
        int second = list.indexOf("/o/contact/" + other);
        assertThat(first).as("the list shows the one").isPositive();
        assertThat(second).as("the list shows the other").isPositive();
        return first < second;
    }

    private boolean isChanged(Visitor visitor, long id, String method, String path, String form) {
        Object before = email(id);
        visitor.send(method, path, form);
        return !before.equals(email(id));
    }

    private Object email(long id) {
        return String.valueOf(sql.fetchValue("select email from record.contact where id = " + id));
    }

    private Object version(long id) {
        return String.valueOf(sql.fetchValue("select version from record.contact where id = " + id));
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private static Map<String, Boolean> expected(String level) {
        int column = List.of("WRITE", "READ", "HIDDEN").indexOf(level);
        Map<String, Boolean> expected = new LinkedHashMap<>();
        EXPECTED.lines().forEach(line -> {
            String[] sides = line.split("\\|");
            expected.put(
                    sides[0].strip(), sides[1].strip().split("\\s+")[column].equals("yes"));
        });
        return expected;
    }
}
