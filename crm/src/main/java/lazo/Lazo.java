package lazo;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application: one process over one PostgreSQL. */
@SpringBootApplication
public class Lazo {
    public static void main(String[] args) {
        SpringApplication.run(Lazo.class, args);
    }

    /** The only clock; tests move their own. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
