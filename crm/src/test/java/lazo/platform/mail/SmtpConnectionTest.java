package lazo.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import lazo.MailHost;
import lazo.TestCertificate;
import lazo.platform.mail.MailFailure.Reason;
import lazo.platform.mail.MailServer.Security;
import lazo.platform.mail.SmtpConnection.Envelope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpConnectionTest {
    @TempDir
    static Path folder;

    private static SSLContext certified;
    private static SSLSocketFactory trusting;

    @BeforeAll
    static void aCertificateIsMade() {
        TestCertificate own = TestCertificate.of(folder, "mail", "CN=localhost");
        certified = own.believing(own);
        trusting = certified.getSocketFactory();
    }

    private static MailServer server(String host, int port, Security security, @Nullable String user) {
        return new MailServer(
                host,
                port,
                security,
                true,
                user,
                "Almena Energía",
                "lazo@almena.example",
                URI.create("https://crm.almena.example"));
    }

    private static Envelope envelope(String recipient, String subject) {
        return new Envelope(
                UUID.randomUUID(),
                recipient,
                subject,
                "Hola, ñandú",
                "<p>Hola</p>",
                Instant.EPOCH,
                java.util.List.of());
    }

    private static void send(MailServer server, SSLSocketFactory tls) throws MailFailure {
        try (SmtpConnection connection = SmtpConnection.open(server, "s3creto", tls)) {
            connection.send(envelope("eva@almena.example", "Buenos días"));
        }
    }

    private static Reason refusal(MailServer server, SSLSocketFactory tls) {
        return catchThrowableOfType(MailFailure.class, () -> send(server, tls)).reason();
    }

    @Test
    void a_mail_arrives_encrypted_from_the_start_or_after_the_greeting() throws Exception {
        for (Security security : new Security[] {Security.TLS, Security.STARTTLS}) {
            try (MailHost host = new MailHost(certified, security == Security.TLS)) {
                send(server("localhost", host.port(), security, "lazo"), trusting);
                assertThat(host.heard()).contains("EHLO crm.almena.example", "lazo/lazo/s3creto");
                assertThat(MailHost.subject(host.taken().getFirst())).isEqualTo("Buenos días");
                assertThat(MailHost.header(host.taken().getFirst(), "From"))
                        .isEqualTo("Almena Energía <lazo@almena.example>");
                assertThat(MailHost.text(host.taken().getFirst())).isEqualTo("Hola, ñandú");
                assertThat(MailHost.html(host.taken().getFirst())).isEqualTo("<p>Hola</p>");
            }
        }
    }

    @Test
    void a_server_nobody_vouches_for_or_of_another_name_hears_no_password() throws Exception {
        SSLSocketFactory usual = SSLContext.getDefault().getSocketFactory();
        for (Security security : new Security[] {Security.TLS, Security.STARTTLS}) {
            try (MailHost host = new MailHost(certified, security == Security.TLS)) {
                assertThat(refusal(server("localhost", host.port(), security, "lazo"), usual))
                        .isEqualTo(Reason.UNTRUSTED);
                assertThat(refusal(server("127.0.0.1", host.port(), security, "lazo"), trusting))
                        .isEqualTo(Reason.UNTRUSTED);
                assertThat(host.heard()).noneMatch(line -> line.contains("AUTH"));
                assertThat(host.taken()).isEmpty();
            }
        }
    }

    @Test
    void a_server_that_takes_the_encryption_away_hears_no_password() {
        try (MailHost host = new MailHost()) {
            assertThat(refusal(server("localhost", host.port(), Security.STARTTLS, "lazo"), trusting))
                    .isEqualTo(Reason.OPEN);
            assertThat(host.heard()).noneMatch(line -> line.contains("AUTH"));
        }
    }

    @Test
    void inner_networks_are_for_those_who_are_told_so_and_plain_text_stays_on_this_computer() {
        try (MailHost host = new MailHost()) {
            MailServer inside = server("localhost", host.port(), Security.NONE, null);
            MailServer outside = new MailServer(
                    inside.host(),
                    inside.port(),
                    Security.STARTTLS,
                    false,
                    null,
                    "A",
                    "a@almena.example",
                    inside.base());
            assertThat(refusal(outside, trusting)).isEqualTo(Reason.REFUSED);
            assertThat(refusal(server("169.254.169.254", 25, Security.TLS, null), trusting))
                    .isEqualTo(Reason.REFUSED);
            assertThat(refusal(server("192.168.0.1", 25, Security.NONE, null), trusting))
                    .isEqualTo(Reason.REFUSED);
            assertThat(host.heard()).isEmpty();
        }
    }

    @Test
    void what_the_server_says_is_told() {
        try (MailHost host = new MailHost()) {
            MailServer plain = server("localhost", host.port(), Security.NONE, "lazo");
            host.answering(command -> command.startsWith("AUTH") ? "535 5.7.8 wrong password" : null);
            MailFailure failure = catchThrowableOfType(MailFailure.class, () -> send(plain, trusting));
            assertThat(failure.reason()).isEqualTo(Reason.SIGN_IN);
            assertThat(failure.answer()).contains("535 5.7.8 wrong password");
            host.answering(command -> command.startsWith("MAIL") ? "550 5.7.1 not you" : null);
            assertThat(refusal(plain, trusting)).isEqualTo(Reason.SENDER);
            host.answering(command -> command.startsWith("RCPT") ? "550 5.1.1 nobody here" : null);
            failure = catchThrowableOfType(MailFailure.class, () -> send(plain, trusting));
            assertThat(failure.reason()).isEqualTo(Reason.RECIPIENT);
            assertThat(failure.answer()).startsWith("550 5.1.1 nobody here");
            assertThat(failure.isForGood()).isTrue();
            host.answering(command -> command.startsWith("RCPT") ? "451 4.7.1 come back later" : null);
            failure = catchThrowableOfType(MailFailure.class, () -> send(plain, trusting));
            assertThat(failure.reason()).isEqualTo(Reason.RECIPIENT);
            assertThat(failure.isForGood()).isFalse();
            host.answering(command -> command.equals(".") ? "554 5.6.0 looks like spam" : null);
            failure = catchThrowableOfType(MailFailure.class, () -> send(plain, trusting));
            assertThat(failure.reason()).isEqualTo(Reason.CONTENT);
            assertThat(failure.answer()).contains("looks like spam");
        }
        assertThat(refusal(server("localhost", 1, Security.NONE, null), trusting))
                .isEqualTo(Reason.CLOSED);
        assertThat(refusal(server("no.such.host.invalid", 25, Security.TLS, null), trusting))
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void nothing_typed_becomes_a_header_or_a_command() throws Exception {
        try (MailHost host = new MailHost()) {
            MailServer plain = server("localhost", host.port(), Security.NONE, null);
            Letter letter = Letter.of(
                    java.util.Locale.ENGLISH,
                    "Hello\r\nBcc: everybody@almena.example\r\n\r\nBody",
                    java.util.List.of("\r\n.\r\nMAIL FROM:<x@y.example>", "<b onclick=x>&\"'"),
                    null,
                    "Bye");
            try (SmtpConnection connection = SmtpConnection.open(plain, null, trusting)) {
                connection.send(new Envelope(
                        UUID.randomUUID(),
                        "eva@almena.example",
                        letter.subject(),
                        letter.text(),
                        letter.html(),
                        Instant.EPOCH,
                        java.util.List.of()));
                MailFailure refused = catchThrowableOfType(
                        MailFailure.class,
                        () -> connection.send(envelope("a@b.example>\r\nRCPT TO:<c@d.example", "Hello")));
                assertThat(refused).isNotNull();
            }
            assertThat(host.taken()).hasSize(1);
            assertThat(MailHost.header(host.taken().getFirst(), "Bcc")).isEmpty();
            assertThat(MailHost.subject(host.taken().getFirst())).isEqualTo("Hello Bcc: everybody@almena.example Body");
            assertThat(MailHost.html(host.taken().getFirst())).contains("&lt;b onclick=x&gt;&amp;&quot;&#39;");
            assertThat(host.heard().stream().filter(line -> line.startsWith("MAIL")))
                    .hasSize(1);
            assertThat(host.heard()).noneMatch(line -> line.contains("c@d.example"));
        }
    }
}
