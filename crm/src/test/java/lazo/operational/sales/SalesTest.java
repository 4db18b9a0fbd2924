package lazo.operational.sales;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.TestDatabase;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.timeline.Timeline;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.convention.TestBean;

/** What the tests of sales share: a company, a team with its people, and a clock that is moved by hand. */
@SpringBootTest
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
abstract class SalesTest {
    static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    static final Draft.Reading SPANISH = new Draft.Reading(Locale.of("es"), MADRID, "EUR", "ES");
    static final Instant START = Instant.parse("2026-11-10T09:00:00Z");

    @Autowired
    DSLContext sql;

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    Timeline timeline;

    @Autowired
    CompanySettings company;

    static final MovableClock clock = new MovableClock();

    @TestBean(name = "clock", methodName = "movedByHand")
    Clock replaced;

    static Clock movedByHand() {
        return clock;
    }

    Actor admin;
    Actor manager;
    Actor seller;
    Actor other;
    long team;
    ObjectType deal;
    ObjectType lead;

    static final class MovableClock extends Clock {
        private volatile Instant now = START;

        void set(Instant instant) {
            now = instant;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }

    @BeforeEach
    void people() {
        clock.set(START);
        company.save(
                new Company("Almena Energía", Locale.of("es", "ES"), java.util.Currency.getInstance("EUR"), MADRID));
        team = sql.insertInto(TEAM)
                .set(TEAM.NAME, "Norte" + System.nanoTime())
                .returningResult(TEAM.ID)
                .fetchSingle()
                .value1();
        long adminId = user("admin", Role.ADMINISTRATOR, null);
        long managerId = user("Marta", Role.MANAGER, team);
        long sellerId = user("Lucía", Role.SELLER, team);
        long otherId = user("Dani", Role.SELLER, team);
        admin = new Actor(adminId, "admin", Role.ADMINISTRATOR, Set.of(adminId));
        Set<Long> all = Set.of(managerId, sellerId, otherId);
        manager = new Actor(managerId, "Marta", Role.MANAGER, all);
        seller = new Actor(sellerId, "Lucía", Role.SELLER, all);
        other = new Actor(otherId, "Dani", Role.SELLER, all);
        deal = types.load("opportunity");
        lead = types.load("lead");
    }

    long user(String name, Role role, @Nullable Long ofTeam) {
        return sql.insertInto(APP_USER)
                .set(APP_USER.NAME, name)
                .set(APP_USER.EMAIL, name + System.nanoTime() + "@example.org")
                .set(APP_USER.PASSWORD_HASH, "-")
                .set(APP_USER.ROLE, role.key())
                .set(APP_USER.TEAM_ID, ofTeam)
                .returningResult(APP_USER.ID)
                .fetchSingle()
                .value1();
    }

    Draft typed(ObjectType type, String... pairs) {
        Map<String, List<String>> params = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        return Draft.read(type, params, SPANISH);
    }

    StoredRecord saved(WriteResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).record();
    }

    StoredRecord make(String object, Actor actor, String... pairs) {
        ObjectType type = types.load(object);
        return saved(changes.create(type, typed(type, pairs), actor));
    }

    StoredRecord read(StoredRecord record) {
        return records.findEvenDeleted(record.type(), record.id(), admin).orElseThrow();
    }

    StoredRecord change(StoredRecord record, Actor actor, String... pairs) {
        return saved(
                changes.change(record.type(), record.id(), read(record).version(), typed(record.type(), pairs), actor));
    }

    static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
