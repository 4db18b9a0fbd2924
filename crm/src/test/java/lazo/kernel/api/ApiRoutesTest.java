package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lazo.LazoTest;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the API with every kind of key, as the table below says; whoever is refused has changed nothing. */
@Tag("GOV-11")
@Tag("GOV-02")
class ApiRoutesTest extends LazoTest {
    private static final String CREATE = "{\"fields\":{\"last_name\":\"Ruta\"}}";

    /**
     * What sources of webhooks send is signed and needs no key: WebhookArrivalsTest. Columns: all:read, all:write, contact:read, contact:write, account:write, a reader's all:write, another seller's
     * all:write, admin:read, admin:write, a seller's admin:write. Nobody, a wrong, an expired and a revoked key, and one of an inactive user, get 401 everywhere.
     */
    private static final String TABLE = """
            POST   /api/mcp                                      | mcp | 200 200 200 200 200 200 200 200 200 200
            GET    /api/v1/me                                    | | 200 200 200 200 200 200 200 200 200 200
            GET    /api/v1/users                                 | | 200 200 200 200 200 200 200 200 200 200
            GET    /api/v1/objects                               | | 200 200 200 200 200 200 200 200 200 200
            GET    /api/v1/objects/{object}                      | | 200 200 200 200 403 200 200 403 403 403
            GET    /api/v1/openapi.json                          | | 200 200 200 200 200 200 200 200 200 200
            GET    /api/v1/records/{object}                      | | 200 200 200 200 403 200 200 403 403 403
            GET    /api/v1/records/{object}/count                | | 200 200 200 200 403 200 200 403 403 403
            GET    /api/v1/records/{object}/{id}                 | | 200 200 200 200 403 200 404 403 403 403
            GET    /api/v1/records/{object}/{id}/history         | | 200 200 200 200 403 200 404 403 403 403
            GET    /api/v1/records/{object}/{id}/timeline        | | 200 200 200 200 403 200 404 403 403 403
            GET    /api/v1/reports/{report}                      | | 200 200 403 403 403 200 200 403 403 403
            POST   /api/v1/records/{object}                      | create | 403 201 403 201 403 403 201 403 403 403
            PUT    /api/v1/records/{object}                      | upsert | 403 200 403 200 403 403 201 403 403 403
            POST   /api/v1/records/{object}/bulk                 | bulk | 403 200 403 200 403 422 422 403 403 403
            PATCH  /api/v1/records/{object}/{id}                 | change | 403 200 403 200 403 403 404 403 403 403
            POST   /api/v1/records/{object}/{id}/restore         | | 403 200 403 200 403 403 404 403 403 403
            DELETE /api/v1/records/{object}/{id}                 | | 403 200 403 200 403 403 404 403 403 403
            GET    /api/v1/admin/users                            |  | 403 403 403 403 403 403 403 200 200 403
            GET    /api/v1/admin/users/{id}                       | user | 403 403 403 403 403 403 403 200 200 403
            PATCH  /api/v1/admin/users/{id}                       | user-change | 403 403 403 403 403 403 403 403 200 403
            POST   /api/v1/admin/users/{id}/deactivate            | user | 403 403 403 403 403 403 403 403 200 403
            POST   /api/v1/admin/users/{id}/activate              | user | 403 403 403 403 403 403 403 403 200 403
            GET    /api/v1/admin/invitations                      |  | 403 403 403 403 403 403 403 200 200 403
            POST   /api/v1/admin/invitations                      | invite | 403 403 403 403 403 403 403 403 201 403
            DELETE /api/v1/admin/invitations/{id}                 | invitation | 403 403 403 403 403 403 403 403 200 403
            GET    /api/v1/admin/teams                            |  | 403 403 403 403 403 403 403 200 200 403
            POST   /api/v1/admin/teams                            | named | 403 403 403 403 403 403 403 403 201 403
            PATCH  /api/v1/admin/teams/{id}                       | team | 403 403 403 403 403 403 403 403 200 403
            DELETE /api/v1/admin/teams/{id}                       | team-gone | 403 403 403 403 403 403 403 403 200 403
            GET    /api/v1/admin/units                            |  | 403 403 403 403 403 403 403 200 200 403
            POST   /api/v1/admin/units                            | named | 403 403 403 403 403 403 403 403 201 403
            PATCH  /api/v1/admin/units/{id}                       | unit | 403 403 403 403 403 403 403 403 200 403
            DELETE /api/v1/admin/units/{id}                       | unit-gone | 403 403 403 403 403 403 403 403 200 403
            GET    /api/v1/admin/roles                            |  | 403 403 403 403 403 403 403 200 200 403
            GET    /api/v1/admin/objects                          |  | 403 403 403 403 403 403 403 200 200 403
            GET    /api/v1/admin/objects/{object}                 |  | 403 403 403 403 403 403 403 200 200 403
            POST   /api/v1/admin/objects/{object}/fields          | field | 403 403 403 403 403 403 403 403 201 403
            POST   /api/v1/admin/objects/{object}/fields/{field}/choices | choice | 403 403 403 403 403 403 403 403 201 403
            GET    /api/v1/admin/audit                            |  | 403 403 403 403 403 403 403 200 200 403
            """;

