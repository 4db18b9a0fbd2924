package lazo.platform.operation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends each line of the log to another computer as syslog (RFC 5424) over TLS (RFC 5425). What cannot be sent waits, up to
 * ten thousand lines; what is more is counted and said later.
 */
final class SyslogAppender extends AppenderBase<ILoggingEvent> {
    static final String AUDIT = "lazo.audit";
    private static final int WAITING = 10_000;
    private static final int LOCAL = 16 * 8;
    private static final int AUDITING = 13 * 8;

    private final String host;
    private final int port;
    private final @Nullable SSLSocketFactory encryption;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final String here;
    private final Thread sender = Thread.ofVirtual().name("log shipping").unstarted(this::ship);

    /** @param encryption null to send in clear text, which is done on this computer only */
    SyslogAppender(String host, int port, @Nullable SSLSocketFactory encryption) {
        this.host = host;
        this.port = port;
        this.encryption = encryption;
        this.here = here();
    }

    /** @param to {@code syslog+tls://logs.example.org:6514}, or {@code syslog+tcp://} on this computer */
    static SyslogAppender to(String to) {
        URI uri = URI.create(to);
        boolean encrypted = "syslog+tls".equals(uri.getScheme());
        boolean local = "syslog+tcp".equals(uri.getScheme()) && isLoopback(uri.getHost());
        if (uri.getHost() == null || uri.getPort() < 0 && !encrypted || !encrypted && !local) {
            throw new IllegalArgumentException(to);
        }
        return new SyslogAppender(
                uri.getHost(),
                uri.getPort() < 0 ? 6514 : uri.getPort(),
                encrypted ? (SSLSocketFactory) SSLSocketFactory.getDefault() : null);
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"));
    }

    private static String here() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^!-~]", "");
        } catch (IOException nameless) {
            return "-";
        }
    }

    @Override
    public void start() {
        super.start();
        sender.start();
    }

    /** Gives what still waits a moment. */
    @Override
    public void stop() {
        super.stop();
        try {
            sender.join(5_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!waiting.offer(frame(event))) {
            lost.incrementAndGet();
        }
    }

    private byte[] frame(ILoggingEvent event) {
        @Nullable String request = event.getMDCPropertyMap().get("request");
        String text = event.getLoggerName() + ": " + (request == null ? "" : "[" + request + "] ")
                + event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        int facility = event.getLoggerName().equals(AUDIT) ? AUDITING : LOCAL;
        return frame(facility + severity(event.getLevel()), event.getInstant().toString(), text);
    }

    /** With its length before it, so that a line may have several. */
    private byte[] frame(int priority, String at, String text) {
        String line = "<%d>1 %s %s lazo %d - - %s"
                .formatted(priority, at, here, ProcessHandle.current().pid(), text);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        byte[] length = (bytes.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[length.length + bytes.length];
        System.arraycopy(length, 0, whole, 0, length.length);
        System.arraycopy(bytes, 0, whole, length.length, bytes.length);
        return whole;
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    private void ship() {
        byte[] next = null;
        long pause = 1;
        while (isStarted() || !waiting.isEmpty()) {
            try (Socket socket = connect()) {
                pause = 1;
                while (isStarted() || !waiting.isEmpty()) {
                    next = next == null ? waiting.poll(1, TimeUnit.SECONDS) : next;
                    if (next != null) {
                        socket.getOutputStream().write(next);
                        next = null;
                        tellWhatWasLost(socket);
                    }
                }
            } catch (IOException unreachable) {
                if (!isStarted() || !slept(pause)) {
                    return;
                }
                pause = Math.min(60, pause * 2);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void tellWhatWasLost(Socket socket) throws IOException {
        long count = lost.getAndSet(0);
        if (count > 0) {
            String text = "lazo: %d lines of the log were lost on their way here".formatted(count);
            socket.getOutputStream()
                    .write(frame(LOCAL + 4, java.time.Instant.now().toString(), text));
        }
    }

    private static boolean slept(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        if (encryption == null) {
            return new Socket(host, port);
        }
        SSLSocket socket = (SSLSocket) encryption.createSocket(host, port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        try {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return socket;
    }
}
