package lazo.platform.mail;

import static lazodb.Tables.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.LazoTest;
import lazo.MailHost;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.platform.secret.Secrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The mail server of the settings, the outbox, and how one comes to the other. */
class MailTest extends LazoTest {
    private static int count;

    @Autowired
    Outbox outbox;

    @Autowired
    Postman postman;

    @Autowired
    MailServerSettings settings;

    @Autowired
    Secrets secrets;

    @Autowired
    TransactionTemplate transaction;

    private final MailHost host = new MailHost();
    private User administrator;
    private Visitor visitor;
    private String recipient;

    @BeforeEach
    void anAdministratorIsThere() {
        administrator = user(Role.ADMINISTRATOR, null);
        visitor = signedIn(administrator);
        visitor.get("/settings/mail");
        recipient = "destino%d@almena.example".formatted(++count);
    }

    @AfterEach
    void noServerIsLeft() {
        settings.remove();
        sql.deleteFrom(MAIL).execute();
        host.close();
    }

    private Answer save(String... more) {
        String[] form = {
            "host",
            "localhost",
            "port",
            "" + host.port(),
            "security",
            "NONE",
            "private",
            "on",
            "user",
            "lazo",
            "password",
            "s3creto de verdad",
            "sender",
            "Almena",
            "email",
            "lazo@almena.example",
            "base",
            "https://crm.almena.example"
        };
        for (int place = 0; place < more.length; place += 2) {
            form[List.of(form).indexOf(more[place]) + 1] = more[place + 1];
        }
        return visitor.post("/settings/mail", form);
    }

    private void write(String subject) {
        var letter = Letter.of(
                Locale.of("es"),
                subject,
                List.of("El secreto es 4711"),
                new Letter.Link("Abrir", "https://crm.almena.example/x"),
                "Adiós");
        outbox.write(Mail.Kind.NOTIFICATION, recipient, letter, null);
    }