    @Autowired
    ApiKeys keys;

    @Autowired
    Teams teams;

    @Autowired
    BusinessUnits units;

    @Autowired
    OneTimeLinks links;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private String key(User user, String scopes) {
        return keys.create("Ruta", user.id(), ApiScopes.parse(scopes), null, actor(administrator()))
                .secret();
    }

    @Test
    void every_route_of_the_api_has_a_row() {
        Set<String> there = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/")
                                && !pattern.contains("oauth")
                                && !pattern.startsWith("/api/hooks/"))
                        .forEach(pattern -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> there.add(method + " " + pattern))));
        Set<String> told = new TreeSet<>();
        TABLE.lines().forEach(line -> told.add(line.split("\\|")[0].strip().replaceAll(" +", " ")));
        assertThat(told).isEqualTo(there);
    }

    @Test
    void every_kind_of_key_gets_the_answer_of_the_table_and_who_is_refused_has_changed_nothing() {
        clock.advance(Duration.ofHours(2));
        User administrator = administrator();
        User gone = user(Role.ADMINISTRATOR, null);
        List<String> good = List.of(
                key(administrator, "records:read"),
                key(administrator, "records:write"),
                key(administrator, "contact:read"),
                key(administrator, "contact:write"),
                key(administrator, "account:write"),
                key(user(Role.READER, null), "records:write"),
                key(user(Role.SELLER, null), "records:write"),
                key(administrator, "admin:read"),
                key(administrator, "admin:write"),
                key(user(Role.SELLER, null), "admin:write"));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("nobody", "");
        bad.put("wrong", "lazo_abcdefghjkmn_" + "a".repeat(43));
        bad.put("token", "lazot_" + "a".repeat(43));
        bad.put("inactive", key(gone, "records:write"));
        users.deactivate(gone.id());
        var expired = keys.create(
                "Caducada",
                administrator.id(),
                ApiScopes.parse("records:write"),
                clock.instant().minus(Duration.ofMinutes(1)),
                actor(administrator));
        bad.put("expired", expired.secret());
        var revoked = keys.create(
                "Revocada", administrator.id(), ApiScopes.parse("records:write"), null, actor(administrator));
        keys.revoke(revoked.key().id());
        bad.put("revoked", revoked.secret());

        List<String> found = new ArrayList<>();
        Program maker = new Program(url(""), good.get(1));
        TABLE.lines().forEach(line -> {
            clock.advance(Duration.ofMinutes(2));
            String[] parts = line.split("\\|");
            String[] route = parts[0].strip().split(" +");
            List<String> expected = List.of(parts[2].strip().split(" "));
            bad.forEach((who, key) -> {
                int status = ask(maker, new Program(url(""), key), route, parts[1].strip(), true, found);
                boolean refused = status == 401 || status == 429 && !who.equals("nobody");
                if (!refused) {
                    found.add("%s %s: %d".formatted(who, parts[0].strip(), status));
                }
            });
            for (int place = 0; place < good.size(); place++) {
                boolean refused = Integer.parseInt(expected.get(place)) >= 400;
                int status = ask(maker, new Program(url(""), good.get(place)), route, parts[1].strip(), refused, found);
                if (!expected.get(place).equals("" + status)) {
                    found.add("key %d %s: %d, not %s".formatted(place, parts[0].strip(), status, expected.get(place)));
                }
            }
        });
        assertThat(found).isEmpty();
    }

    private int ask(Program maker, Program program, String[] route, String what, boolean refused, List<String> found) {
        String email = "ruta" + System.nanoTime() + "@cliente.example";
        long id = maker.send(
                        "POST",
                        "/api/v1/records/contact",
                        "{\"fields\":{\"last_name\":\"Ruta\",\"email\":\"%s\"}}".formatted(email))
                .id();
        String word = "ruta" + System.nanoTime();
        long place = route[1].contains("/admin/") ? administered(what.replaceAll("-.*", ""), word) : id;
        String path = route[1].replace("{object}", "contact")
                        .replace("{report}", "purchases")
                        .replace("{id}", "" + place)
                        .replace("{field}", "source")
                + (what.equals("upsert") ? "?by=email" : "");
        String body = switch (what) {
            case "create" -> CREATE;
            case "mcp" -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
            case "upsert" -> "{\"fields\":{\"last_name\":\"Otra\",\"email\":\"%s\"}}".formatted(email);
            case "change" -> "{\"version\":1,\"fields\":{\"last_name\":\"Otra\"}}";
            case "bulk" -> "{\"all_or_nothing\":true,\"operations\":[{\"op\":\"delete\",\"id\":%d}]}".formatted(id);
            case "user-change" -> "{\"position\":\"Ruta\"}";
            case "invite" -> "{\"email\":\"%s\",\"role\":\"SELLER\"}".formatted(email);
            case "named", "team", "unit" -> "{\"name\":\"otra %s\"}".formatted(word);
            case "field" -> "{\"key\":\"%s\",\"type\":\"number\",\"label\":\"Ruta\"}".formatted(word);
            case "choice" -> "{\"key\":\"%s\",\"label\":\"Ruta\"}".formatted(word);
            default -> "";
        };
        String before = state();
        int status = program.send(route[0], path, body).status();
        if (refused && !state().equals(before)) {
            found.add(route[0] + " " + route[1] + " refused and yet changed something");
        }
        return status;
    }

    /** Something of its own for a request to change. */
    private long administered(String what, String word) {
        return switch (what) {
            case "user" -> user(Role.SELLER, null).id();
            case "invitation" -> {
                links.invite(
                        word + "@almena.example",
                        Role.SELLER,
                        null,
                        administrator().id());
                yield links.invitations().getFirst().id();
            }
            case "team" -> teams.create(word).orElseThrow();
            case "unit" -> units.add(word, null).orElseThrow();
            default -> 0;
        };
    }

    private String state() {
        return String.valueOf(
                sql.fetchValue(
                        "select (select count(*) || ' ' || max(xmin::text::bigint) from"
                                + " record.contact) || (select ' ' || count(*) || ' ' || max(id) from timeline_entry) ||"
                                + " (select ' ' || count(*) || ' ' || max(id) from record_change) ||"
                                + " (select md5(string_agg(u::text, ' ' order by id)) from app_user u) ||"
                                + " (select coalesce(md5(string_agg(t::text, ' ' order by id)), '') from team t) ||"
                                + " (select coalesce(md5(string_agg(b::text, ' ' order by id)), '') from business_unit b) ||"
                                + " (select coalesce(md5(string_agg(l::text, ' ' order by id)), '') from one_time_link l) ||"
                                + " (select count(*) || ' ' || max(id) from object_field) || (select ' ' || count(*) from field_choice)"));
    }
}
