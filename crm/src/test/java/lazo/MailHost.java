package lazo;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import lazo.platform.mail.MailServer;
import org.jspecify.annotations.Nullable;

/** A mail server on this computer: keeps what it takes and answers as it is told to. */
public final class MailHost implements AutoCloseable {
    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final boolean fromTheStart;
    private final List<MimeMessage> taken = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Function<String, @Nullable String> behaviour = command -> null;

    /** Without encryption. */
    public MailHost() {
        this(null, false);
    }

    /** @param fromTheStart whether it encrypts at once, rather than when it is asked to */
    public MailHost(@Nullable SSLContext tls, boolean fromTheStart) {
        this.tls = tls;
        this.fromTheStart = fromTheStart;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.startVirtualThread(this::listen);
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket first) {
        try (Socket plain = first) {
            Socket socket = fromTheStart ? encrypted(plain) : plain;
            BufferedReader in = reader(socket);
            say(socket, "220 mail.almena.example ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                String odd = behaviour.apply(line);
                String command = line.toUpperCase(java.util.Locale.ROOT);
                if (odd != null) {
                    say(socket, odd);
                } else if (command.startsWith("EHLO")) {
                    boolean offers = tls != null && !(socket instanceof SSLSocket);
                    say(socket, "250-mail.almena.example\r\n" + (offers ? "250-STARTTLS\r\n" : "") + "250 AUTH PLAIN");
                } else if (command.equals("STARTTLS")) {
                    say(socket, "220 go ahead");
                    socket = encrypted(plain);
                    in = reader(socket);
                } else if (command.startsWith("AUTH PLAIN")) {
                    heard.add(new String(
                                    Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length())),
                                    StandardCharsets.UTF_8)
                            .replace('\0', '/'));
                    say(socket, "235 welcome");
                } else if (command.equals("DATA")) {
                    say(socket, "354 go on");
                    String message = message(in);
                    String refused = behaviour.apply(".");
                    if (refused == null) {
                        taken.add(new MimeMessage(
                                Session.getInstance(new Properties()),
                                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))));
                    }
                    say(socket, refused == null ? "250 taken" : refused);
                } else if (command.equals("QUIT")) {
                    say(socket, "221 bye");
                    return;
                } else {
                    say(socket, "250 fine");
                }
            }
        } catch (IOException | MessagingException hungUp) {
            heard.add("hung up");
        }
    }

    private Socket encrypted(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) java.util.Objects.requireNonNull(tls)
                .getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), false);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString();
    }

    /** From now on: what it says to a command, or null for the usual; the end of a message is the command ".". */
    public void answering(Function<String, @Nullable String> how) {
        behaviour = how;
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<MimeMessage> taken() {
        return taken;
    }

    /** Commands, and who signed in. */
    public List<String> heard() {
        return heard;
    }

    /** How an administrator sets it, without encryption. @param base the address of Lazo in its mails */
    public MailServer settings(String base) {
        return new MailServer(
                "localhost",
                port(),
                MailServer.Security.NONE,
                true,
                null,
                "Almena",
                "lazo@almena.example",
                URI.create(base));
    }

    /** The latest to this address once there are so many, and no more. */
    public MimeMessage latestFor(String recipient, int number) {
        Eventually.holds(
                number + " mails to " + recipient, () -> takenFor(recipient).size() >= number);
        List<MimeMessage> mails = takenFor(recipient);
        if (mails.size() > number) {
            throw new AssertionError("%d mails to %s and not %d".formatted(mails.size(), recipient, number));
        }
        return mails.getLast();
    }

    /** Those to this address. */
    public List<MimeMessage> takenFor(String recipient) {
        return taken.stream()
                .filter(message -> header(message, "To").contains(recipient))
                .toList();
    }

    public static String header(MimeMessage message, String name) {
        try {
            String[] values = message.getHeader(name);
            return values == null ? "" : jakarta.mail.internet.MimeUtility.decodeText(values[0]);
        } catch (MessagingException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static String text(MimeMessage message) {
        return part(message, 0);
    }

    public static String html(MimeMessage message) {
        return part(message, 1);
    }

    private static String part(MimeMessage message, int place) {
        try {
            return (String)
                    ((MimeMultipart) message.getContent()).getBodyPart(place).getContent();
        } catch (MessagingException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException already) {
            throw new UncheckedIOException(already);
        }
    }
}
