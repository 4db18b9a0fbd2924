package lazo.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Names each connection it lends after the user it is lent for. The driver says so to PostgreSQL only when it changes. */
final class NamedConnections extends DelegatingDataSource {
    NamedConnections(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        connection.setClientInfo("ApplicationName", OnBehalf.name());
        return connection;
    }
}
