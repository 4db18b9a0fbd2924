package lazo.kernel.notification.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.notification.Notifications;
import lazo.kernel.notification.UnreadChanged;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open pages that want to know how much there is to read. Only the number goes over the line, and before each number
 * the session is looked at again: where it has ended, so does the line.
 */
@Component
class NotificationStreams implements AutoCloseable {
    private static final long LIFE = Duration.ofMinutes(10).toMillis();
    private static final Duration BEAT = Duration.ofSeconds(20);
    private static final int MOST_PER_USER = 20;

    private final Sessions sessions;
    private final Notifications notifications;
    private final Map<Long, Set<Line>> lines = new ConcurrentHashMap<>();
    private final SimpleAsyncTaskScheduler beats = new SimpleAsyncTaskScheduler();

    /** One open page. */
    private record Line(SseEmitter emitter, String session) {}

    NotificationStreams(Sessions sessions, Notifications notifications) {
        this.sessions = sessions;
        this.notifications = notifications;
        beats.setVirtualThreads(true);
        beats.scheduleWithFixedDelay(this::beat, BEAT);
    }

    SseEmitter open(SignedIn signedIn) {
        long user = signedIn.user().id();
        Line line = new Line(new SseEmitter(LIFE), signedIn.sessionId());
        Set<Line> own = lines.computeIfAbsent(user, id -> ConcurrentHashMap.newKeySet());
        if (own.size() >= MOST_PER_USER) {
            own.stream().findAny().ifPresent(one -> drop(user, one));
        }
        own.add(line);
        line.emitter().onCompletion(() -> forget(user, line));
        line.emitter().onTimeout(line.emitter()::complete);
        line.emitter().onError(gone -> forget(user, line));
        send(user, line, SseEmitter.event().name("unread").data(notifications.unread(user)));
        return line.emitter();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void hear(UnreadChanged changed) {
        for (long user : changed.users()) {
            Set<Line> open = lines.getOrDefault(user, Set.of());
            if (!open.isEmpty()) {
                Thread.ofVirtual().start(() -> {
                    int unread = notifications.unread(user);
                    open.forEach(line ->
                            send(user, line, SseEmitter.event().name("unread").data(unread)));
                });
            }
        }
    }

    /** Notices the pages that have gone and the sessions that have ended. */
    private void beat() {
        lines.forEach((user, open) ->
                open.forEach(line -> send(user, line, SseEmitter.event().comment("beat"))));
    }

    private void send(long user, Line line, SseEmitter.SseEventBuilder event) {
        if (!sessions.isOpen(line.session())) {
            drop(user, line);
            return;
        }
        try {
            line.emitter().send(event);
        } catch (IOException | IllegalStateException gone) {
            forget(user, line);
        }
    }

    private void drop(long user, Line line) {
        forget(user, line);
        line.emitter().complete();
    }

    private void forget(long user, Line line) {
        lines.computeIfPresent(user, (id, open) -> {
            open.remove(line);
            return open.isEmpty() ? null : open;
        });
    }

    /** How many pages of a user are open. */
    int open(long user) {
        return lines.getOrDefault(user, Set.of()).size();
    }

    /** Before the server waits for its last requests, of which these would be. */
    @EventListener
    void stop(ContextClosedEvent closed) {
        close();
    }

    @Override
    public void close() {
        beats.close();
        lines.forEach((user, open) -> open.forEach(line -> drop(user, line)));
    }
}
