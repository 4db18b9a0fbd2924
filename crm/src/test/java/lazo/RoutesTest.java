package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lazo.Routes.Row;
import lazo.Routes.Who;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route in every role, as {@code routes.txt} says; whoever is refused has changed nothing. */
@Import(Scenery.class)
@TestPropertySource(properties = "lazo.test.world=attacked")
class RoutesTest extends LazoTest {
    private static final Set<String> NOT_BUSINESS = Set.of(
            "user_session",
            "known_device",
            "scheduled_tasks",
            "flyway_schema_history",
            "audit_event",
            "audit_block",
            "app_user",
            "duplicate_run",
            "duplicate_suspect",
            "webhook_delivery",
            "webhook_arrival");

    @Autowired
    Teams teams;

    @Autowired
    BusinessUnits units;

    @Autowired
    Scenery scenery;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final Map<Who, User> people = new EnumMap<>(Who.class);
    private final Map<Who, Visitor> visitors = new EnumMap<>(Who.class);

    @BeforeEach
    void everybodySignsIn() {
        long own = teams.create("Norte " + System.nanoTime()).orElseThrow();
        long other = teams.create("Sur " + System.nanoTime()).orElseThrow();
        people.put(Who.READER, user(Role.READER, null));
        people.put(Who.STRANGER, user(Role.SELLER, other));
        people.put(Who.SELLER, user(Role.SELLER, own));
        people.put(Who.MANAGER, user(Role.MANAGER, own));
        people.put(Who.ADMINISTRATOR, user(Role.ADMINISTRATOR, null));
        long region = units.add("Levante " + System.nanoTime(), null).orElseThrow();
        long otherRegion = units.add("Poniente " + System.nanoTime(), null).orElseThrow();
        units.assignTeam(own, units.add("Valencia", region).orElseThrow());
        units.assignTeam(other, otherRegion);
        Role regional = scenery.role(ObjectPermission.of(Scope.UNIT_AND_BELOW), Set.of(Ability.SELLS, Ability.TARGETS));
        people.put(Who.REGION, userIn(regional, region));
        people.put(Who.OTHER_REGION, userIn(regional, otherRegion));
        scenery.belongsTo(people.get(Who.SELLER));
        for (Who who : Who.values()) {
            signIn(who);
        }
    }

    private User userIn(Role role, long unit) {
        User user = user(role, null);
        users.change(user.id(), new Users.Draft(user.name(), user.email(), role, null, unit, "Dirección regional"));
        return users.load(user.id());
    }

    private void signIn(Who who) {
        Visitor visitor = visitor();
        visitors.put(who, visitor);
        if (who != Who.NOBODY) {
            visitor.signIn(people.get(who).email(), PASSWORD);
        } else {
            visitor.get("/sign-in");
        }
    }

