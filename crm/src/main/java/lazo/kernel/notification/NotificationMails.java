package lazo.kernel.notification;

import static lazo.kernel.notification.Notifications.Delivery.AT_ONCE;
import static lazo.kernel.notification.Notifications.Delivery.DAILY;
import static lazodb.Tables.NOTIFICATION_DIGEST;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.notification.Notifications.Delivery;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.mail.Outbox;
import lazo.platform.outbound.Sweep;
import lazo.platform.web.Messages;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails what users have not read: at once, or once a day at their hour. A mail names records and says who did what; what was
 * said or changed is read in Lazo, by whoever may.
 */
@Component
public class NotificationMails implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NotificationMails.class);
    private static final int USUAL_HOUR = 8;
    private static final Duration OLD = Duration.ofDays(3);

    private final DSLContext sql;
    private final Notifications notifications;
    private final Users users;
    private final CompanySettings companies;
    private final MailServerSettings settings;
    private final Outbox outbox;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Sweep sweep = new Sweep("notification mails", this::sendDue);
    private final ReentrantLock working = new ReentrantLock();

    NotificationMails(
            DSLContext sql,
            Notifications notifications,
            Users users,
            CompanySettings companies,
            MailServerSettings settings,
            Outbox outbox,
            Messages messages,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.notifications = notifications;
        this.users = users;
        this.companies = companies;
        this.settings = settings;
        this.outbox = outbox;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whether there is a mail server. */
    public boolean areSent() {
        return settings.find().isPresent();
    }

    /** The hour of the user's digest. */
    public int hour(long userId) {
        return sql.select(NOTIFICATION_DIGEST.HOUR)
                .from(NOTIFICATION_DIGEST)
                .where(NOTIFICATION_DIGEST.USER_ID.eq(userId))
                .fetchOptional(NOTIFICATION_DIGEST.HOUR)
                .orElse(USUAL_HOUR);
    }

    public void wantAt(long userId, int hour) {
        sql.insertInto(NOTIFICATION_DIGEST)
                .set(NOTIFICATION_DIGEST.USER_ID, userId)
                .set(NOTIFICATION_DIGEST.HOUR, hour)
                .onConflict(NOTIFICATION_DIGEST.USER_ID)
                .doUpdate()
                .set(NOTIFICATION_DIGEST.HOUR, hour)
                .execute();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void hear(UnreadChanged changed) {
        if (areSent()) {
            sweep.start();
        }
    }

    /** Writes the mails that are due by now. */
    void sendDue() {
        if (!areSent()) {
            return;
        }
        working.lock();
        try {
            for (long userId : notifications.unmailed(clock.instant().minus(OLD))) {
                try {
                    users.find(userId)
                            .filter(User::active)
                            .ifPresent(user -> transaction.executeWithoutResult(status -> send(user)));
                } catch (RuntimeException failed) {
                    log.warn("User {} was not mailed; it is tried again", userId, failed);
                }
            }
        } finally {
            working.unlock();
        }
    }

    private void send(User user) {
        Map<NotificationKind, Delivery> wanted = notifications.preferences(user.id());
        Actor actor = users.actor(user.id());
        Instant now = clock.instant();
        Instant since = now.minus(OLD);
        notifications.leaveOut(user.id(), kinds(wanted, one -> !one.isMailed()));
        write(user, false, notifications.takeToMail(actor, kinds(wanted, one -> one == AT_ONCE), since, now));
        write(
                user,
                true,
                notifications.takeToMail(actor, kinds(wanted, one -> one == DAILY), since, lastDigest(user, now)));
    }

    private static Set<NotificationKind> kinds(Map<NotificationKind, Delivery> wanted, Predicate<Delivery> which) {
        return wanted.entrySet().stream()
                .filter(one -> which.test(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The last moment that was the user's hour: what came before is in its digest. */
    private Instant lastDigest(User user, Instant now) {
        ZonedDateTime here = now.atZone(zone(user));
        ZonedDateTime today = here.toLocalDate().atTime(hour(user.id()), 0).atZone(here.getZone());
        return (today.isAfter(here) ? today.minusDays(1) : today).toInstant();
    }

    private void write(User user, boolean digest, List<Notification> news) {
        if (news.isEmpty()) {
            return;
        }
        Company company = companies.load();
        Locale locale = user.locale() == null ? company.locale() : user.locale();
        String base = settings.find().map(server -> server.base().toString()).orElseThrow();
        String key = "notification.mail." + (digest ? "digest" : "subject") + (news.size() == 1 ? ".one" : ".many");
        var letter = new Letter(
                locale,
                messages.text(locale, key, news.size()),
                List.of(messages.text(locale, "notification.mail.text", user.name())),
                new Letter.Link(messages.text(locale, "notification.mail.all"), base + "/account/notifications"),
                parts(news, locale, zone(user), base),
                messages.text(
                        locale, "notification.mail.why", company.name(), base + "/account/notifications/preferences"));
        outbox.write(
                digest ? Mail.Kind.DIGEST : Mail.Kind.NOTIFICATION,
                user.email(),
                letter,
                clock.instant().plus(OLD));
    }

    /** What is about the same record stands together. */
    private List<Letter.Part> parts(List<Notification> news, Locale locale, ZoneId zone, String base) {
        DateTimeFormatter when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .localizedBy(locale);
        Map<String, Letter.Part> parts = new LinkedHashMap<>();
        for (Notification one : news) {
            boolean isSaid = one.text().isEmpty() || one.kind() == NotificationKind.FEEDBACK;
            String name = one.recordId() != null
                    ? one.title()
                    : isSaid ? messages.text(locale, "notification.kind." + one.kind()) : one.text();
            Letter.Part known = parts.get(one.href() + name);
            List<String> lines = new ArrayList<>(known == null ? List.of() : known.lines());
            String who = one.actor().isEmpty() ? messages.text(locale, "notification.program") : one.actor();
            lines.add(messages.text(
                    locale,
                    "notification.mail.line",
                    messages.text(locale, one.says(), who),
                    when.format(one.at().atZone(zone))));
            parts.put(one.href() + name, new Letter.Part(new Letter.Link(name, base + one.href()), lines));
        }
        return List.copyOf(parts.values());
    }

    private ZoneId zone(User user) {
        return user.zone() == null ? companies.load().zone() : user.zone();
    }

    @Override
    public void close() {
        sweep.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        RecurringTask<Void> notificationMailsDue(NotificationMails mails) {
            return Tasks.recurring("notification-mails", Schedules.fixedDelay(Duration.ofMinutes(1)))
                    .execute((instance, context) -> mails.sweep.start());
        }
    }
}
