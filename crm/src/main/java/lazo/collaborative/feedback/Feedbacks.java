package lazo.collaborative.feedback;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.FEEDBACK;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.collaborative.feedback.Feedback.State;
import lazo.collaborative.feedback.Feedback.Where;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes feedback to the administrators and their answers back. */
@Component
public class Feedbacks {
    /** The longest text of either side. */
    public static final int LONGEST = 4000;

    private static final int SHOWN = 200;

    private final DSLContext sql;
    private final Users users;
    private final Notifications notifications;
    private final Clock clock;

    Feedbacks(DSLContext sql, Users users, Notifications notifications, Clock clock) {
        this.sql = sql;
        this.users = users;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Keeps it and tells every administrator. */
    @Transactional
    public void send(String text, Where where, Actor actor) {
        sql.insertInto(FEEDBACK)
                .set(FEEDBACK.USER_ID, actor.id())
                .set(FEEDBACK.TEXT, text.strip())
                .set(FEEDBACK.PAGE, where.page())
                .set(FEEDBACK.BROWSER, where.browser())
                .set(FEEDBACK.SCREEN, where.screen())
                .set(FEEDBACK.LANGUAGE, where.language())
                .set(FEEDBACK.ERROR_CODE, where.errorCode())
                .set(FEEDBACK.REQUEST, where.request())
                .set(FEEDBACK.CREATED_AT, now())
                .execute();
        Set<Long> administrators = users.active().stream()
                .filter(user -> user.role().may(Ability.COMPANY))
                .map(User::id)
                .collect(Collectors.toSet());
        notifications.tell(administrators, NotificationKind.FEEDBACK, "/settings/feedback", text, actor.id());
    }

    /** The newest first. */
    public List<Feedback> all() {
        return sql.select(FEEDBACK.asterisk(), APP_USER.NAME)
                .from(FEEDBACK)
                .join(APP_USER)
                .on(APP_USER.ID.eq(FEEDBACK.USER_ID))
                .orderBy(FEEDBACK.CREATED_AT.desc(), FEEDBACK.ID.desc())
                .limit(SHOWN)
                .fetch(row -> new Feedback(
                        row.get(FEEDBACK.ID),
                        row.get(APP_USER.NAME),
                        row.get(FEEDBACK.TEXT),
                        new Where(
                                row.get(FEEDBACK.PAGE),
                                row.get(FEEDBACK.BROWSER),
                                row.get(FEEDBACK.SCREEN),
                                row.get(FEEDBACK.LANGUAGE),
                                row.get(FEEDBACK.ERROR_CODE),
                                row.get(FEEDBACK.REQUEST)),
                        State.valueOf(row.get(FEEDBACK.STATE)),
                        row.get(FEEDBACK.ANSWER),
                        row.get(FEEDBACK.CREATED_AT).toInstant()));
    }

    /** Says how far an administrator has got. A new answer is told to who wrote. @return whether there is such feedback */
    @Transactional
    public boolean handle(long id, State state, String answer, Actor actor) {
        return sql.selectFrom(FEEDBACK)
                .where(FEEDBACK.ID.eq(id))
                .forUpdate()
                .fetchOptional()
                .map(row -> {
                    String said = answer.strip();
                    boolean isNew = !said.isEmpty() && !said.equals(row.getAnswer());
                    sql.update(FEEDBACK)
                            .set(FEEDBACK.STATE, state.name())
                            .where(FEEDBACK.ID.eq(id))
                            .execute();
                    if (isNew) {
                        sql.update(FEEDBACK)
                                .set(FEEDBACK.ANSWER, said)
                                .set(FEEDBACK.ANSWERED_BY, actor.id())
                                .set(FEEDBACK.ANSWERED_AT, now())
                                .where(FEEDBACK.ID.eq(id))
                                .execute();
                        notifications.tell(
                                Set.of(row.getUserId()),
                                NotificationKind.FEEDBACK,
                                "/account/notifications",
                                said,
                                actor.id());
                    }
                    return true;
                })
                .orElse(false);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