    private Mail mail() {
        return outbox.list(Optional.empty()).stream()
                .filter(mail -> mail.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("GOV-03")
    void the_password_is_stored_encrypted_never_shown_and_never_handed_to_another_server() {
        assertThat(save().status()).isEqualTo(303);
        assertThat(visitor.get("/settings/mail").body())
                .contains("lazo@almena.example")
                .doesNotContain("s3creto");
        assertThat(sql.fetch("select * from mail_server").formatCSV()).doesNotContain("s3creto");
        assertThat(sql.fetch("select * from audit_event where object = 'mail_server'")
                        .formatCSV())
                .contains("localhost")
                .doesNotContain("s3creto");
        assertThat(save("password", "", "sender", "Almena 2").status()).isEqualTo(303);
        assertThat(settings.password(settings.find().orElseThrow())).contains("s3creto de verdad");
        assertThat(save("password", "", "host", "127.0.0.1").body()).contains("MAIL-106");
        assertThat(save("password", "", "user", "otro").body()).contains("MAIL-106");
        secrets.rotate();
        assertThat(settings.password(settings.find().orElseThrow())).contains("s3creto de verdad");
    }

    @Test
    void what_cannot_be_is_refused_field_by_field_and_nothing_is_lost() {
        Answer refused =
                save("host", "https://a b", "port", "22", "email", "nadie", "base", "https://crm/x", "sender", "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("MAIL-101", "MAIL-102", "MAIL-104", "MAIL-107", "IDN-151", "https://a b");
        assertThat(save("host", "mail.almena.example").body()).contains("MAIL-103");
        assertThat(save("private", "").body()).contains("MAIL-103");
        assertThat(settings.find()).isEmpty();
        assertThat(visitor.post("/settings/mail/test").header("X-Lazo-Error")).isEqualTo("MAIL-409");
    }

    @Test
    void a_proof_is_asked_before_the_server_changes() {
        clock.advance(Duration.ofHours(1));
        assertThat(save().header("X-Lazo-Error")).isEqualTo("IDN-170");
        assertThat(settings.find()).isEmpty();
    }

    @Test
    void a_test_goes_to_whoever_asks_and_tells_what_the_server_says() {
        save();
        assertThat(visitor.post("/settings/mail/test").status()).isEqualTo(303);
        assertThat(host.takenFor(administrator.email())).hasSize(1);
        assertThat(host.heard()).contains("lazo/lazo/s3creto de verdad");
        host.answering(command -> command.startsWith("AUTH") ? "535 5.7.8 wrong password" : null);
        Answer refused = visitor.post("/settings/mail/test");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("no acepta el usuario o la contraseña", "535 5.7.8 wrong password");
    }

    @Test
    void a_mail_goes_out_with_what_caused_it_and_is_then_forgotten_but_for_its_envelope() {
        save();
        transaction.executeWithoutResult(status -> {
            write("Nunca");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> write("Buenos días"));
        assertThat(sql.fetch(MAIL).formatCSV()).doesNotContain("4711", "Buenos");
        postman.sendDue();
        assertThat(host.takenFor(recipient)).hasSize(1);
        var message = host.takenFor(recipient).getFirst();
        assertThat(MailHost.subject(message)).isEqualTo("Buenos días");
        assertThat(MailHost.text(message)).contains("El secreto es 4711", "https://crm.almena.example/x");
        assertThat(MailHost.html(message)).contains("<html lang=\"es\">", "href=\"https://crm.almena.example/x\"");
        assertThat(MailHost.header(message, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(MailHost.header(message, "Message-ID"))
                .isEqualTo("<%s@almena.example>".formatted(mail().messageId()));
        assertThat(mail().state()).isEqualTo(Mail.State.SENT);
        assertThat(sql.fetch(MAIL).getValues(MAIL.CONTENT)).containsOnlyNulls();
        assertThat(visitor.get("/settings/mail").body()).contains(recipient, "Enviado");
        clock.advance(Duration.ofDays(8));
        outbox.tidy();
        assertThat(sql.fetchCount(MAIL)).isZero();
    }

    @Test
    void while_the_server_is_away_a_mail_waits_and_then_goes_out_once() {
        save();
        host.answering(command -> command.startsWith("EHLO") || command.startsWith("HELO") ? "421 not now" : null);
        write("Uno");
        write("Dos");
        postman.sendDue();
        assertThat(host.takenFor(recipient)).isEmpty();
        assertThat(outbox.count(Mail.State.WAITING)).isEqualTo(2);
        host.answering(command -> null);
        clock.advance(Duration.ofMinutes(11));
        postman.sendDue();
        assertThat(host.takenFor(recipient)).hasSize(2);
        clock.advance(Duration.ofDays(1));
        postman.sendDue();
        assertThat(host.takenFor(recipient)).hasSize(2);
    }

    @Test
    void whoever_dies_while_sending_leaves_the_mail_to_be_sent_again_under_the_same_id() {
        save();
        host.answering(command -> "451 later");
        write("Uno");
        postman.sendDue();
        host.answering(command -> null);
        clock.advance(Duration.ofDays(1));
        Mail taken = outbox.take().orElseThrow();
        postman.sendDue();
        assertThat(host.takenFor(recipient)).as("held by whoever took it").isEmpty();
        clock.advance(Duration.ofMinutes(4));
        postman.sendDue();
        assertThat(MailHost.header(host.takenFor(recipient).getFirst(), "Message-ID"))
                .contains(taken.messageId().toString());
    }

    @Test
    void a_refused_recipient_is_not_tried_again_until_somebody_asks_and_holds_up_nobody() {
        save();
        String refused = recipient;
        host.answering(command -> command.contains("TO:<" + refused) ? "550 nobody here" : null);
        write("Uno");
        recipient = "otro." + refused;
        write("Dos");
        postman.sendDue();
        assertThat(host.takenFor(recipient)).hasSize(1);
        recipient = refused;
        assertThat(mail().state()).isEqualTo(Mail.State.DEAD);
        Answer page = visitor.get("/settings/mail?state=dead");
        assertThat(page.body()).contains("no acepta al destinatario", "550 nobody here", "Sin enviar 1");
        host.answering(command -> null);
        clock.advance(Duration.ofDays(2));
        postman.sendDue();
        assertThat(host.takenFor(recipient)).hasSize(1);
        visitor.signIn(administrator.email(), PASSWORD);
        assertThat(visitor.post("/settings/mail/" + mail().id() + "/again").status())
                .isEqualTo(303);
        postman.sendDue();
        assertThat(mail().state()).isEqualTo(Mail.State.SENT);
        assertThat(visitor.post("/settings/mail/" + mail().id() + "/again").header("X-Lazo-Error"))
                .isEqualTo("MAIL-410");
    }

    @Test
    void what_has_become_useless_is_not_sent_and_what_is_tried_in_vain_is_given_up_after_days() {
        save();
        host.answering(command -> "451 later");
        outbox.write(
                Mail.Kind.PASSWORD,
                recipient,
                Letter.of(Locale.of("es"), "Enlace", List.of(), null, ""),
                clock.instant().plus(Duration.ofMinutes(30)));
        postman.sendDue();
        host.answering(command -> null);
        clock.advance(Duration.ofMinutes(40));
        postman.sendDue();
        assertThat(mail().state()).isEqualTo(Mail.State.DEAD);
        assertThat(mail().failure()).isEqualTo("EXPIRED");
        assertThat(host.takenFor(recipient)).isEmpty();
        host.answering(command -> "451 later");
        recipient = "lento." + recipient;
        write("Lento");
        for (int day = 0; day < 30; day++) {
            clock.advance(Duration.ofHours(4));
            postman.sendDue();
        }
        assertThat(mail().state()).isEqualTo(Mail.State.DEAD);
    }
}
