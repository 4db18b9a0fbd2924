package lazo.platform.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import lazo.platform.mail.MailFailure.Reason;
import lazo.platform.mail.MailServer.Security;
import lazo.platform.outbound.OutboundAddress;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a mail server. The name is resolved once, the address checked ({@link OutboundAddress}) and the
 * connection goes there; whatever the server does, opening it or handing over a mail ends within a minute.
 */
final class SmtpConnection implements AutoCloseable {
    private static final int TO_CONNECT = 10_000;
    private static final int SILENCE = 20_000;
    static final Duration ALTOGETHER = Duration.ofMinutes(1);

    private final MailServer server;
    private final Session session;
    private final SMTPTransport transport;
    private final Socket socket;

    private SmtpConnection(MailServer server, Session session, SMTPTransport transport, Socket socket) {
        this.server = server;
        this.session = session;
        this.transport = transport;
        this.socket = socket;
    }

    /** A file that goes along. */
    @SuppressWarnings("ArrayRecordComponent") // Read once and sent.
    record File(String name, String type, byte[] bytes) {}

    /** A letter with its envelope. */
    record Envelope(
            UUID messageId,
            String recipient,
            String subject,
            String text,
            String html,
            Instant written,
            List<File> files) {}

    static SmtpConnection open(MailServer server, @Nullable String password, SSLSocketFactory tls) throws MailFailure {
        Socket socket = new Socket();
        try {
            return withinTime(socket, () -> open(server, password, tls, socket));
        } catch (IOException | MessagingException failed) {
            close(socket);
            throw failure(failed);
        }
    }

