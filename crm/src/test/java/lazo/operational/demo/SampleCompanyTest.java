package lazo.operational.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import lazo.TestDatabase;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.Setup;
import lazo.kernel.identity.Users;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest(properties = "lazo.sample=alone")
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
class SampleCompanyTest {
    @Autowired
    DSLContext sql;

    @Autowired
    Users users;

    @Autowired
    Setup setup;

    @Autowired
    SampleCompany sample;

    @Test
    @Tag("FEA-17")
    void an_empty_lazo_gets_a_company_with_two_years_of_history() {
        var company = new Company(
                "Almena Energía", Locale.of("es", "ES"), Currency.getInstance("EUR"), ZoneId.of("Europe/Madrid"));
        setup.run(company, "Lucía", "lucia@almena.example", "el zorro cruza el rio 47");
        assertThat(sample.mayLoad()).isTrue();
        sample.load(users.actor(
                users.findByEmail("lucia@almena.example").orElseThrow().id()));

        assertThat(count("record.account") + count("record.contact") + count("record.lead"))
                .isEqualTo(3000);
        assertThat(count("record.opportunity")).isEqualTo(400);
        assertThat(count("record.opportunity where stage = 'lost' and loss_reason is null"))
                .isZero();
        assertThat(count("record.opportunity where stage = 'won'")).isBetween(80, 250);
        assertThat(count("record.activity where created_at < now() - interval '1 year'"))
                .isGreaterThan(200);
        assertThat(count("timeline_entry where at > now() + interval '20 days'"))
                .isZero();
        assertThat(count("record.invoice where status in ('issued', 'partly_paid', 'paid')"))
                .isGreaterThan(30);
        assertThat(count("record.invoice where balance > 0 and due_date < current_date"))
                .isPositive();
        assertThat(count("payment_reversal")).isPositive();
        assertThat(sample.mayLoad()).as("never into customers that are there").isFalse();
    }

    private int count(String from) {
        return ((Number) sql.fetchValue("select count(*) from " + from)).intValue();
    }
}
