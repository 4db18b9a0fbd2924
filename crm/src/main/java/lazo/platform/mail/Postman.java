package lazo.platform.mail;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import lazo.platform.mail.SmtpConnection.Envelope;
import lazo.platform.outbound.Backoff;
import lazo.platform.outbound.Sweep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Carries mails to the server, one after the other over one connection. While the server is away it is asked seldom. */
@Component
public class Postman implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    private static final Backoff AWAY = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ZERO);

    private final Outbox outbox;
    private final MailServerSettings settings;
    private final Clock clock;
    private final SSLSocketFactory tls;
    private final Sweep sweep = new Sweep("mail", this::sendDue);
    private final ReentrantLock working = new ReentrantLock();
    private int failures;
    private Instant notBefore = Instant.MIN;
    private @Nullable MailServer asked;

    Postman(Outbox outbox, MailServerSettings settings, Clock clock) throws GeneralSecurityException {
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        this.tls = SSLContext.getDefault().getSocketFactory();
    }

    /** Soon, on another thread. */
    void start() {
        sweep.start();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void hear(Outbox.Written written) {
        start();
    }

    /** Sends all that is due, unless the server has just been away. */
    void sendDue() {
        working.lock();
        try {
            Optional<MailServer> server = settings.find();
            if (!server.equals(Optional.ofNullable(asked))) {
                asked = server.orElse(null);
                notBefore = Instant.MIN;
                failures = 0;
            }
            if (server.isPresent() && !clock.instant().isBefore(notBefore) && outbox.hasDue()) {
                sendAll(server.get());
            }
        } finally {
            working.unlock();
        }
    }

    private void sendAll(MailServer server) {
        try (Line line = new Line(server)) {
            for (Optional<Mail> next = outbox.take(); next.isPresent(); next = outbox.take()) {
                Mail mail = next.get();
                try {
                    Envelope envelope = outbox.envelope(mail);
                    line.open().send(envelope);
                    outbox.noteSent(mail);
                    failures = 0;
                } catch (MailFailure failure) {
                    outbox.note(mail, failure);
                    if (failure.reason().isOfServer()) {
                        failures++;
                        notBefore = clock.instant().plus(AWAY.pause(failures));
                        log.warn("The mail server takes nothing ({}); it is asked again later", failure.reason());
                        return;
                    }
                    line.close();
                }
            }
        }
    }

    /** The connection, made when it is needed first. */
    private final class Line implements AutoCloseable {
        private final MailServer server;
        private @Nullable SmtpConnection connection;

        Line(MailServer server) {
            this.server = server;
        }

        SmtpConnection open() throws MailFailure {
            if (connection == null) {
                connection =
                        SmtpConnection.open(server, settings.password(server).orElse(null), tls);
            }
            return connection;
        }

        @Override
        public void close() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }

    /** Hands a letter over at once, to see whether the server takes it. @throws MailFailure with what it says instead */
    public void trySending(MailServer server, String recipient, Letter letter) throws MailFailure {
        try (SmtpConnection connection =
                SmtpConnection.open(server, settings.password(server).orElse(null), tls)) {
            connection.send(new Envelope(
                    UUID.randomUUID(),
                    recipient,
                    letter.subject(),
                    letter.text(),
                    letter.html(),
                    clock.instant(),
                    List.of()));
        }
        working.lock();
        try {
            notBefore = Instant.MIN;
        } finally {
            working.unlock();
        }
        start();
    }

    @Override
    public void close() throws IOException {
        sweep.close();
    }

    /** Sends what is due by now, also after a restart, and forgets what is old. */
    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        RecurringTask<Void> mailDue(Postman postman) {
            return Tasks.recurring("mail-due", Schedules.fixedDelay(Duration.ofSeconds(5)))
                    .execute((instance, context) -> postman.start());
        }

        @Bean
        RecurringTask<Void> mailTidying(Outbox outbox) {
            return Tasks.recurring("mail-tidying", Schedules.fixedDelay(Duration.ofHours(1)))
                    .execute((instance, context) -> outbox.tidy());
        }
    }
}