    private static SmtpConnection open(
            MailServer server, @Nullable String password, SSLSocketFactory tls, Socket socket)
            throws IOException, MessagingException {
        connect(server, socket);
        Socket spoken = server.security() == Security.TLS ? encrypted(server, socket, tls) : socket;
        Session session = Session.getInstance(properties(server, tls), new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return password == null ? null : new PasswordAuthentication(server.user(), password);
            }
        });
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
        transport.connect(spoken);
        return new SmtpConnection(server, session, transport, socket);
    }

    /** All addresses of the name have to be allowed, so that no luck of the draw decides. */
    private static void connect(MailServer server, Socket socket) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(server.host());
        for (InetAddress address : addresses) {
            boolean open = server.security() == Security.NONE && !address.isLoopbackAddress();
            if (open || !OutboundAddress.isAllowed(address, server.reach())) {
                throw new Refused(address.getHostAddress());
            }
        }
        InetAddress named = InetAddress.getByAddress(server.host(), addresses[0].getAddress());
        socket.setSoTimeout(SILENCE);
        socket.connect(new InetSocketAddress(named, server.port()), TO_CONNECT);
    }

    private static final class Refused extends IOException {
        Refused(String address) {
            super(address);
        }
    }

    private static Socket encrypted(MailServer server, Socket socket, SSLSocketFactory tls) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.createSocket(socket, server.host(), server.port(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private static Properties properties(MailServer server, SSLSocketFactory tls) {
        boolean starts = server.security() == Security.STARTTLS;
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.localhost", hello(server));
        properties.put("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.put("mail.smtp.timeout", Integer.toString(SILENCE));
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(starts));
        properties.put("mail.smtp.starttls.required", Boolean.toString(starts));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", tls);
        if (server.user() != null) {
            properties.put("mail.smtp.user", server.user());
        }
        return properties;
    }

    /** What we call ourselves: the host of the links in the mails. */
    private static String hello(MailServer server) {
        String host = server.base().getHost();
        return host == null || host.startsWith("[") ? "localhost" : host;
    }

    void send(Envelope envelope) throws MailFailure {
        try {
            withinTime(socket, () -> {
                MimeMessage message = message(envelope);
                transport.sendMessage(message, message.getAllRecipients());
                return true;
            });
        } catch (IOException | MessagingException failed) {
            throw failure(failed);
        }
    }

    private MimeMessage message(Envelope envelope) throws MessagingException, IOException {
        String from = server.senderAddress();
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader(
                        "Message-ID", "<%s@%s>".formatted(envelope.messageId(), from.substring(from.indexOf('@') + 1)));
            }
        };
        message.setFrom(new InternetAddress(from, server.senderName(), StandardCharsets.UTF_8.name()));
        message.setRecipients(
                Message.RecipientType.TO, new Address[] {new InternetAddress(envelope.recipient(), true)});
        message.setSubject(envelope.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(envelope.written()));
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(envelope.text(), StandardCharsets.UTF_8.name());
        MimeBodyPart html = new MimeBodyPart();
        html.setText(envelope.html(), StandardCharsets.UTF_8.name(), "html");
        MimeMultipart said = new MimeMultipart("alternative", text, html);
        if (envelope.files().isEmpty()) {
            message.setContent(said);
            return message;
        }
        MimeBodyPart first = new MimeBodyPart();
        first.setContent(said);
        MimeMultipart all = new MimeMultipart("mixed", first);
        for (File file : envelope.files()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.bytes(), file.type())));
            part.setFileName(MimeUtility.encodeText(file.name(), StandardCharsets.UTF_8.name(), null));
            part.setDisposition(Part.ATTACHMENT);
            all.addBodyPart(part);
        }
        message.setContent(all);
        return message;
    }

    private interface Step<T> {
        T run() throws IOException, MessagingException;
    }

    /** Hangs up on whoever takes too long over it. */
    private static <T> T withinTime(Socket socket, Step<T> step) throws IOException, MessagingException {
        var deadline = new CompletableFuture<Boolean>();
        var hangUp = deadline.orTimeout(ALTOGETHER.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    close(socket);
                    return true;
                });
        try {
            return step.run();
        } catch (IOException | MessagingException failed) {
            if (deadline.isCompletedExceptionally()) {
                throw new InterruptedIOException("Took more than " + ALTOGETHER);
            }
            throw failed;
        } finally {
            deadline.complete(true);
            hangUp.cancel(false);
        }
    }

    /** What an exception means, with the server's own words where it has said something. */
    private static MailFailure failure(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = next(cause)) {
            Reason reason = switch (cause) {
                case Refused refused -> Reason.REFUSED;
                case UnknownHostException unknown -> Reason.UNKNOWN;
                case InterruptedIOException late -> Reason.LATE;
                case ConnectException closed -> Reason.CLOSED;
                case NoRouteToHostException closed -> Reason.CLOSED;
                case SSLException untrusted -> Reason.UNTRUSTED;
                case AuthenticationFailedException wrong -> Reason.SIGN_IN;
                case SMTPSenderFailedException sender -> Reason.SENDER;
                case SMTPAddressFailedException recipient -> Reason.RECIPIENT;
                case SMTPSendFailedException content when next(content) == null -> Reason.CONTENT;
                case MessagingException open
                when String.valueOf(open.getMessage()).contains("STARTTLS is required") -> Reason.OPEN;
                default -> null;
            };
            if (reason != null) {
                return new MailFailure(reason, cause instanceof MessagingException ? said(cause) : "", failed);
            }
        }
        return new MailFailure(Reason.BROKEN, failed instanceof MessagingException ? said(failed) : "", failed);
    }

    private static @Nullable Throwable next(Throwable failed) {
        return failed instanceof MessagingException chained && chained.getNextException() != null
                ? chained.getNextException()
                : failed.getCause();
    }

    private static String said(Throwable failed) {
        return String.valueOf(failed.getMessage())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
    }

    @Override
    public void close() {
        try {
            withinTime(socket, () -> {
                transport.close();
                return true;
            });
        } catch (IOException | MessagingException already) {
            // It has hung up before us.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException already) {
            // There is nothing left to close.
        }
    }
}
