package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.TEAM;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.lower;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lazo.platform.database.AfterCommit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Everybody who works with Lazo. Users are deactivated, never deleted: records keep their owners and authors. */
@Component
public class Users {
    /** Their own unit, or else that of their team. */
    static final Field<Long> UNIT = coalesce(APP_USER.UNIT_ID, TEAM.UNIT_ID);

    private static final List<String> HUES =
            List.of("teal", "violet", "orange", "blue", "pink", "green", "yellow", "red");

    private final DSLContext sql;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Roles roles;
    private final BusinessUnits units;
    private final LoadingCache<Long, Optional<Actor>> actors;
    private final LoadingCache<Boolean, Map<Long, User>> byId;
    private volatile boolean somebodyIsThere;

    Users(DSLContext sql, Passwords passwords, Sessions sessions, Roles roles, BusinessUnits units) {
        this.sql = sql;
        this.passwords = passwords;
        this.sessions = sessions;
        this.roles = roles;
        this.units = units;
        this.actors = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofSeconds(30))
                .build(this::readActor);
        this.byId =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build(key -> readById());
    }

    /**
     * What an administrator decides about a user.
     *
     * @param unitId their own business unit, or null for that of their team
     * @param position what they are in the company, such as "Head of sales"
     */
    public record Draft(
            String name,
            String email,
            Role role,
            @Nullable Long teamId,
            @Nullable Long unitId,
            @Nullable String position) {
        public Draft(String name, String email, Role role, @Nullable Long teamId) {
            this(name, email, role, teamId, null, null);
        }
    }

    /** What users decide about themselves. Null stands for the company's language and zone, and the system's theme. */
    public record Preferences(
            String name,
            @Nullable Locale locale,
            @Nullable ZoneId zone,
            @Nullable String theme,
            boolean shortcuts) {}

    /** What became of a change; each refusal is told on the screen in its own words. */
    public sealed interface Saved {
        record Done(User user) implements Saved {}

        record EmailTaken(String email) implements Saved {}

        record LastAdministrator(User user) implements Saved {}
    }

    /** Whether nobody is there yet: the first visit. */
    public boolean isEmpty() {
        if (!somebodyIsThere) {
            somebodyIsThere = sql.fetchExists(APP_USER);
        }
        return !somebodyIsThere;
    }

    /** For pickers of owners and assignees, by name. */
    public List<User> active() {
        return users(APP_USER.ACTIVE.isTrue());
    }

    public List<User> all() {
        return users(DSL.noCondition());
    }

    /** All of them, to name them on a page. Kept for a few seconds; a change made here shows at once. */
    public Map<Long, User> byId() {
        return byId.get(true);
    }

    private Map<Long, User> readById() {
        return all().stream().collect(Collectors.toUnmodifiableMap(User::id, Function.identity()));
    }

    public Optional<User> find(long id) {
        return users(APP_USER.ID.eq(id)).stream().findFirst();
    }

    public User load(long id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("No user " + id));
    }

    public Optional<User> findByEmail(String email) {
        if (email.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return users(lower(APP_USER.EMAIL).eq(email.strip().toLowerCase(Locale.ROOT))).stream()
                .findFirst();
    }

    private List<User> users(Condition condition) {
        return sql.select(APP_USER.asterisk(), TEAM.NAME.as("team_name"), UNIT.as("unit"))
                .from(APP_USER)
                .leftJoin(TEAM)
                .on(TEAM.ID.eq(APP_USER.TEAM_ID))
                .where(condition)
                .orderBy(APP_USER.ACTIVE.desc(), DSL.field("fold({0})", String.class, APP_USER.NAME), APP_USER.ID)
                .fetch(row -> user(row, roles));
    }

    static User user(Record row, Roles roles) {
        String locale = row.get(APP_USER.LOCALE);
        String zone = row.get(APP_USER.TIME_ZONE);
        return new User(
                row.get(APP_USER.ID),
                row.get(APP_USER.NAME),
                row.get(APP_USER.EMAIL),
                roles.load(row.get(APP_USER.ROLE)),
                row.get(APP_USER.TEAM_ID),
                row.get("team_name", String.class),
                row.get("unit", Long.class),
                row.get(APP_USER.UNIT_ID),
                row.get(APP_USER.POSITION),
                locale == null ? null : Locale.forLanguageTag(locale),
                zone == null ? null : ZoneId.of(zone),
                row.get(APP_USER.THEME),
                row.get(APP_USER.HUE),
                row.get(APP_USER.SHORTCUTS),
                row.get(APP_USER.ACTIVE),
                row.get(APP_USER.MUST_CHANGE_PASSWORD));
    }

    /** The user as somebody who asks for records. */
    public Actor actor(long userId) {
        return actors.get(userId).orElseThrow(() -> new NoSuchElementException("No user " + userId));
    }

    private Optional<Actor> readActor(long userId) {
        return find(userId).map(user -> {
            Long unit = user.unitId();
            Set<Long> self = Set.of(user.id());
            return new Actor(
                    user.id(),
                    user.name(),
                    user.role(),
                    teammates(user),
                    unit == null ? self : members(Set.of(unit)),
                    unit == null ? self : members(units.withBelow(unit)));
        });
    }

    private Set<Long> members(Set<Long> ofUnits) {
        return sql.select(APP_USER.ID)
                .from(APP_USER)
                .leftJoin(TEAM)
                .on(TEAM.ID.eq(APP_USER.TEAM_ID))
                .where(UNIT.in(ofUnits))
                .fetchSet(APP_USER.ID);
    }

    private Set<Long> teammates(User user) {
        if (user.teamId() == null) {
            return Set.of(user.id());
        }
        return sql.select(APP_USER.ID)
                .from(APP_USER)
                .where(APP_USER.TEAM_ID.eq(user.teamId()))
                .fetchSet(APP_USER.ID);
    }

    /** @param mustChange whether the password is one that the new user has to replace */
    @Transactional
    public Saved create(Draft draft, String password, boolean mustChange) {
        return insert(draft, passwords.hash(password), mustChange);
    }

    /** A user for whom the company's identity provider vouches. */
    @Transactional
    Saved createWithoutPassword(Draft draft) {
        return insert(draft, null, false);
    }

    private Saved insert(Draft draft, @Nullable String hash, boolean mustChange) {
        if (isTaken(draft.email(), 0)) {
            return new Saved.EmailTaken(draft.email());
        }
        long count = sql.fetchCount(APP_USER);
        Long id = sql.insertInto(APP_USER)
                .set(APP_USER.NAME, draft.name())
                .set(APP_USER.EMAIL, draft.email())
                .set(APP_USER.PASSWORD_HASH, hash)
                .set(APP_USER.MUST_CHANGE_PASSWORD, mustChange)
                .set(APP_USER.ROLE, draft.role().key())
                .set(APP_USER.TEAM_ID, draft.teamId())
                .set(APP_USER.UNIT_ID, draft.unitId())
                .set(APP_USER.POSITION, draft.position())
                .set(APP_USER.HUE, HUES.get((int) (count % HUES.size())))
                .returningResult(APP_USER.ID)
                .fetchSingle(row -> row.get(APP_USER.ID));
        readAgain();
        return new Saved.Done(load(id));
    }

    @Transactional
    public Saved change(long id, Draft draft) {
        User before = load(id);
        if (isTaken(draft.email(), id)) {
            return new Saved.EmailTaken(draft.email());
        }
        if (!draft.role().equals(Role.ADMINISTRATOR) && isLastAdministrator(before)) {
            return new Saved.LastAdministrator(before);
        }
        sql.update(APP_USER)
                .set(APP_USER.NAME, draft.name())
                .set(APP_USER.EMAIL, draft.email())
                .set(APP_USER.ROLE, draft.role().key())
                .set(APP_USER.TEAM_ID, draft.teamId())
                .set(APP_USER.UNIT_ID, draft.unitId())
                .set(APP_USER.POSITION, draft.position())
                .where(APP_USER.ID.eq(id))
                .execute();
        return changed(id);
    }

    /** The user has shown that the address is theirs. */
    @Transactional
    Saved changeEmail(long id, String email) {
        if (isTaken(email, id)) {
            return new Saved.EmailTaken(email);
        }
        sql.update(APP_USER)
                .set(APP_USER.EMAIL, email)
                .where(APP_USER.ID.eq(id))
                .execute();
        return changed(id);
    }

    public User prefer(long id, Preferences preferences) {
        sql.update(APP_USER)
                .set(APP_USER.NAME, preferences.name())
                .set(
                        APP_USER.LOCALE,
                        preferences.locale() == null
                                ? null
                                : preferences.locale().toLanguageTag())
                .set(
                        APP_USER.TIME_ZONE,
                        preferences.zone() == null ? null : preferences.zone().getId())
                .set(APP_USER.THEME, preferences.theme())
                .set(APP_USER.SHORTCUTS, preferences.shortcuts())
                .where(APP_USER.ID.eq(id))
                .execute();
        changed(id);
        return load(id);
    }

    public void prefer(long id, @Nullable String theme) {
        sql.update(APP_USER)
                .set(APP_USER.THEME, theme)
                .where(APP_USER.ID.eq(id))
                .execute();
        changed(id);
    }

    /** Nobody can sign in as this user any more, and open sessions end now. */
    @Transactional
    public Saved deactivate(long id) {
        User before = load(id);
        if (isLastAdministrator(before)) {
            return new Saved.LastAdministrator(before);
        }
        sql.update(APP_USER)
                .set(APP_USER.ACTIVE, false)
                .where(APP_USER.ID.eq(id))
                .execute();
        sessions.endAll(id);
        return changed(id);
    }

    public Saved activate(long id) {
        sql.update(APP_USER)
                .set(APP_USER.ACTIVE, true)
                .where(APP_USER.ID.eq(id))
                .execute();
        return changed(id);
    }

    /** Ends all sessions of the user, since whoever knew the old password may hold one. */
    @Transactional
    public void setPassword(long id, String password, boolean mustChange) {
        sql.update(APP_USER)
                .set(APP_USER.PASSWORD_HASH, passwords.hash(password))
                .set(APP_USER.MUST_CHANGE_PASSWORD, mustChange)
                .where(APP_USER.ID.eq(id))
                .execute();
        sessions.endAll(id);
    }

    /** Whatever password there is opens nothing from now on, and its sessions end. */
    @Transactional
    void forgetPassword(long id) {
        sql.update(APP_USER)
                .setNull(APP_USER.PASSWORD_HASH)
                .set(APP_USER.MUST_CHANGE_PASSWORD, false)
                .where(APP_USER.ID.eq(id))
                .execute();
        sessions.endAll(id);
        readAgain();
    }

    /** Not so for whoever only comes through the company's identity provider. */
    public boolean hasPassword(long id) {
        return sql.fetchExists(APP_USER, APP_USER.ID.eq(id), APP_USER.PASSWORD_HASH.isNotNull());
    }

    /** Whether the password is the user's; takes as long for a user who is not there. */
    boolean isPasswordOf(@Nullable User user, String password) {
        String hash = user == null
                ? null
                : sql.select(APP_USER.PASSWORD_HASH)
                        .from(APP_USER)
                        .where(APP_USER.ID.eq(user.id()))
                        .fetchOne(APP_USER.PASSWORD_HASH);
        return passwords.matches(password, hash);
    }

    /** Changes with the password and tells nothing of it. */
    String passwordMark(long id) {
        return sql.select(APP_USER.PASSWORD_HASH)
                .from(APP_USER)
                .where(APP_USER.ID.eq(id))
                .fetchOptional(APP_USER.PASSWORD_HASH)
                .map(hash -> Tokens.derive(hash, "mark"))
                .orElse("");
    }

    private Saved changed(long id) {
        readAgain();
        sessions.forget(id);
        return new Saved.Done(load(id));
    }

    private boolean isTaken(String email, long exceptId) {
        return sql.fetchExists(
                APP_USER,
                lower(APP_USER.EMAIL).eq(email.toLowerCase(Locale.ROOT)).and(APP_USER.ID.ne(exceptId)));
    }

    /** Locks the administrators, so that the last two cannot remove each other at the same moment. */
    private boolean isLastAdministrator(User user) {
        List<Long> administrators = sql.select(APP_USER.ID)
                .from(APP_USER)
                .where(APP_USER.ROLE.eq(Role.ADMINISTRATOR.key()), APP_USER.ACTIVE.isTrue())
                .orderBy(APP_USER.ID)
                .forUpdate()
                .fetch(APP_USER.ID);
        return administrators.equals(List.of(user.id()));
    }

    private void readAgain() {
        AfterCommit.again(this::forgetAll);
    }

    private void forgetAll() {
        actors.invalidateAll();
        byId.invalidateAll();
    }

    @EventListener
    void readAgain(RolesChanged changed) {
        forgetAll();
    }

    /** After a team has changed: who sees whose records has changed with it. */
    void teamsChanged() {
        readAgain();
    }
}
