package lazo.collaborative.comment;

import static lazodb.Tables.RECORD_COMMENT;
import static lazodb.Tables.RECORD_COMMENT_VERSION;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.Records;
import lazo.kernel.record.RecordsMerged;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry;
import lazodb.tables.records.RecordCommentRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Comments on records. Whoever sees a record sees its comments, and writes some if their role writes at all; only who wrote
 * one changes or removes it.
 * Whom it mentions is told, if they may see the record; so is who follows it.
 */
@Component
public class Comments {
    /** The longest comment. */
    public static final int LONGEST = 4000;

    private static final int HITS = 5;

    private final DSLContext sql;
    private final Users users;
    private final Teams teams;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Timeline timeline;
    private final Followers followers;
    private final Notifications notifications;
    private final Clock clock;

    Comments(
            DSLContext sql,
            Users users,
            Teams teams,
            ObjectTypes types,
            Records records,
            Access access,
            Timeline timeline,
            Followers followers,
            Notifications notifications,
            Clock clock) {
        this.sql = sql;
        this.users = users;
        this.teams = teams;
        this.types = types;
        this.records = records;
        this.access = access;
        this.timeline = timeline;
        this.followers = followers;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** A comment that was written. @param untold who was mentioned and may not see the record */
    public record Written(Comment comment, List<User> untold) {}

    /** Somebody to mention. @param hue of a user; empty for a team */
    public record Mentionable(String name, String detail, Optional<String> hue) {}

    /** The names that can be mentioned. */
    public Mentions mentions() {
        return new Mentions(users.active(), teams.all());
    }

    /** Users and teams whose name holds this text and who may see the record. */
    public List<Mentionable> mentionable(StoredRecord about, String typed, int limit) {
        List<Mentionable> found = new ArrayList<>();
        List<User> active = users.active();
        String text = typed.strip().toLowerCase(java.util.Locale.ROOT);
        for (User user : active) {
            if (found.size() < limit && holds(user.name(), text) && sees(user.id(), about)) {
                found.add(new Mentionable(
                        user.name(), user.teamName() == null ? "" : user.teamName(), Optional.of(user.hue())));
            }
        }
        for (Team team : teams.all()) {
            if (found.size() < limit
                    && holds(team.name(), text)
                    && active.stream()
                            .anyMatch(user ->
                                    user.team().filter(id -> id == team.id()).isPresent() && sees(user.id(), about))) {
                found.add(new Mentionable(team.name(), "", Optional.empty()));
            }
        }
        return found;
    }

    private static boolean holds(String name, String text) {
        String folded = name.toLowerCase(java.util.Locale.ROOT);
        return folded.startsWith(text) || folded.contains(" " + text);
    }

    private boolean sees(long userId, StoredRecord about) {
        return access.reason(users.actor(userId), about.type(), about.id()).sees();
    }

    /** Whoever may note an activity may comment; whose role is to read only reads. */
    public static boolean mayWrite(Actor actor) {
        return actor.on("activity").create();
    }

    /** Writes a comment about a record the actor has found. */
    @Transactional
    public Written write(StoredRecord about, String text, Actor actor) {
        OffsetDateTime now = now();
        RecordCommentRecord row = sql.insertInto(RECORD_COMMENT)
                .set(RECORD_COMMENT.OBJECT_KEY, about.type().key())
                .set(RECORD_COMMENT.RECORD_ID, about.id())
                .set(RECORD_COMMENT.AUTHOR_ID, actor.id())
                .set(RECORD_COMMENT.TEXT, text.strip())
                .set(RECORD_COMMENT.CREATED_AT, now)
                .returning()
                .fetchSingle();
        Comment comment = comment(row);
        timeline.append(
                List.of(about.id()),
                now.toInstant(),
                TimelineEntry.Kind.COMMENT,
                about.type().key(),
                about.id(),
                actor.id(),
                null,
                List.of(),
                String.valueOf(comment.id()));
        followers.followUnlessAsked(about.type().key(), about.id(), actor.id());
        List<User> untold = tell(about, comment, mentions().in(comment.text()), actor);
        return new Written(comment, untold);
    }

    private List<User> tell(StoredRecord about, Comment comment, Set<Long> mentioned, Actor actor) {
        List<User> untold = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        for (long id : mentioned) {
            if (sees(id, about)) {
                told.add(id);
                followers.followUnlessAsked(about.type().key(), about.id(), id);
            } else {
                untold.add(users.load(id));
            }
        }
        var what = new Notifications.About(about.type().key(), about.id(), actor.id(), comment.text());
        notifications.tell(told, NotificationKind.MENTION, what);
        Set<Long> others = new HashSet<>(followers.of(about.type(), about.id()));
        others.removeAll(told);
        notifications.tell(others, NotificationKind.COMMENT, what);
        return untold;
    }

    /** Changes a comment of the actor's own; what it said stays in its history. Who is mentioned now and was not is told. */
    @Transactional
    public Optional<Written> change(StoredRecord about, long id, String text, Actor actor) {
        Optional<Comment> before = find(about, id).filter(comment -> comment.authorId() == actor.id());
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Comment old = before.get();
        if (old.text().equals(text.strip())) {
            return Optional.of(new Written(old, List.of()));
        }
        sql.insertInto(RECORD_COMMENT_VERSION)
                .set(RECORD_COMMENT_VERSION.COMMENT_ID, id)
                .set(RECORD_COMMENT_VERSION.TEXT, old.text())
                .set(RECORD_COMMENT_VERSION.UNTIL, now())
                .execute();
        Comment now = comment(sql.update(RECORD_COMMENT)
                .set(RECORD_COMMENT.TEXT, text.strip())
                .set(RECORD_COMMENT.EDITED_AT, now())
                .where(RECORD_COMMENT.ID.eq(id))
                .returning()
                .fetchSingle());
        Set<Long> mentioned = new HashSet<>(mentions().in(now.text()));
        mentioned.removeAll(mentions().in(old.text()));
        List<User> untold = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        mentioned.forEach(user -> {
            if (sees(user, about)) {
                told.add(user);
            } else {
                untold.add(users.load(user));
            }
        });
        notifications.tell(
                told,
                NotificationKind.MENTION,
                new Notifications.About(about.type().key(), about.id(), actor.id(), now.text()));
        return Optional.of(new Written(now, untold));
    }

    /** Removes a comment of the actor's own, with its history. */
    @Transactional
    public boolean remove(StoredRecord about, long id, Actor actor) {
        boolean removed = sql.deleteFrom(RECORD_COMMENT)
                        .where(
                                RECORD_COMMENT.ID.eq(id),
                                RECORD_COMMENT.RECORD_ID.eq(about.id()),
                                RECORD_COMMENT.AUTHOR_ID.eq(actor.id()))
                        .execute()
                > 0;
        if (removed) {
            timeline.remove(TimelineEntry.Kind.COMMENT, about.id(), String.valueOf(id));
        }
        return removed;
    }

    public Optional<Comment> find(StoredRecord about, long id) {
        return sql.selectFrom(RECORD_COMMENT)
                .where(RECORD_COMMENT.ID.eq(id), RECORD_COMMENT.RECORD_ID.eq(about.id()))
                .fetchOptional(Comments::comment);
    }

    /** Those of a record that have these ids. */
    public Map<Long, Comment> find(StoredRecord about, Collection<Long> ids) {
        return sql.selectFrom(RECORD_COMMENT)
                .where(RECORD_COMMENT.ID.in(ids), RECORD_COMMENT.RECORD_ID.eq(about.id()))
                .fetchMap(RECORD_COMMENT.ID, Comments::comment);
    }

    /** What a comment said before. @param until when it was changed */
    public record Version(String text, Instant until) {}

    /** The newest first. */
    public List<Version> history(long id) {
        return sql.selectFrom(RECORD_COMMENT_VERSION)
                .where(RECORD_COMMENT_VERSION.COMMENT_ID.eq(id))
                .orderBy(RECORD_COMMENT_VERSION.ID.desc())
                .fetch(row -> new Version(row.getText(), row.getUntil().toInstant()));
    }

    /** A comment that was found. @param title the name of its record */
    public record Hit(Comment comment, ObjectType type, String title) {}

    /** Comments that hold this text, on records the actor may see. */
    public List<Hit> search(String typed, Actor actor) {
        String text = typed.replace("\u0000", "").strip();
        if (text.length() < 3) {
            return List.of();
        }
        List<Comment> found = sql.selectFrom(RECORD_COMMENT)
                .where(RecordTable.fold(RECORD_COMMENT.TEXT).contains(RecordTable.fold(DSL.val(text))))
                .orderBy(RECORD_COMMENT.ID.desc())
                .limit(HITS * 10)
                .fetch(Comments::comment);
        Map<String, Set<Long>> ids = new HashMap<>();
        found.forEach(comment ->
                ids.computeIfAbsent(comment.objectKey(), key -> new HashSet<>()).add(comment.recordId()));
        Map<Long, String> titles = new HashMap<>();
        ids.forEach((object, some) ->
                types.find(object).ifPresent(type -> titles.putAll(records.titles(type, some, actor))));
        return found.stream()
                .filter(comment -> titles.containsKey(comment.recordId()))
                .limit(HITS)
                .map(comment ->
                        new Hit(comment, types.load(comment.objectKey()), titles.getOrDefault(comment.recordId(), "")))
                .toList();
    }

    /** Comments go along when two records become one, and back when they become two again. */
    @EventListener
    void hear(RecordsMerged merged) {
        if (merged.undone()) {
            sql.update(RECORD_COMMENT)
                    .set(RECORD_COMMENT.RECORD_ID, merged.loserId())
                    .setNull(RECORD_COMMENT.MERGED_FROM)
                    .where(
                            RECORD_COMMENT.RECORD_ID.eq(merged.winnerId()),
                            RECORD_COMMENT.MERGED_FROM.eq(merged.loserId()))
                    .execute();
        } else {
            sql.update(RECORD_COMMENT)
                    .set(RECORD_COMMENT.RECORD_ID, merged.winnerId())
                    .set(RECORD_COMMENT.MERGED_FROM, merged.loserId())
                    .where(RECORD_COMMENT.RECORD_ID.eq(merged.loserId()))
                    .execute();
            followers.copy(merged.loserId(), merged.winnerId());
        }
    }

    private static Comment comment(RecordCommentRecord row) {
        return new Comment(
                row.getId(),
                row.getObjectKey(),
                row.getRecordId(),
                row.getAuthorId(),
                row.getText(),
                row.getCreatedAt().toInstant(),
                row.getEditedAt() == null ? null : row.getEditedAt().toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
