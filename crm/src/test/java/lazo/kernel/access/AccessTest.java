package lazo.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.WriteResult;
import lazo.kernel.search.Search;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every scope against every relation to a record, on every way to it; roles as data; what is private stays so. */
class AccessTest extends LazoTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Madrid");

    @Autowired
    Access access;

    @Autowired
    Roles roles;

    @Autowired
    Teams teams;

    @Autowired
    BusinessUnits units;

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    BulkChanges bulk;

    @Autowired
    Search search;

    private String mark = "";
    private ObjectType contact;
    private long team;
    private User me;
    private final Map<String, Long> world = new LinkedHashMap<>();

    /** Region over Valencia over Gandía; I am in Valencia's first team. */
    @BeforeEach
    void aWorldOfOwners() {
        mark = "m" + Long.toString(System.nanoTime(), 36);
        contact = types.load("contact");
        long region = units.add("Levante " + mark, null).orElseThrow();
        long valencia = units.add("Valencia " + mark, region).orElseThrow();
        long gandia = units.add("Gandía " + mark, valencia).orElseThrow();
        team = team("Uno", valencia);
        me = user(Role.SELLER, team);
        world.clear();
        world.put("own", of(me));
        world.put("team", of(user(Role.SELLER, team)));
        world.put("unit", of(user(Role.SELLER, team("Dos", valencia))));
        world.put("below", of(user(Role.SELLER, team("Tres", gandia))));
        world.put("above", of(user(Role.SELLER, team("Cuatro", region))));
        world.put("other", of(user(Role.SELLER, null)));
        world.put("nobody", of(null));
        world.put("shared", of(user(Role.SELLER, null)));
        access.share(actor(administrator()), "contact", world.get("shared"), me.id(), null, false);
        world.put("sharedToChange", of(user(Role.SELLER, null)));
        access.share(actor(administrator()), "contact", world.get("sharedToChange"), null, team, true);
        world.put("collaborator", of(user(Role.SELLER, null)));
        access.addCollaborator(actor(administrator()), "contact", world.get("collaborator"), me.id());
    }

    private long team(String name, long unit) {
        long id = teams.create(name + " " + mark).orElseThrow();
        units.assignTeam(id, unit);
        return id;
    }

    private long of(@Nullable User owner) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("last_name", mark);
        values.put("owner", owner == null ? null : owner.id());
        return create("contact", values, administrator());
    }

    private long create(String object, Map<String, @Nullable Object> values, User by) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(values), actor(by)))
                .record()
                .id();
    }

    private static Set<String> reached(Scope scope) {
        return switch (scope) {
            case NONE -> Set.of();
            case OWN -> Set.of("own");
            case TEAM -> Set.of("own", "team", "nobody");
            case UNIT -> Set.of("own", "team", "unit", "nobody");
            case UNIT_AND_BELOW -> Set.of("own", "team", "unit", "below", "nobody");
            case ALL ->
                Set.of(
                        "own",
                        "team",
                        "unit",
                        "below",
                        "above",
                        "other",
                        "nobody",
                        "shared",
                        "sharedToChange",
                        "collaborator");
        };
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new java.util.HashSet<>(some);
        all.addAll(Set.of(more));
        return all;
    }

    private Role made(ObjectPermission contacts, Ability... abilities) {
        Role role = new Role(
                "NEW",
                "Rol " + System.nanoTime(),
                "",
                Map.of("contact", contacts),
                ObjectPermission.of(Scope.OWN),
                abilities.length == 0 ? Set.of() : EnumSet.copyOf(List.of(abilities)),
                List.of());
        return ((Roles.Saved.Done) roles.create(role)).role();
    }

    private Actor with(Role role) {
        users.change(me.id(), new Users.Draft(me.name(), me.email(), role, team));
        return actor(me);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    @Tag("GOV-02")
    @Tag("RE-05")
    void a_scope_gives_the_same_answer_on_every_way_to_a_record(Scope scope) throws Exception {
        Actor actor = with(made(ObjectPermission.of(scope)));
        Set<String> expected =
                scope == Scope.NONE ? Set.of() : with(reached(scope), "shared", "sharedToChange", "collaborator");
        RecordQuery all = RecordQuery.of(contact, Filter.everything()).containing(Optional.of(mark));
        Map<String, Set<String>> ways = new LinkedHashMap<>();
        ways.put("list", named(ids(records.list(all.limited(50), actor, ZONE).records())));
        ways.put(
                "search",
                named(search.find(mark, Optional.of("contact"), actor, 50).stream()
                        .map(Search.Hit::recordId)
                        .toList()));
        ways.put(
                "search of everything",
                named(search.find(mark, Optional.empty(), actor, 50).stream()
                        .map(Search.Hit::recordId)
                        .toList()));
        List<Long> exported = new ArrayList<>();
        records.forEach(all, actor, ZONE, record -> exported.add(record.id()));
        ways.put("export", named(exported));
        ways.put(
                "one by one",
                named(world.values().stream()
                        .filter(id -> records.find(contact, id, actor).isPresent())
                        .toList()));
        ways.put("titles", named(records.titles(contact, world.values(), actor).keySet()));
        ways.put(
                "reason",
                named(world.values().stream()
                        .filter(id -> access.reason(actor, contact, id).sees())
                        .toList()));
        assertThat(ways).allSatisfy((way, seen) -> assertThat(seen).as(way).isEqualTo(expected));
        assertThat(records.count(all, actor, ZONE).records()).isEqualTo(expected.size());
        assertThat(records.exactCount(all, actor, ZONE)).isEqualTo(expected.size());
        Set<String> changeable =
                scope == Scope.NONE ? Set.of() : with(reached(scope), "sharedToChange", "collaborator");
        assertThat(named(world.values().stream()
                        .filter(id -> access.mayChange(actor, contact, id))
                        .toList()))
                .isEqualTo(changeable);
        var chosen = new BulkChanges.Selection.Everything(all, ZONE);
        assertThat(bulk.preview(chosen, false, actor))
                .isEqualTo(new BulkChanges.Preview(expected.size(), changeable.size()));
    }

    private static List<Long> ids(List<lazo.kernel.record.StoredRecord> found) {
        return found.stream().map(lazo.kernel.record.StoredRecord::id).toList();
    }

    private Set<String> named(java.util.Collection<Long> ids) {
        Set<String> names = new java.util.HashSet<>();
        world.forEach((name, id) -> {
            if (ids.contains(id)) {
                names.add(name);
            }
        });
        assertThat(ids).hasSameSizeAs(names);
        return names;
    }

    @Test
    @Tag("GOV-02")
    void the_sentence_tells_the_true_reason() {
        Actor actor = with(made(ObjectPermission.of(Scope.UNIT_AND_BELOW)));
        Map<String, Access.Reason> reasons = new HashMap<>();
        world.forEach((name, id) -> reasons.put(name, access.reason(actor, contact, id)));
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "own",
                        Access.Reason.OWN,
                        "team",
                        Access.Reason.TEAM,
                        "unit",
                        Access.Reason.UNIT,
                        "below",
                        Access.Reason.UNIT_AND_BELOW,
                        "above",
                        Access.Reason.OUT_OF_REACH,
                        "other",
                        Access.Reason.OUT_OF_REACH,
                        "nobody",
                        Access.Reason.NOBODYS,
                        "shared",
                        Access.Reason.SHARED,
                        "sharedToChange",
                        Access.Reason.SHARED_WITH_TEAM,
                        "collaborator",
                        Access.Reason.COLLABORATES));
        assertThat(access.reason(with(made(ObjectPermission.NOTHING)), contact, world.get("own")))
                .isEqualTo(Access.Reason.NO_OBJECT);
        String page = signedIn(administrator())
                .get("/o/contact/" + world.get("own") + "/why?user=" + me.id())
                .body();
        assertThat(page).contains(me.name() + " no ve este registro");
    }

    @Test
    @Tag("RE-05")
    void each_permission_holds_by_itself() {
        ObjectPermission reads = ObjectPermission.reading(Scope.TEAM);
        Actor reader = with(made(reads));
        assertThat(changes.create(contact, Draft.of(Map.of("last_name", mark)), reader))
                .isInstanceOf(WriteResult.Denied.class);
        assertThat(changes.delete(contact, world.get("own"), reader)).isInstanceOf(WriteResult.Denied.class);
        Actor keeper = with(made(new ObjectPermission(Scope.TEAM, true, Scope.OWN, Scope.NONE, Scope.NONE, false)));
        assertThat(changes.change(contact, world.get("team"), 1, Draft.of(Map.of("last_name", "x")), keeper))
                .isInstanceOf(WriteResult.Denied.class);
        assertThat(changes.change(contact, world.get("own"), 1, Draft.of(Map.of("job_title", "x")), keeper))
                .isInstanceOf(WriteResult.Saved.class);
        assertThat(changes.delete(contact, world.get("own"), keeper)).isInstanceOf(WriteResult.Denied.class);
        List<Long> exported = new ArrayList<>();
        records.forEach(RecordQuery.of(contact, Filter.everything()), keeper, ZONE, one -> exported.add(one.id()));
        assertThat(exported).isEmpty();
        Visitor visitor = signedIn(me);
        assertThat(visitor.get("/o/contact/export.csv").status()).isEqualTo(403);
        assertThat(visitor.get("/o/contact").body())
                .contains("hx-get=\"/o/contact/new\"")
                .doesNotContain("/import?object=contact")
                .doesNotContain("export.csv")
                .doesNotContain("&quot;do&quot;:&quot;delete&quot;")
                .doesNotContain("{\"do\":\"delete\"}");
    }

    @Test
    @Tag("RE-05")
    void a_right_that_is_taken_away_is_gone_with_the_next_request() {
        Role role = made(ObjectPermission.of(Scope.TEAM));
        with(role);
        Visitor visitor = signedIn(me);
        String page = "/o/contact/" + world.get("team");
        assertThat(visitor.get(page).status()).isEqualTo(200);
        roles.change(new Role(
                role.key(),
                role.name(),
                "",
                Map.of("contact", ObjectPermission.of(Scope.OWN)),
                role.others(),
                Set.of(),
                List.of()));
        assertThat(visitor.get(page).status()).isEqualTo(404);
        long field = contact.field("job_title").id();
        assertThat(visitor.get("/o/contact/" + world.get("own") + "/field/job_title")
                        .status())
                .isEqualTo(200);
        access.restrict(role, Set.of(field), Map.of(field, "HIDDEN"));
        assertThat(visitor.get("/o/contact/" + world.get("own") + "/field/job_title")
                        .status())
                .isEqualTo(404);
        access.restrict(role, Set.of(field), Map.of());
        assertThat(visitor.get("/o/contact/" + world.get("own") + "/field/job_title")
                        .status())
                .isEqualTo(200);
        assertThat(visitor.get("/settings/users").status()).isEqualTo(403);
        users.change(me.id(), new Users.Draft(me.name(), me.email(), Role.ADMINISTRATOR, null));
        assertThat(visitor.get("/settings/users").status()).isEqualTo(200);
        users.change(me.id(), new Users.Draft(me.name(), me.email(), Role.SELLER, null));
        assertThat(visitor.get("/settings/users").status()).isEqualTo(403);
    }

    @Test
    @Tag("RE-05")
    void nobody_gives_more_than_they_have() {
        with(made(ObjectPermission.of(Scope.OWN), Ability.USERS, Ability.ROLES));
        Visitor visitor = signedIn(me);
        User above = user(Role.ADMINISTRATOR, null);
        assertThat(visitor.get("/settings/users/new").body())
                .contains("value=\"SELLER\"")
                .doesNotContain("value=\"ADMINISTRATOR\"");
        String email = "nuevo" + mark + "@almena.example";
        assertThat(visitor.post("/settings/users", "name", "Nuevo", "email", email, "role", "ADMINISTRATOR")
                        .status())
                .isEqualTo(422);
        assertThat(users.findByEmail(email)).isEmpty();
        assertThat(visitor.post("/settings/users/" + above.id() + "/password").status())
                .isEqualTo(403);
        assertThat(visitor.post("/settings/users/" + above.id() + "/deactivate").status())
                .isEqualTo(403);
        assertThat(users.load(above.id()).active()).isTrue();
        visitor.get("/settings/roles");
        assertThat(visitor.post("/settings/roles", "name", "Todo " + mark, "see.contact", "ALL")
                        .status())
                .isEqualTo(422);
        assertThat(visitor.post("/settings/roles", "name", "Todo " + mark, "see.contact", "OWN", "may.COMPANY", "true")
                        .status())
                .isEqualTo(422);
        assertThat(roles.all()).noneMatch(role -> ("Todo " + mark).equals(role.name()));
        assertThat(visitor.post("/settings/roles", "name", "Poco " + mark, "see.contact", "OWN")
                        .status())
                .isEqualTo(303);
    }

    @Test
    @Tag("RE-05")
    void a_role_is_copied_changed_and_removed_only_when_nobody_has_it() {
        Role role = made(ObjectPermission.of(Scope.OWN));
        with(role);
        Visitor administrator = signedIn(administrator());
        administrator.get("/settings/roles");
        var refused = administrator.post("/settings/roles/" + role.key() + "/remove");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("ACC-409").contains("Un usuario tiene este rol");
        with(Role.SELLER);
        assertThat(administrator
                        .post("/settings/roles/" + role.key() + "/remove")
                        .status())
                .isEqualTo(303);
        assertThat(roles.find(role.key())).isEmpty();
        assertThat(administrator.get("/settings/roles/new?from=MANAGER").body())
                .contains("<option value=\"TEAM\" selected>");
        assertThat(administrator
                        .post("/settings/roles/preview", "see.contact", "UNIT_AND_BELOW", "create.contact", "true")
                        .body())
                .contains("Contactos: ve los de su unidad y las de debajo, crea.");
    }

    @Test
    @Tag("GOV-02")
    void what_is_private_is_for_its_owner_and_those_it_is_shared_with() {
        long about = world.get("own");
        Map<String, @Nullable Object> note = new HashMap<>();
        note.put("kind", "note");
        note.put("subject", "Secreto " + mark);
        note.put("contact", about);
        note.put("private", true);
        note.put("owner", me.id());
        long id = create("activity", note, me);
        ObjectType activity = types.load("activity");
        List<User> others = List.of(administrator(), user(Role.MANAGER, team), user(Role.READER, null));
        for (User other : others) {
            assertThat(records.find(activity, id, actor(other))).isEmpty();
            assertThat(search.find("Secreto " + mark, Optional.empty(), actor(other), 9))
                    .noneMatch(hit -> hit.title().contains("Secreto"));
            assertThat(access.mayChange(actor(other), activity, id)).isFalse();
            assertThat(access.reason(actor(other), activity, id)).isEqualTo(Access.Reason.PRIVATE);
            Visitor visitor = signedIn(other);
            assertThat(visitor.get("/o/contact/" + about).body()).doesNotContain("Secreto");
            assertThat(visitor.get("/o/contact/" + about + "/timeline").body()).doesNotContain("Secreto");
            assertThat(visitor.get("/o/activity/" + id).status()).isEqualTo(404);
        }
        assertThat(signedIn(me).get("/o/contact/" + about).body()).contains("Secreto " + mark);
        User named = others.getLast();
        access.share(actor(me), "activity", id, named.id(), null, false);
        assertThat(records.find(activity, id, actor(named))).isPresent();
        assertThat(search.find("Secreto " + mark, Optional.empty(), actor(named), 9))
                .hasSize(1);
        assertThat(records.find(activity, id, actor(administrator()))).isEmpty();
    }

    @Test
    @Tag("ACT-10")
    void everybody_sees_the_same_customer_page_with_the_panels_their_role_permits() {
        long about = world.get("own");
        Map<String, @Nullable Object> deal = new HashMap<>(Map.of("name", "Trato " + mark, "contact", about));
        deal.put("owner", me.id());
        create("opportunity", deal, administrator());
        Role service = new Role(
                "NEW",
                "Atención " + mark,
                "",
                Map.of("opportunity", ObjectPermission.NOTHING),
                ObjectPermission.reading(Scope.ALL),
                Set.of(),
                List.of());
        User helper = user(((Roles.Saved.Done) roles.create(service)).role(), null);
        String page = signedIn(helper).get("/o/contact/" + about).body();
        assertThat(page).contains(mark).doesNotContain("Trato " + mark).doesNotContain("href=\"/o/opportunity\"");
        assertThat(signedIn(me).get("/o/contact/" + about).body()).contains("Trato " + mark);
    }

    @Test
    @Tag("RE-05")
    void who_may_looks_as_another_user_and_changes_nothing() {
        User administrator = user(Role.ADMINISTRATOR, null);
        Visitor visitor = signedIn(administrator);
        visitor.get("/settings/users/" + me.id());
        assertThat(visitor.post("/view-as/" + user(Role.ADMINISTRATOR, null).id())
                        .status())
                .isEqualTo(403);
        assertThat(visitor.post("/view-as/" + me.id()).status()).isEqualTo(303);
        assertThat(visitor.get("/o/contact").body()).contains("Ves Lazo como " + me.name());
        assertThat(visitor.get("/o/contact/" + world.get("own")).status()).isEqualTo(200);
        assertThat(visitor.get("/o/contact/" + world.get("other")).status()).isEqualTo(404);
        assertThat(visitor.get("/account").status()).isEqualTo(403);
        assertThat(visitor.get("/settings/users").status()).isEqualTo(403);
        assertThat(visitor.post("/o/contact", "last_name", "Nueva " + mark).status())
                .isEqualTo(403);
        assertThat(search.find("Nueva " + mark, Optional.empty(), actor(administrator()), 9))
                .isEmpty();
        assertThat(visitor.post("/view-as/leave").status()).isEqualTo(303);
        assertThat(visitor.get("/o/contact/" + world.get("other")).status()).isEqualTo(200);
        assertThat(visitor.get("/settings/users").body()).doesNotContain("Ves Lazo como");
        Visitor seller = signedIn(me);
        seller.get("/");
        assertThat(seller.post("/view-as/" + user(Role.READER, null).id()).status())
                .isEqualTo(403);
    }

    @Test
    @Tag("RE-05")
    void a_unit_goes_only_when_nobody_belongs_to_it_and_never_below_itself() {
        long top = units.add("Grupo " + mark, null).orElseThrow();
        long below = units.add("Norte", top).orElseThrow();
        assertThat(units.add("Norte", top)).isEmpty();
        assertThat(units.change(top, "Grupo " + mark, below)).isEqualTo(BusinessUnits.Outcome.BELOW_ITSELF);
        assertThat(units.remove(top)).isEqualTo(BusinessUnits.Outcome.HAS_UNITS);
        long of = teams.create("Equipo " + mark).orElseThrow();
        units.assignTeam(of, below);
        assertThat(units.remove(below)).isEqualTo(BusinessUnits.Outcome.HAS_TEAMS);
        units.assignTeam(of, null);
        assertThat(units.remove(below)).isEqualTo(BusinessUnits.Outcome.DONE);
        assertThat(units.change(top, "Otro " + mark, null)).isEqualTo(BusinessUnits.Outcome.DONE);
        assertThat(units.remove(top)).isEqualTo(BusinessUnits.Outcome.DONE);
    }

    @Test
    @Tag("GOV-02")
    void a_key_has_at_most_the_rights_of_its_user() {
        Role limit = new Role(
                "KEY",
                "Llave",
                "",
                Map.of("contact", ObjectPermission.reading(Scope.ALL)),
                ObjectPermission.NOTHING,
                EnumSet.allOf(Ability.class),
                List.of());
        Actor key = actor(me).limitedTo(limit);
        assertThat(key.on("contact")).isEqualTo(ObjectPermission.reading(Scope.OWN));
        assertThat(key.on("opportunity")).isEqualTo(ObjectPermission.NOTHING);
        assertThat(key.role().abilities()).isEqualTo(me.role().abilities());
        assertThat(records.find(contact, world.get("team"), key)).isEmpty();
        assertThat(records.find(contact, world.get("own"), key)).isPresent();
        assertThat(access.mayChange(key, contact, world.get("own"))).isFalse();
        assertThat(key.role().isWithin(me.role())).isTrue();
    }
}
