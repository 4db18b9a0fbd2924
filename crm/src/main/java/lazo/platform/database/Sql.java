package lazo.platform.database;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names and texts as PostgreSQL quotes them. */
final class Sql {
    private Sql() {}

    static String name(String... parts) {
        return Arrays.stream(parts)
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
