package lazo.platform.mail;

import static lazodb.Tables.MAIL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.select;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import lazo.platform.mail.MailFailure.Reason;
import lazo.platform.mail.SmtpConnection.Envelope;
import lazo.platform.outbound.Backoff;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.MailRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mails, from the transaction that causes one until the server has taken it or it is given up. Whoever takes one holds it
 * for three minutes; if nothing is heard of it by then, it is sent again with the same Message-ID.
 */
@Component
public class Outbox implements SecretHolder {
    public static final int PAGE = 50;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofDays(3));
    private static final Duration HELD = Duration.ofMinutes(3);
    private static final Duration SENT_KEPT = Duration.ofDays(7);
    private static final Duration DEAD_KEPT = Duration.ofDays(30);
    private static final int LONGEST_ANSWER = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;
    private final Secrets secrets;
    private final ApplicationEventPublisher events;
    private final ObjectProvider<AttachmentSource> sources;
    private final Clock clock;

    Outbox(
            DSLContext sql,
            Secrets secrets,
            ApplicationEventPublisher events,
            ObjectProvider<AttachmentSource> sources,
            Clock clock) {
        this.sources = sources;
        this.sql = sql;
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
    }

    /** There is something to send; heard after the commit. */
    record Written() {}

    private record Content(
            String subject,
            String text,
            String html,
            @Nullable List<Attachment> attachments) {}

    /**
     * In the transaction of what causes it.
     *
     * @param goodUntil when what it says is of no use any more, or null
     */
    @Transactional
    public void write(Mail.Kind kind, String recipient, Letter letter, @Nullable Instant goodUntil) {
        write(kind, recipient, letter, List.of(), goodUntil);
    }

    /**
     * In the transaction of what causes it, with files that are read when it goes out.
     *
     * @param goodUntil when what it says is of no use any more, or null
     */
    @Transactional
    public void write(
            Mail.Kind kind,
            String recipient,
            Letter letter,
            List<Attachment> attachments,
            @Nullable Instant goodUntil) {
        UUID messageId = UUID.randomUUID();
        OffsetDateTime now = now();
        sql.insertInto(MAIL)
                .set(MAIL.MESSAGE_ID, messageId)
                .set(MAIL.KIND, kind.name())
                .set(MAIL.RECIPIENT, recipient)
                .set(
                        MAIL.CONTENT,
                        encrypted(messageId, new Content(letter.subject(), letter.text(), letter.html(), attachments)))
                .set(MAIL.GOOD_UNTIL, goodUntil == null ? null : goodUntil.atOffset(ZoneOffset.UTC))
                .set(MAIL.CREATED_AT, now)
                .set(MAIL.NEXT_ATTEMPT_AT, now)
                .execute();
        events.publishEvent(new Written());
    }

    private byte[] encrypted(UUID messageId, Content content) {
        return secrets.encrypt(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8), place(messageId));
    }

    private static String place(UUID messageId) {
        return "mail " + messageId;
    }

    /** Takes the oldest that is due, for a while. */
    Optional<Mail> take() {
        OffsetDateTime now = now();
        return sql.update(MAIL)
                .set(MAIL.NEXT_ATTEMPT_AT, now.plus(HELD))
                .set(MAIL.ATTEMPTS, MAIL.ATTEMPTS.plus(1))
                .set(MAIL.TRIED_AT, now)
                .set(MAIL.FIRST_TRIED_AT, coalesce(MAIL.FIRST_TRIED_AT, now))
                .where(MAIL.ID.eq(select(MAIL.ID)
                        .from(MAIL)
                        .where(isDue())
                        .orderBy(MAIL.NEXT_ATTEMPT_AT, MAIL.ID)
                        .limit(1)
                        .forUpdate()
                        .skipLocked()))
                .returning()
                .fetchOptional(Outbox::mail);
    }

    private Condition isDue() {
        return MAIL.STATE.eq(Mail.State.WAITING.name()).and(MAIL.NEXT_ATTEMPT_AT.le(now()));
    }

    boolean hasDue() {
        return sql.fetchExists(MAIL, isDue());
    }

    /** What a mail says, as long as it is of use and can be read. */
    Envelope envelope(Mail mail) throws MailFailure {
        if (mail.goodUntil() != null && !clock.instant().isBefore(mail.goodUntil())) {
            throw new MailFailure(Reason.EXPIRED, "", null);
        }
        Content content = content(mail.messageId()).orElseThrow(() -> new MailFailure(Reason.KEY, "", null));
        return new Envelope(
                mail.messageId(),
                mail.recipient(),
                content.subject(),
                content.text(),
                content.html(),
                mail.createdAt(),
                files(content));
    }

    private List<SmtpConnection.File> files(Content content) throws MailFailure {
        List<SmtpConnection.File> files = new ArrayList<>();
        for (Attachment one : content.attachments() == null ? List.<Attachment>of() : content.attachments()) {
            byte[] bytes = sources.stream()
                    .filter(source -> source.key().equals(one.source()))
                    .findFirst()
                    .flatMap(source -> source.read(one.reference()))
                    .orElseThrow(() -> new MailFailure(Reason.EXPIRED, "", null));
            files.add(new SmtpConnection.File(one.name(), one.type(), bytes));
        }
        return files;
    }

    private Optional<Content> content(UUID messageId) {
        return sql.select(MAIL.CONTENT)
                .from(MAIL)
                .where(MAIL.MESSAGE_ID.eq(messageId), MAIL.CONTENT.isNotNull())
                .fetchOptional(MAIL.CONTENT)
                .flatMap(encrypted -> secrets.decrypt(encrypted, place(messageId)))
                .map(json -> JSON.readValue(json, Content.class));
    }

    void noteSent(Mail mail) {
        sql.update(MAIL)
                .set(MAIL.STATE, Mail.State.SENT.name())
                .setNull(MAIL.CONTENT)
                .setNull(MAIL.FAILURE)
                .setNull(MAIL.ANSWER)
                .where(MAIL.ID.eq(mail.id()))
                .execute();
    }

    void note(Mail mail, MailFailure failure) {
        Instant now = clock.instant();
        Instant began = mail.firstTriedAt() == null ? now : mail.firstTriedAt();
        Instant next = now.plus(BACKOFF.pause(mail.attempts()));
        boolean dead = failure.isForGood() || next.isAfter(began.plus(BACKOFF.altogether()));
        sql.update(MAIL)
                .set(MAIL.STATE, (dead ? Mail.State.DEAD : Mail.State.WAITING).name())
                .set(MAIL.NEXT_ATTEMPT_AT, next.atOffset(ZoneOffset.UTC))
                .set(MAIL.FAILURE, failure.reason().name())
                .set(MAIL.ANSWER, shortened(failure.answer()))
                .where(MAIL.ID.eq(mail.id()))
                .execute();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ANSWER ? text : text.substring(0, LONGEST_ANSWER - 1) + "…";
    }

    /** The newest of a state, or of all. */
    public List<Mail> list(Optional<Mail.State> state) {
        return sql.selectFrom(MAIL)
                .where(state.map(one -> MAIL.STATE.eq(one.name())).orElse(org.jooq.impl.DSL.noCondition()))
                .orderBy(MAIL.ID.desc())
                .limit(PAGE)
                .fetch(Outbox::mail);
    }

    public int count(Mail.State state) {
        return sql.fetchCount(MAIL, MAIL.STATE.eq(state.name()));
    }

    /** Sends one again that was given up and is still of use. */
    @Transactional
    public boolean sendAgain(long id) {
        boolean again = sql.update(MAIL)
                        .set(MAIL.STATE, Mail.State.WAITING.name())
                        .set(MAIL.ATTEMPTS, 0)
                        .setNull(MAIL.FIRST_TRIED_AT)
                        .set(MAIL.NEXT_ATTEMPT_AT, now())
                        .where(
                                MAIL.ID.eq(id),
                                MAIL.STATE.eq(Mail.State.DEAD.name()),
                                MAIL.CONTENT.isNotNull(),
                                MAIL.GOOD_UNTIL.isNull().or(MAIL.GOOD_UNTIL.gt(now())))
                        .execute()
                > 0;
        events.publishEvent(new Written());
        return again;
    }

    /** Forgets what was sent after a week, what was not after a month, and what is of no use at once. */
    void tidy() {
        OffsetDateTime now = now();
        sql.deleteFrom(MAIL)
                .where(MAIL.CREATED_AT
                        .lt(now.minus(DEAD_KEPT))
                        .or(MAIL.CREATED_AT.lt(now.minus(SENT_KEPT)).and(MAIL.STATE.eq(Mail.State.SENT.name()))))
                .execute();
        sql.update(MAIL)
                .setNull(MAIL.CONTENT)
                .where(MAIL.STATE.eq(Mail.State.DEAD.name()), MAIL.CONTENT.isNotNull(), MAIL.GOOD_UNTIL.lt(now))
                .execute();
    }

    /** What says something like this is not sent any more, and forgotten. @return how many mails */
    public int forget(Pattern said) {
        int forgotten = 0;
        for (UUID messageId : withContent()) {
            boolean says = content(messageId)
                    .filter(content -> said.matcher(content.subject()).find()
                            || said.matcher(content.text()).find())
                    .isPresent();
            if (says) {
                forgotten += sql.deleteFrom(MAIL)
                        .where(MAIL.MESSAGE_ID.eq(messageId))
                        .execute();
            }
        }
        return forgotten;
    }

    private List<UUID> withContent() {
        return sql.select(MAIL.MESSAGE_ID)
                .from(MAIL)
                .where(MAIL.CONTENT.isNotNull())
                .fetch(MAIL.MESSAGE_ID);
    }

    @Override
    public int encryptAgain() {
        int count = 0;
        for (UUID messageId : withContent()) {
            Optional<Content> content = content(messageId);
            if (content.isPresent()) {
                count += sql.update(MAIL)
                        .set(MAIL.CONTENT, encrypted(messageId, content.get()))
                        .where(MAIL.MESSAGE_ID.eq(messageId), MAIL.CONTENT.isNotNull())
                        .execute();
            }
        }
        return count;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Mail mail(MailRecord row) {
        return new Mail(
                row.getId(),
                row.getMessageId(),
                Mail.Kind.valueOf(row.getKind()),
                row.getRecipient(),
                row.getCreatedAt().toInstant(),
                instant(row.getGoodUntil()),
                Mail.State.valueOf(row.getState()),
                row.getAttempts(),
                instant(row.getFirstTriedAt()),
                row.getNextAttemptAt().toInstant(),
                instant(row.getTriedAt()),
                row.getFailure(),
                row.getAnswer());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
