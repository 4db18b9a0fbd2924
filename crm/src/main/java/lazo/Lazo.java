package lazo;

import lazo.platform.database.DatabaseCommands;
import lazo.platform.database.Startup;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: one process over one PostgreSQL. */
@SpringBootApplication
public class Lazo {
    public static void main(String[] args) {
        if (DatabaseCommands.understands(args)) {
            System.exit(DatabaseCommands.run(args));
        }
        Startup.run(() -> SpringApplication.run(Lazo.class, args));
    }
}
