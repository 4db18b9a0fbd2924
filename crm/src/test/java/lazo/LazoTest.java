package lazo;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Setup;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application on a port of its own, with a company and its administrator. Classes share it, so a test makes the
 * users it needs and expects others to be there.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "lazo.home=target/test-home-${lazo.fork:1}")
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
@Import(LazoTest.Time.class)
public abstract class LazoTest {
    public static final String PASSWORD = "el zorro cruza el rio 47";
    public static final String ADMINISTRATOR = "lucia@almena.example";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {
        @Bean
        @Primary
        MovableClock movableClock() {
            return new MovableClock();
        }
    }

    @LocalServerPort
    protected int port;

    @Autowired
    protected DSLContext sql;

    @Autowired
    protected Users users;

    @Autowired
    protected MovableClock clock;

    @Autowired
    private Setup setup;

    @BeforeEach
    void nameTheCompany() {
        if (users.isEmpty()) {
            var company = new Company(
                    "Almena Energía", Locale.of("es", "ES"), Currency.getInstance("EUR"), ZoneId.of("Europe/Madrid"));
            setup.run(company, "Lucía Ferrer", ADMINISTRATOR, PASSWORD);
        }
    }

    @AfterEach
    void comeBackToThePresent() {
        clock.reset();
    }

    protected User administrator() {
        return users.findByEmail(ADMINISTRATOR).orElseThrow();
    }

    protected Actor actor(User user) {
        return users.actor(user.id());
    }

    /** A new user with {@link #PASSWORD}. */
    protected User user(Role role, @Nullable Long team) {
        int number = COUNT.incrementAndGet();
        var draft = new Users.Draft("Persona " + number, "persona%d@almena.example".formatted(number), role, team);
        return ((Users.Saved.Done) users.create(draft, PASSWORD, false)).user();
    }

    protected String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** Somebody with a browser but no script: keeps cookies, sends forms. */
    protected Visitor visitor() {
        return new Visitor(url(""));
    }

    protected Visitor signedIn(User user) {
        Visitor visitor = visitor();
        visitor.signIn(user.email(), PASSWORD);
        return visitor;
    }
}
