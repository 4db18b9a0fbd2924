package lazo.operational.demo;

import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.SecondFactors;
import lazo.kernel.identity.Setup;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.platform.database.Progress;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** {@code ./lazo run --demo}: an empty Lazo gets the sample company, and its users' sign-ins are printed once. */
@Component
@ConditionalOnProperty(name = "lazo.demo", havingValue = "true")
class DemoStart {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Setup setup;
    private final Users users;
    private final Teams teams;
    private final SampleCompany sample;
    private final SecondFactors secondFactors;

    DemoStart(Setup setup, Users users, Teams teams, SampleCompany sample, SecondFactors secondFactors) {
        this.setup = setup;
        this.secondFactors = secondFactors;
        this.users = users;
        this.teams = teams;
        this.sample = sample;
    }

    @EventListener
    @Order(0)
    void fill(ApplicationReadyEvent ready) {
        if (!users.isEmpty()) {
            return;
        }
        Map<String, String> signIns = new LinkedHashMap<>();
        Company company =
                new Company("Almena Energía", Locale.of("es"), Currency.getInstance("EUR"), ZoneId.of("Europe/Madrid"));
        String password = password();
        User lucia = setup.run(company, "Lucía Ferrer", "lucia@almena.example", password)
                .orElseThrow();
        // Who looks at an example has no telephone for each of its users.
        secondFactors.require(Set.of());
        signIns.put(lucia.email(), password);
        Long north = teams.create("Comercial norte").orElse(null);
        Long south = teams.create("Comercial sur").orElse(null);
        add(signIns, "Marc Soler", "marc@almena.example", Role.MANAGER, north);
        add(signIns, "Amaia Echeverría", "amaia@almena.example", Role.SELLER, north);
        add(signIns, "Diego Robles", "diego@almena.example", Role.SELLER, north);
        add(signIns, "Clara Vidal", "clara@almena.example", Role.MANAGER, south);
        add(signIns, "Iván Prats", "ivan@almena.example", Role.SELLER, south);
        add(signIns, "Pilar Cuesta", "pilar@almena.example", Role.READER, null);
        Progress.TERMINAL.step("demo.filling");
        sample.load(users.actor(lucia.id()));
        Progress.TERMINAL.step("demo.users");
        signIns.forEach((email, secret) -> Progress.TERMINAL.step("demo.user", email, secret));
    }

    private void add(
            Map<String, String> signIns,
            String name,
            String email,
            Role role,
            @org.jspecify.annotations.Nullable Long team) {
        String password = password();
        users.create(new Users.Draft(name, email, role, team), password, false);
        signIns.put(email, password);
    }

    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return Objects.requireNonNull(password.toString());
    }
}
