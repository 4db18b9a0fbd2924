package lazo.platform.database;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps Spring from printing its own report of a problem that {@link Startup} explains in one sentence. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class QuietFailure implements SpringBootExceptionReporter {
    QuietFailure(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return StartupProblems.in(failure).isPresent();
    }
}
