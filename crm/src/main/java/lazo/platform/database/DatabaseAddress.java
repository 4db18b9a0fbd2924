package lazo.platform.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an existing PostgreSQL is found: {@code postgres://user:password@host:port/database?sslmode=require} as hosting
 * companies write it, or a JDBC address.
 *
 * @param url of JDBC, never with a password in it that came from the authority part
 */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {
    private static final Pattern HOSTS = Pattern.compile("^jdbc:postgresql://([^/?]*)");
    private static final Pattern HERE = Pattern.compile("(?i)localhost|127(\\.\\d+){3}|\\[::1]|");
    private static final Pattern SSL_MODE = Pattern.compile("[?&]sslmode=([^&]*)");
    private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^&]*");

    /** @param plaintext whether a way in that is not encrypted or not checked is wanted all the same */
    static DatabaseAddress parse(String text, boolean plaintext) {
        DatabaseAddress address = parse(text);
        if (!plaintext && address.isElsewhere() && !address.isVerified()) {
            throw new StartupProblem("DB-117", address.shown());
        }
        return address.isVerified() ? address.trustingAuthorities() : address;
    }

    static DatabaseAddress parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("jdbc:postgresql:")) {
            return new DatabaseAddress(withDefaults(trimmed), null, null);
        }
        if (trimmed.startsWith("postgres://") || trimmed.startsWith("postgresql://")) {
            return fromUri(trimmed);
        }
        throw new StartupProblem("DB-111");
    }

    private boolean isElsewhere() {
        Matcher hosts = HOSTS.matcher(url);
        return hosts.find()
                && Arrays.stream(hosts.group(1).split(","))
                        .map(host -> host.replaceFirst(":\\d*$", ""))
                        .anyMatch(host -> !HERE.matcher(host).matches());
    }

    /** Encrypted, with a certificate that is checked, whatever else the address asks for. */
    private boolean isVerified() {
        List<String> modes =
                SSL_MODE.matcher(url).results().map(mode -> mode.group(1)).toList();
        return !modes.isEmpty()
                && modes.stream().allMatch(mode -> mode.equalsIgnoreCase("verify-full"))
                && !url.contains("NonValidatingFactory");
    }

    /** Without an authority of its own the address means those that Java trusts. */
    private DatabaseAddress trustingAuthorities() {
        return url.contains("sslrootcert=") || url.contains("sslfactory=")
                ? this
                : new DatabaseAddress(url + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory", user, password);
    }

    /** As it may be shown. */
    String shown() {
        return SECRET.matcher(url.replaceFirst("^jdbc:", ""))
                .replaceAll("$1***")
                .replaceFirst("[?&]reWrite.*$", "");
    }

    private static DatabaseAddress fromUri(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            if (uri.getHost() == null || path == null || path.length() < 2) {
                throw new StartupProblem("DB-111");
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String[] user = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return new DatabaseAddress(
                    withDefaults("jdbc:postgresql://" + uri.getHost() + port + path + query),
                    user.length > 0 ? decoded(user[0]) : null,
                    user.length > 1 ? decoded(user[1]) : null);
        } catch (URISyntaxException malformed) {
            throw new StartupProblem(malformed, "DB-111");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Batches travel as one statement: twice the rows per second. */
    static String withDefaults(String url) {
        return url.contains("reWriteBatchedInserts=")
                ? url
                : url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    }
}
