package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
class ContextTest {
    @Autowired
    DSLContext sql;

    @Test
    void the_application_starts_on_a_test_database() {
        assertThat(sql.fetchValue("select current_database()").toString()).startsWith("test_");
    }
}
