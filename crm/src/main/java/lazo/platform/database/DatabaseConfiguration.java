package lazo.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jooq.ExecuteListenerProvider;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Gives Spring the database: everything else (pool, migrations, jOOQ) follows from {@link JdbcConnectionDetails}. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean(destroyMethod = "close")
    Database database(Environment environment) {
        return Startup.begun()
                .orElseGet(() -> Database.open(
                        Optional.ofNullable(environment.getProperty("lazo.database.url"))
                                .filter(url -> !url.isBlank()),
                        Path.of(environment.getProperty("lazo.home", "data")),
                        Progress.of(environment.getProperty("lazo.terminal", Boolean.class, false))));
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(Database database) {
        return new JdbcConnectionDetails() {
            @Override
            public @Nullable String getUsername() {
                return database.user();
            }

            @Override
            public @Nullable String getPassword() {
                return database.password();
            }

            @Override
            public String getJdbcUrl() {
                return database.url();
            }
        };
    }

    /** Flyway tolerates migrations of the future; an older program writing into a newer database does harm. */
    @Bean
    FlywayMigrationStrategy migrateUnlessNewer(Database database) {
        return flyway -> {
            refuseNewer(flyway);
            database.migrate(flyway);
        };
    }

    @Bean
    ExecuteListenerProvider queryTime(Environment environment) {
        return new DefaultExecuteListenerProvider(
                new QueryTime(environment.getProperty("lazo.query-seconds", Integer.class, 60)));
    }

    @Bean
    static BeanPostProcessor connectionsAreNamed() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new NamedConnections(pool) : bean;
            }
        };
    }

    static void refuseNewer(Flyway flyway) {
        Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .max((one, other) -> one.compareTo(other))
                .ifPresent(version -> {
                    throw new StartupProblem("DB-103", version.getVersion());
                });
    }
}
