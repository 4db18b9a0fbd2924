package lazo;

import java.time.Clock;
import lazo.kernel.audit.AuditCommand;
import lazo.platform.database.DatabaseCommands;
import lazo.platform.database.Startup;
import lazo.platform.operation.LibraryCheck;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application: one process over one PostgreSQL. */
@SpringBootApplication
public class Lazo {
    public static void main(String[] args) {
        if (DatabaseCommands.understands(args)) {
            System.exit(DatabaseCommands.run(args));
        }
        if (AuditCommand.understands(args)) {
            System.exit(AuditCommand.run());
        }
        if (LibraryCheck.understands(args)) {
            System.exit(LibraryCheck.run());
        }
        Startup.run(() -> SpringApplication.run(Lazo.class, args));
    }

    /** The only clock; tests move their own. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
