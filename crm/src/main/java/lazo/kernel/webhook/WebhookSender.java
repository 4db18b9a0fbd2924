package lazo.kernel.webhook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import lazo.kernel.webhook.Deliveries.Attempt;
import lazo.platform.outbound.OutboundCalls;
import lazo.platform.outbound.OutboundCalls.Answer;
import lazo.platform.outbound.OutboundCalls.Call;
import lazo.platform.outbound.OutboundRefusal;
import lazo.platform.outbound.Sweep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends what is due: each webhook on a thread of its own, one delivery after the other, so that what is slow or silent holds
 * up nobody else and what succeeds arrives in order.
 */
@Component
public class WebhookSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final int FAILURES_IN_A_ROW = 3;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final OutboundCalls calls;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook ", 0).factory());
    private final Map<Long, Future<?>> running = new ConcurrentHashMap<>();
    private final Set<Long> again = ConcurrentHashMap.newKeySet();
    private final Sweep sweep = new Sweep("webhooks", this::sendDue);

    WebhookSender(Webhooks webhooks, Deliveries deliveries, OutboundCalls calls, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.calls = calls;
        this.clock = clock;
    }

    /** Soon, on another thread. */
    public void start() {
        sweep.start();
    }

    /** Begins to send, where that is not under way. @return what is under way */
    List<Future<?>> sendDue() {
        running.values().removeIf(Future::isDone);
        for (long id : deliveries.due()) {
            running.compute(id, (key, known) -> {
                if (known != null && !known.isDone()) {
                    again.add(id);
                    return known;
                }
                return threads.submit(() -> sendAll(id));
            });
        }
        return List.copyOf(running.values());
    }

    private void sendAll(long webhookId) {
        try {
            do {
                again.remove(webhookId);
                int failures = 0;
                Optional<Delivery> next = deliveries.take(webhookId);
                while (next.isPresent()) {
                    failures = send(next.get()) ? 0 : failures + 1;
                    if (failures == FAILURES_IN_A_ROW) {
                        return;
                    }
                    next = deliveries.take(webhookId);
                }
            } while (again.contains(webhookId));
        } catch (RuntimeException failed) {
            log.warn("Webhook {} was not sent to; it is tried again", webhookId, failed);
        }
    }

    private boolean send(Delivery delivery) {
        Optional<Webhook> webhook = webhooks.find(delivery.webhookId());
        if (webhook.isEmpty()) {
            return true;
        }
        Attempt attempt = attempt(webhook.get(), delivery);
        deliveries.note(delivery, attempt);
        if (attempt.arrived()) {
            webhooks.noteSuccess(webhook.get());
        } else {
            webhooks.noteFailure(webhook.get());
        }
        return attempt.arrived();
    }

    private Attempt attempt(Webhook webhook, Delivery delivery) {
        Optional<String> secret = webhooks.secret(webhook.id());
        if (secret.isEmpty()) {
            return new Attempt(null, 0, null, "secret");
        }
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json; charset=utf-8",
                "Lazo-Event",
                delivery.event(),
                "Lazo-Event-Id",
                delivery.eventId().toString(),
                "Lazo-Attempt",
                Integer.toString(delivery.attempts()),
                "Lazo-Signature",
                Signatures.sign(secret.get(), clock.instant(), body));
        long start = System.nanoTime();
        try {
            Answer answer = calls.send(new Call("POST", webhook.address(), headers, body, webhook.reach()));
            boolean taken = answer.status() / 100 == 2;
            return new Attempt(
                    answer.status(),
                    since(start),
                    new String(answer.body(), StandardCharsets.UTF_8),
                    taken ? null : "status");
        } catch (IOException failed) {
            return new Attempt(null, since(start), null, reason(failed));
        }
    }

    private static int since(long start) {
        return (int) Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** One word, whose sentence is the text {@code webhook.failure.…}. */
    private static String reason(IOException failed) {
        return switch (failed) {
            case OutboundRefusal refused -> "refused";
            case InterruptedIOException late -> "late";
            case UnknownHostException unknown -> "unknown";
            case ConnectException closed -> "closed";
            case SSLException untrusted -> "untrusted";
            default -> "broken";
        };
    }

    @Override
    public void close() {
        sweep.close();
        threads.shutdownNow();
    }
}
