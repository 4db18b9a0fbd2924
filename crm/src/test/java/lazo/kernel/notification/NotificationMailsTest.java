package lazo.kernel.notification;

import static lazodb.Tables.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.LazoTest;
import lazo.MailHost;
import lazo.Visitor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.notification.Notifications.Delivery;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import lazo.platform.mail.MailServerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Notifications by mail, at once and once a day. */
@Tag("COL-14")
class NotificationMailsTest extends LazoTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    @Autowired
    NotificationMails mails;

    @Autowired
    Notifications notifications;

    @Autowired
    MailServerSettings settings;

    @Autowired
    Teams teams;

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    BulkChanges bulk;

    private final MailHost host = new MailHost();
    private User seller;
    private User colleague;

    @BeforeEach
    void thereIsAMailServer() {
        settings.save(host.settings("https://crm.almena.example"), null);
        long team = teams.create("Norte " + System.nanoTime()).orElseThrow();
        seller = user(Role.SELLER, team);
        colleague = user(Role.MANAGER, team);
        moveTo(LocalTime.of(12, 0));
    }

    @AfterEach
    void noServerIsLeft() {
        settings.remove();
        sql.deleteFrom(MAIL).execute();
        host.close();
    }

    /** Forward to the next time it is so late in Madrid. */
    private void moveTo(LocalTime time) {
        ZonedDateTime now = clock.instant().atZone(MADRID);
        ZonedDateTime then = now.with(time);
        Instant next = (then.isAfter(now) ? then : then.plusDays(1)).toInstant();
        clock.advance(Duration.between(now.toInstant(), next));
    }

    /** What is being mailed at this moment is mailed before. */
    private void aDayGoesBy() {
        mails.sendDue();
        clock.advance(Duration.ofDays(1));
    }

    private long contact(String name) {
        Map<String, Object> values = new HashMap<>();
        values.put("first_name", name);
        values.put("owner", seller.id());
        return ((WriteResult.Saved) changes.create(types.load("contact"), Draft.of(values), actor(seller)))
                .record()
                .id();
    }

    private void tell(NotificationKind kind, long contact, String text) {
        notifications.tell(
                Set.of(colleague.id()), kind, new Notifications.About("contact", contact, seller.id(), text));
    }

    private MimeMessage mail(int number) {
        return host.latestFor(colleague.email(), number);
    }

    private int written() {
        mails.sendDue();
        return sql.fetchCount(MAIL, MAIL.RECIPIENT.eq(colleague.email()));
    }

    @Test
    void what_is_wanted_at_once_is_mailed_at_once_without_what_was_said() {
        notifications.prefer(colleague.id(), Map.of(NotificationKind.MENTION, Delivery.AT_ONCE));
        long contact = contact("Eva <b>Ruiz</b>");
        tell(NotificationKind.MENTION, contact, "El descuento es del 40 %");
        MimeMessage mail = mail(1);
        assertThat(MailHost.subject(mail)).isEqualTo("Un aviso de Lazo");
        assertThat(MailHost.text(mail))
                .contains("Eva <b>Ruiz</b>", seller.name() + " te ha mencionado")
                .contains("https://crm.almena.example/o/contact/" + contact)
                .doesNotContain("descuento");
        assertThat(MailHost.html(mail)).contains("Eva &lt;b&gt;Ruiz").doesNotContain("descuento");
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void the_digest_comes_once_a_day_at_the_hour_of_the_user_in_their_language_and_only_with_news() {
        users.prefer(
                colleague.id(),
                new Users.Preferences(colleague.name(), Locale.ENGLISH, ZoneId.of("America/New_York"), null, true));
        mails.wantAt(colleague.id(), 9);
        tell(NotificationKind.MENTION, contact("Ana"), "uno");
        tell(NotificationKind.ASSIGNMENT, contact("Berta"), "");
        tell(NotificationKind.COMMENT, contact("Carla"), "solo en Lazo");
        moveTo(LocalTime.of(14, 30));
        assertThat(written()).as("half past eight in New York").isZero();
        moveTo(LocalTime.of(15, 30));
        assertThat(written()).isEqualTo(1);
        MimeMessage mail = mail(1);
        assertThat(MailHost.subject(mail)).isEqualTo("There are 2 new things for you in Lazo");
        assertThat(MailHost.text(mail)).contains("Ana", "Berta").doesNotContain("Carla");
        aDayGoesBy();
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void what_is_read_or_may_not_be_seen_any_more_is_not_mailed() {
        long read = contact("Ana");
        tell(NotificationKind.MENTION, read, "uno");
        long hidden = contact("Berta");
        tell(NotificationKind.MENTION, hidden, "dos");
        long id = notifications.of(actor(colleague), true).stream()
                .filter(one -> Long.valueOf(read).equals(one.recordId()))
                .findFirst()
                .orElseThrow()
                .id();
        notifications.read(colleague.id(), id);
        users.change(colleague.id(), new Users.Draft(colleague.name(), colleague.email(), Role.MANAGER, null));
        aDayGoesBy();
        assertThat(written()).isZero();
        users.change(
                colleague.id(), new Users.Draft(colleague.name(), colleague.email(), Role.MANAGER, seller.teamId()));
        assertThat(written()).as("it is not told afterwards either").isZero();
    }

    @Test
    void whoever_wants_none_or_has_left_gets_none() {
        notifications.prefer(colleague.id(), Map.of(NotificationKind.MENTION, Delivery.APP));
        tell(NotificationKind.MENTION, contact("Ana"), "uno");
        tell(NotificationKind.ASSIGNMENT, contact("Berta"), "");
        users.deactivate(colleague.id());
        aDayGoesBy();
        assertThat(written()).isZero();
    }

    @Test
    void preferences_are_chosen_for_each_kind_and_without_a_mail_server_what_is_mailed_stays_chosen() {
        Visitor visitor = signedIn(colleague);
        assertThat(visitor.get("/account/notifications/preferences").body())
                .contains("En Lazo y por correo al momento");
        visitor.post("/account/notifications/preferences", "COMMENT", "AT_ONCE", "MENTION", "OFF", "hour", "7");
        assertThat(notifications.preferences(colleague.id()))
                .containsEntry(NotificationKind.COMMENT, Delivery.AT_ONCE)
                .containsEntry(NotificationKind.MENTION, Delivery.OFF);
        assertThat(mails.hour(colleague.id())).isEqualTo(7);
        settings.remove();
        assertThat(visitor.get("/account/notifications/preferences").body())
                .contains("todavía")
                .doesNotContain("por correo al momento");
        visitor.post("/account/notifications/preferences", "COMMENT", "APP", "MENTION", "APP", "hour", "99");
        assertThat(notifications.preferences(colleague.id()))
                .containsEntry(NotificationKind.COMMENT, Delivery.AT_ONCE)
                .containsEntry(NotificationKind.MENTION, Delivery.APP);
        assertThat(mails.hour(colleague.id())).isEqualTo(7);
    }

    @Test
    void many_records_given_to_somebody_at_once_are_told_once() {
        Set<Long> ids = Set.of(contact("Ana"), contact("Berta"), contact("Carla"));
        User manager = user(Role.ADMINISTRATOR, null);
        bulk.apply(
                new BulkChanges.Selection.Ticked(types.load("contact"), ids),
                new BulkChanges.Edit.SetValue("owner", colleague.id()),
                actor(manager),
                done -> {});
        assertThat(notifications.of(actor(colleague), true)).hasSize(1);
        assertThat(signedIn(colleague).get("/account/notifications").body())
                .contains(manager.name() + " te ha asignado varios registros", "3 contactos");
        assertThat(notifications.of(actor(colleague), true).getFirst().href())
                .isEqualTo("/o/contact?f=owner:is:" + colleague.id());
        assertThat(signedIn(colleague)
                        .get("/o/contact?f=owner:is:" + colleague.id())
                        .body())
                .contains("Ana", "Berta", "Carla");
    }
}
