package lazo.platform.database;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started Lazo where to find it. */
@Component
@ConditionalOnBooleanProperty("lazo.terminal")
class ReadyLine {
    private final Environment environment;
    private final Database database;

    ReadyLine(Environment environment, Database database) {
        this.environment = environment;
        this.database = database;
    }

    @EventListener
    void say(ApplicationReadyEvent ready) {
        Terminal.say(TerminalText.of(
                "database.progress.ready",
                environment.getProperty("local.server.port", "8080"),
                database.shown(),
                environment.getProperty("logging.file.name", "-")));
    }
}
