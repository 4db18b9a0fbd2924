package lazo.kernel.identity;

import static lazodb.Tables.USER_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.Semaphore;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.web.RateFilter;
import lazo.platform.web.Rates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("RE-05")
class SessionsTest extends LazoTest {
    private static final int AT_ONCE = 8;

    @Autowired
    Sessions sessions;

    @Autowired
    RateFilter filter;

    @Autowired
    Rates rates;

    @Test
    void only_the_hash_of_a_token_is_kept() {
        User user = user(Role.SELLER, null);
        String token = sessions.start(user.id(), "Chrome");
        assertThat(token).hasSize(43);
        assertThat(sql.fetch(USER_SESSION, USER_SESSION.USER_ID.eq(user.id())).format())
                .doesNotContain(token);
        assertThat(sessions.find(token)).map(found -> found.user().id()).hasValue(user.id());
        assertThat(sessions.find(token.substring(1) + "x")).isEmpty();
        assertThat(sessions.find("")).isEmpty();
    }

    @Test
    void who_asks_too_often_or_too_much_at_once_waits_and_others_do_not() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        Semaphore turn = filter.turn(user.id());
        turn.acquireUninterruptibly(AT_ONCE);
        Visitor.Answer busy = visitor.get("/account");
        assertThat(busy.status()).isEqualTo(429);
        assertThat(busy.header("X-Lazo-Error")).isEqualTo("WEB-429");
        assertThat(busy.header("Retry-After")).isNotEmpty();
        turn.release(AT_ONCE);
        assertThat(visitor.get("/account").status()).isEqualTo(200);
        while (!rates.count("user " + user.id(), 100_000).isExceeded()) {
            // Many requests of a minute.
        }
        assertThat(visitor.get("/account").header("X-Lazo-Error")).isEqualTo("WEB-429");
        assertThat(signedIn(user(Role.SELLER, null)).get("/account").status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(61));
        assertThat(visitor.get("/account").status()).isEqualTo(200);
    }

    @Test
    void a_session_ends_after_two_idle_weeks_and_after_ninety_days_in_any_case() {
        User user = user(Role.SELLER, null);
        String idle = sessions.start(user.id(), null);
        clock.advance(Duration.ofDays(14).plusSeconds(5));
        assertThat(sessions.find(idle)).isEmpty();
        clock.reset();
        String used = sessions.start(user.id(), null);
        for (int step = 0; step < 8; step++) {
            clock.advance(Duration.ofDays(11));
            forgetCache(user);
            assertThat(sessions.find(used)).isPresent();
        }
        clock.advance(Duration.ofDays(3));
        forgetCache(user);
        assertThat(sessions.find(used)).isEmpty();
    }

    private void forgetCache(User user) {
        sessions.forget(user.id());
    }

    @Test
    void the_last_use_is_written_at_most_once_a_minute() {
        User user = user(Role.SELLER, null);
        String token = sessions.start(user.id(), null);
        OffsetDateTime started = seen(user);
        clock.advance(Duration.ofSeconds(50));
        forgetCache(user);
        sessions.find(token);
        assertThat(seen(user)).isEqualTo(started);
        clock.advance(Duration.ofSeconds(20));
        forgetCache(user);
        sessions.find(token);
        assertThat(seen(user)).isAfter(started);
    }

    private OffsetDateTime seen(User user) {
        return sql.fetchValue(USER_SESSION.SEEN_AT, USER_SESSION.USER_ID.eq(user.id()));
    }

    @Test
    void deactivating_a_user_ends_their_sessions_within_one_request() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        assertThat(visitor.get("/account").status()).isEqualTo(200);
        users.deactivate(user.id());
        assertThat(visitor.get("/account").status()).isEqualTo(303);
        assertThat(visitor.signIn(user.email(), PASSWORD).body()).contains("IDN-101");
        users.activate(user.id());
        assertThat(visitor.signIn(user.email(), PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void a_changed_role_counts_from_the_next_request_on() {
        User user = user(Role.ADMINISTRATOR, null);
        Visitor visitor = signedIn(user);
        assertThat(visitor.get("/settings/users").status()).isEqualTo(200);
        users.change(user.id(), new Users.Draft(user.name(), user.email(), Role.SELLER, null));
        assertThat(visitor.get("/settings/users").status()).isEqualTo(403);
    }

    @Test
    void one_sees_ones_sessions_and_ends_those_of_other_browsers() {
        User user = user(Role.SELLER, null);
        Visitor desk = signedIn(user);
        Visitor phone = visitor().with("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605");
        phone.signIn(user.email(), PASSWORD);
        assertThat(desk.get("/account").body()).contains("Safari en iPhone", "Cerrar las demás");
        desk.post("/account/sessions/end-others");
        assertThat(phone.get("/account").status()).isEqualTo(303);
        assertThat(desk.get("/account").status()).isEqualTo(200);
    }

    @Test
    void nobody_ends_the_sessions_of_somebody_else() {
        User user = user(Role.SELLER, null);
        Visitor visitor = signedIn(user);
        String id = sessions.of(user.id()).getFirst().id();
        Visitor other = signedIn(user(Role.ADMINISTRATOR, null));
        other.get("/account");
        other.post("/account/sessions/end", "id", id);
        assertThat(visitor.get("/account").status()).isEqualTo(200);
    }

    @Test
    void a_new_password_ends_all_other_sessions() {
        User user = user(Role.SELLER, null);
        Visitor here = signedIn(user);
        Visitor there = signedIn(user);
        here.get("/account/password");
        here.post("/account/password", "current", PASSWORD, "password", "otra frase larga y tranquila");
        assertThat(there.get("/account").status()).isEqualTo(303);
        assertThat(here.get("/account").status()).isEqualTo(200);
    }
}
