package lazo.kernel.identity;

import static lazodb.Sequences.ROLE_NUMBER;
import static lazodb.Tables.APP_USER;
import static lazodb.Tables.ROLE;
import static lazodb.Tables.ROLE_PERMISSION;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lazodb.tables.records.RolePermissionRecord;
import lazodb.tables.records.RoleRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The roles users can have: those Lazo comes with and those administrators made. Kept in memory; a change made here takes
 * effect with the next request.
 */
@Component
public class Roles {
    private final DSLContext sql;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private volatile @Nullable Map<String, Role> kept;

    Roles(DSLContext sql, TransactionTemplate transaction, ApplicationEventPublisher events) {
        this.sql = sql;
        this.transaction = transaction;
        this.events = events;
    }

    /** What became of a change. */
    public sealed interface Saved {
        record Done(Role role) implements Saved {}

        record NameTaken(String name) implements Saved {}

        /** Built-in roles stay as they are; one copies them. */
        record BuiltIn(Role role) implements Saved {}

        /** Users still have it, so it cannot be removed. */
        record InUse(Role role, int users) implements Saved {}
    }

    /** Built-in ones first, the others by name. */
    public List<Role> all() {
        return List.copyOf(kept().values());
    }

    public Optional<Role> find(String key) {
        return Optional.ofNullable(kept().get(key));
    }

    public Role load(String key) {
        return find(key).orElseThrow(() -> new IllegalStateException("No role " + key));
    }

    /** How many users, active or not, have each role, by its key. */
    public Map<String, Integer> users() {
        Map<String, Integer> users = new HashMap<>();
        sql.select(APP_USER.ROLE, DSL.count())
                .from(APP_USER)
                .groupBy(APP_USER.ROLE)
                .forEach(row -> users.put(row.value1(), row.value2()));
        return users;
    }

    /** @param role with any key: it is given its own */
    public Saved create(Role role) {
        String name = Objects.requireNonNull(role.name());
        Saved saved = Objects.requireNonNull(transaction.execute(status -> {
            if (isTaken(name, "")) {
                return new Saved.NameTaken(name);
            }
            String key = "ROLE_" + sql.nextval(ROLE_NUMBER);
            sql.insertInto(ROLE)
                    .set(ROLE.KEY, key)
                    .set(ROLE.NAME, name)
                    .set(ROLE.DESCRIPTION, role.description())
                    .set(ROLE.ABILITIES, abilities(role))
                    .execute();
            writePermissions(key, role);
            return new Saved.Done(role);
        }));
        return after(saved, name);
    }

    public Saved change(Role role) {
        Role before = load(role.key());
        if (before.isBuiltIn()) {
            return new Saved.BuiltIn(before);
        }
        String name = Objects.requireNonNull(role.name());
        Saved saved = Objects.requireNonNull(transaction.execute(status -> {
            if (isTaken(name, role.key())) {
                return new Saved.NameTaken(name);
            }
            sql.update(ROLE)
                    .set(ROLE.NAME, name)
                    .set(ROLE.DESCRIPTION, role.description())
                    .set(ROLE.ABILITIES, abilities(role))
                    .where(ROLE.KEY.eq(role.key()))
                    .execute();
            writePermissions(role.key(), role);
            return new Saved.Done(role);
        }));
        return after(saved, name);
    }

    private Saved after(Saved saved, String name) {
        readAgain();
        return saved instanceof Saved.Done
                ? new Saved.Done(all().stream()
                        .filter(role -> name.equals(role.name()))
                        .findFirst()
                        .orElseThrow())
                : saved;
    }

    public Saved remove(String key) {
        Role role = load(key);
        if (role.isBuiltIn()) {
            return new Saved.BuiltIn(role);
        }
        Saved saved = Objects.requireNonNull(transaction.execute(status -> {
            sql.selectFrom(ROLE).where(ROLE.KEY.eq(key)).forUpdate().fetch();
            int users = sql.fetchCount(APP_USER, APP_USER.ROLE.eq(key));
            if (users > 0) {
                return new Saved.InUse(role, users);
            }
            sql.deleteFrom(ROLE).where(ROLE.KEY.eq(key)).execute();
            return new Saved.Done(role);
        }));
        readAgain();
        return saved;
    }

    private void readAgain() {
        kept = null;
        events.publishEvent(new RolesChanged());
    }

    private boolean isTaken(String name, String exceptKey) {
        return sql.fetchExists(ROLE, ROLE.NAME.equalIgnoreCase(name).and(ROLE.KEY.ne(exceptKey)));
    }

    private static String[] abilities(Role role) {
        return role.abilities().stream().sorted().map(Enum::name).toArray(String[]::new);
    }

    private void writePermissions(String key, Role role) {
        sql.deleteFrom(ROLE_PERMISSION).where(ROLE_PERMISSION.ROLE_KEY.eq(key)).execute();
        sql.batchInsert(Stream.concat(
                                Stream.of(row(key, null, role.others())),
                                role.objects().entrySet().stream()
                                        .map(object -> row(key, object.getKey(), object.getValue())))
                        .toList())
                .execute();
    }

    private RolePermissionRecord row(String role, @Nullable String object, ObjectPermission may) {
        RolePermissionRecord row = sql.newRecord(ROLE_PERMISSION);
        row.setRoleKey(role);
        row.setObjectKey(object);
        row.setSee(may.see().name());
        row.setCreates(may.create());
        row.setChange(may.change().name());
        row.setRemoves(may.delete().name());
        row.setExport(may.export().name());
        row.setImports(may.imports());
        return row;
    }

    private Map<String, Role> kept() {
        Map<String, Role> now = kept;
        if (now == null) {
            now = read();
            kept = now;
        }
        return now;
    }

    private Map<String, Role> read() {
        Map<String, Map<String, ObjectPermission>> objects = new HashMap<>();
        Map<String, ObjectPermission> others = new HashMap<>();
        sql.selectFrom(ROLE_PERMISSION).forEach(row -> {
            if (row.getObjectKey() == null) {
                others.put(row.getRoleKey(), permission(row));
            } else {
                objects.computeIfAbsent(row.getRoleKey(), key -> new HashMap<>())
                        .put(row.getObjectKey(), permission(row));
            }
        });
        Map<String, Role> roles = new LinkedHashMap<>();
        Role.builtIn().forEach(role -> roles.put(role.key(), role));
        sql.selectFrom(ROLE).where(ROLE.NAME.isNotNull()).fetch().stream()
                .sorted(Comparator.comparing(RoleRecord::getName, String.CASE_INSENSITIVE_ORDER))
                .forEach(row -> roles.put(
                        row.getKey(),
                        new Role(
                                row.getKey(),
                                row.getName(),
                                row.getDescription(),
                                objects.getOrDefault(row.getKey(), Map.of()),
                                others.getOrDefault(row.getKey(), ObjectPermission.NOTHING),
                                abilities(row),
                                List.of(row.getKey()))));
        return roles;
    }

    private static ObjectPermission permission(RolePermissionRecord row) {
        return new ObjectPermission(
                Scope.valueOf(row.getSee()),
                row.getCreates(),
                Scope.valueOf(row.getChange()),
                Scope.valueOf(row.getRemoves()),
                Scope.valueOf(row.getExport()),
                row.getImports());
    }

    /** An ability that a later version took away is none. */
    private static Set<Ability> abilities(RoleRecord row) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        List<String> written = List.of(row.getAbilities());
        Arrays.stream(Ability.values())
                .filter(ability -> written.contains(ability.name()))
                .forEach(abilities::add);
        return abilities;
    }
}
