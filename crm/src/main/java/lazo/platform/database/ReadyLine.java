package lazo.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started Lazo where to find it: a person by a line, the script {@code ./lazo} by a file. */
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
    void say(ApplicationReadyEvent ready) throws IOException {
        Terminal.say(TerminalText.of(
                "database.progress.ready",
                environment.containsProperty("server.ssl.bundle") ? "https" : "http",
                database.shown(),
                environment.getProperty("logging.file.name", "-"),
                environment.getProperty("local.server.port", "8080")));
        @Nullable String file = environment.getProperty("lazo.ready");
        if (file != null) {
            Path path = Path.of(file);
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, "");
        }
    }
}
