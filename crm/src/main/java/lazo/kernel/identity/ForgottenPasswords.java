package lazo.kernel.identity;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Mails a link to whoever has forgotten a password. Whether there is such an account is found out after the answer, on
 * another thread: neither what it says nor how long it takes tells.
 */
@Component
public class ForgottenPasswords implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ForgottenPasswords.class);

    private final Users users;
    private final OneTimeLinks links;
    private final SignInThrottle throttle;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("forgotten passwords").factory());

    ForgottenPasswords(Users users, OneTimeLinks links, SignInThrottle throttle) {
        this.users = users;
        this.links = links;
        this.throttle = throttle;
    }

    /** @return how long this place has to wait before it asks again; zero when it was heard */
    public Duration ask(String email, String place) {
        Duration wait = throttle.take("forgotten password", place);
        if (wait.isZero()) {
            thread.execute(() -> mail(email.strip().toLowerCase(Locale.ROOT)));
        }
        return wait;
    }

    private void mail(String email) {
        try {
            users.findByEmail(email)
                    .filter(user -> user.active() && users.hasPassword(user.id()))
                    .filter(user -> throttle.take("forgotten password of " + user.id(), "anywhere")
                            .isZero())
                    .ifPresent(links::mailPassword);
        } catch (RuntimeException failed) {
            log.warn("A link for a new password was not mailed", failed);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
