package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lazo.TestDatabase;
import lazo.platform.web.Slow;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueryTimeTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final DSLContext sql =
            DSL.using(database.sql().configuration().derive(new DefaultExecuteListenerProvider(new QueryTime(1))));

    @AfterEach
    void nobodyWaits() {
        OnBehalf.end();
    }

    @Test
    void a_query_somebody_waits_for_ends_in_time_and_one_of_a_job_goes_on() {
        sql.execute("select pg_sleep(1.5)");
        OnBehalf.begin(1L, null, "-");
        assertThatThrownBy(() -> sql.execute("select pg_sleep(60)"))
                .satisfies(failure -> assertThat(Slow.is(failure)).isTrue());
        assertThat(sql.fetchValue("select 1")).isEqualTo(1);
    }
}
