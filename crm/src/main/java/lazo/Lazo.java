package lazo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: one process over one PostgreSQL. */
@SpringBootApplication
public class Lazo {
    public static void main(String[] args) {
        SpringApplication.run(Lazo.class, args);
    }
}
