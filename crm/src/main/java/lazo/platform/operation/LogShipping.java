package lazo.platform.operation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import jakarta.annotation.PreDestroy;
import lazo.platform.database.StartupProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where {@code LAZO_LOG_SHIP} names another computer, the log and the events of the audit go there too. */
@Component
class LogShipping {
    private final @Nullable SyslogAppender appender;

    LogShipping(Environment environment) {
        String to = environment.getProperty("lazo.log.ship", "").strip();
        this.appender = to.isEmpty() ? null : begun(to);
    }

    private static SyslogAppender begun(String to) {
        try {
            SyslogAppender appender = SyslogAppender.to(to);
            begin(appender);
            return appender;
        } catch (IllegalArgumentException wrong) {
            throw new StartupProblem(wrong, "RUN-112", to);
        }
    }

    static void begin(SyslogAppender appender) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            appender.setContext(context);
            appender.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
            Logger audit = context.getLogger(SyslogAppender.AUDIT);
            audit.setLevel(Level.INFO);
            audit.setAdditive(false);
            audit.addAppender(appender);
        }
    }

    static void end(SyslogAppender appender) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
            Logger audit = context.getLogger(SyslogAppender.AUDIT);
            audit.detachAppender(appender);
            audit.setLevel(Level.OFF);
            appender.stop();
        }
    }

    @PreDestroy
    void end() {
        if (appender != null) {
            end(appender);
        }
    }
}
