package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void it_is_migrated_and_knows_spanish() {
        assertThat(database.sql().fetchValue("select count(*) from team")).isEqualTo(0L);
        assertThat(database.sql().fetchValue("select fold('Peñón Ávila')")).isEqualTo("penon avila");
        assertThat(database.sql()
                        .fetchValue("select to_tsvector('canciones del niño')")
                        .toString())
                .isEqualTo("'cancion':1 'niñ':3");
        assertThat(database.sql().fetchValue("select cardinality(show_trgm('ñu'))"))
                .as("ñ is a letter, not a gap")
                .isEqualTo(3);
    }

    @Test
    void two_databases_do_not_see_each_other() {
        var other = new TestDatabase();
        other.sql().execute("insert into team (name) values ('Norte')");
        assertThat(database.sql().fetchValue("select count(*) from team")).isEqualTo(0L);
        other.afterAll(null);
    }
}