    @Test
    @Tag("RE-05")
    void every_route_has_a_row() {
        Set<String> there = new TreeSet<>();
        mappings.getHandlerMethods().keySet().forEach(info -> {
            Set<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                    ? Set.of("ANY")
                    : info.getMethodsCondition().getMethods().stream()
                            .map(Enum::name)
                            .collect(Collectors.toSet());
            methods.forEach(method -> info.getPatternValues().forEach(pattern -> there.add(method + " " + pattern)));
        });
        Set<String> told = Routes.all().stream()
                .map(row -> row.method() + " " + row.pattern())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).as("rows of routes.txt").isEqualTo(there);
    }

    @Test
    @Tag("RE-05")
    @Tag("GOV-02")
    void every_role_gets_the_answer_of_the_table_and_who_is_refused_has_changed_nothing() {
        List<String> found = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<Row, String> seen = new LinkedHashMap<>();
        State last = state(null);
        for (Row row : Routes.all()) {
            List<String> answers = new ArrayList<>();
            Map<String, String> known = new HashMap<>();
            for (Who who : Who.values()) {
                String expected = row.expected(who);
                if (expected.equals("-")) {
                    answers.add(expected);
                    continue;
                }
                boolean writes = expected.matches("ok|away") && !row.method().equals("GET");
                String path = scenery.filled(row.path(), known);
                String form = scenery.filled(row.form(), known);
                State before = writes ? null : state(last);
                String answer = kind(ask(visitors.get(who), row, path, form));
                answers.add(answer);
                if (!answer.equals(expected)) {
                    found.add("%s %s: %s, not %s".formatted(who, row, answer, expected));
                }
                if (before == null) {
                    known.clear();
                    last = null;
                } else {
                    last = state(before);
                    different(before, last).forEach(table -> changed.add("%s %s: %s".formatted(who, row, table)));
                }
                if (row.path().contains("sign-out")
                        || row.path().contains("/account/")
                        || row.path().contains("/view-as/")) {
                    signIn(who);
                }
            }
            seen.put(row, String.join(" ", answers));
        }
        if (!found.isEmpty()) {
            seen.forEach((row, answers) -> System.out.println(
                    "%s %s | %s | %s | %s".formatted(row.method(), row.pattern(), row.path(), row.form(), answers)));
        }
        assertThat(found).as("other answers than the table's").isEmpty();
        assertThat(changed)
                .as("tables that a refused request or a GET has changed")
                .isEmpty();
    }

    @Test
    void nothing_is_done_without_the_token_of_the_page() {
        List<String> done = new ArrayList<>();
        Visitor administrator = visitors.get(Who.ADMINISTRATOR);
        State last = null;
        for (Row row : Routes.all()) {
            if (!row.method().equals("GET") && !row.method().equals("ANY")) {
                Map<String, String> known = new HashMap<>();
                String path = scenery.filled(row.path(), known);
                String form = scenery.filled(row.form(), known);
                State before = state(last);
                Answer answer = administrator.withoutToken(row.method(), path, form);
                boolean keyMissing = row.pattern().startsWith("/api/") && answer.status() == 401;
                boolean tokenMissing =
                        answer.status() == 403 && answer.header("X-Lazo-Error").equals("WEB-419");
                if (!keyMissing && !tokenMissing) {
                    done.add(row + ": " + answer.status());
                }
                last = state(before);
                different(before, last).forEach(table -> done.add(row + " changed " + table));
            }
        }
        assertThat(done).isEmpty();
    }

    @Test
    void what_changes_something_cannot_be_asked_for_with_get() {
        List<String> done = new ArrayList<>();
        Set<String> readable = Routes.all().stream()
                .filter(row -> row.method().equals("GET"))
                .map(Row::pattern)
                .collect(Collectors.toSet());
        Visitor administrator = visitors.get(Who.ADMINISTRATOR);
        State last = null;
        for (Row row : Routes.all()) {
            if (!row.method().equals("GET") && !readable.contains(row.pattern())) {
                Map<String, String> known = new HashMap<>();
                String path = scenery.filled(row.bare(), known);
                String form = scenery.filled(row.form(), known).replaceAll("[^\\w=&.:@-]", "");
                State before = state(last);
                Answer answer = administrator.get(path + "?" + form);
                if (answer.status() < 400 || answer.status() >= 500) {
                    done.add(row + ": " + answer.status());
                }
                last = state(before);
                different(before, last).forEach(table -> done.add(row + " changed " + table));
            }
        }
        assertThat(done).isEmpty();
    }

    private static Answer ask(Visitor visitor, Row row, String path, String form) {
        if (row.method().equals("GET") || row.method().equals("ANY")) {
            return visitor.get(path);
        }
        return row.isUpload()
                ? visitor.send("POST", path, form.replace("%0A", "\n"), "application/octet-stream")
                : visitor.send(row.method(), path, form);
    }

    private static String kind(Answer answer) {
        boolean led = answer.status() >= 300 && answer.status() < 400;
        if (answer.status() == 401
                || led && answer.location().startsWith("/sign-in?")
                || led && answer.location().equals("/sign-in")) {
            return "in";
        }
        return switch (answer.status()) {
            case 403 -> "no";
            case 404, 405 -> "none";
            case 400, 409, 410, 422 -> "bad";
            default ->
                answer.status() >= 500
                        ? "FAILED-" + answer.status()
                        : led && answer.location().equals("/") ? "away" : "ok";
        };
    }

    /** @param transactions those that have ended and those that run, as PostgreSQL writes them */
    private record State(String transactions, Map<String, String> tables) {}

    /** The state of the business now; as long as no transaction that writes has ended since, it is the known one. */
    private State state(@Nullable State known) {
        String transactions = String.valueOf(sql.fetchValue("select pg_current_snapshot()::text"));
        return known != null && known.transactions().equals(transactions) ? known : new State(transactions, tables());
    }

    /** What identifies the state of every table of the business: how many rows, and who wrote last. */
    private Map<String, String> tables() {
        Eventually.holds(
                "no import is running",
                () -> sql.fetchValues(
                                "select id from import_run where state in ('READING', 'CHECKING', 'RUNNING', 'UNDOING')")
                        .isEmpty());
        List<String> names = sql
                .fetchValues("select format('%I.%I', schemaname, tablename) from pg_tables"
                        + " where schemaname in ('public', 'record')")
                .stream()
                .map(String::valueOf)
                .filter(name -> NOT_BUSINESS.stream().noneMatch(name::endsWith))
                .toList();
        String all = names.stream()
                .map(name ->
                        "select '%1$s', count(*) || ' rows, last written by ' || coalesce(max(xmin::text::bigint), 0) from %1$s"
                                .formatted(name))
                .collect(Collectors.joining(" union all "));
        Map<String, String> states = new HashMap<>();
        sql.resultQuery(all).forEach(row -> states.put(row.get(0, String.class), row.get(1, String.class)));
        states.put(
                "app_user",
                String.valueOf(sql.fetchValue(
                        "select md5(string_agg(id || name || email || role || coalesce(team_id, 0), ';' order by id))"
                                + " from app_user")));
        return states;
    }

    private static List<String> different(State before, State after) {
        return after.tables().entrySet().stream()
                .filter(table -> !table.getValue().equals(before.tables().get(table.getKey())))
                .map(table ->
                        table.getKey() + " from " + before.tables().get(table.getKey()) + " to " + table.getValue())
                .toList();
    }
}
