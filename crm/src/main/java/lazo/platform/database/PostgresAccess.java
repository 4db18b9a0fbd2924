package lazo.platform.database;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the own server listens and with which passwords; kept in {@code postgres.properties}, readable by its owner only.
 *
 * @param password of the role {@code lazo}, which owns the database and nothing else
 * @param adminPassword of the role {@code postgres}, used to make the database and never by the application
 * @param adminPasswordBefore the one it had until the last start, should that have ended before it could be changed
 */
record PostgresAccess(int port, String password, String adminPassword, String adminPasswordBefore) {
    static final String DATABASE = "lazo";
    static final String USER = "lazo";
    static final String ADMIN = "postgres";

    static PostgresAccess generated() {
        return new PostgresAccess(0, secret(), secret(), "");
    }

    static Optional<PostgresAccess> readFrom(Path home) throws IOException {
        Path file = file(home);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        return Optional.of(new PostgresAccess(
                Integer.parseInt(kept.getProperty("port", "0")),
                kept.getProperty("password", ""),
                kept.getProperty("admin.password", ""),
                kept.getProperty("admin.password.before", "")));
    }

    void writeTo(Path home) throws IOException {
        var kept = new Properties();
        kept.setProperty("port", Integer.toString(port));
        kept.setProperty("password", password);
        kept.setProperty("admin.password", adminPassword);
        kept.setProperty("admin.password.before", adminPasswordBefore);
        Path unfinished = Files.createTempFile(
                home,
                "postgres",
                ".properties",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(unfinished)) {
            kept.store(writer, null);
        }
        toDisk(unfinished, StandardOpenOption.WRITE);
        Files.move(unfinished, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        toDisk(home, StandardOpenOption.READ);
    }

    /** What the database is told next must not outlive what was written here. */
    private static void toDisk(Path path, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    PostgresAccess at(int newPort) {
        return new PostgresAccess(newPort, password, adminPassword, adminPasswordBefore);
    }

    /** With new passwords. */
    PostgresAccess renewed() {
        return new PostgresAccess(port, secret(), secret(), adminPassword);
    }

    /** The change of the passwords was written down, and then did not come about. */
    PostgresAccess asBefore() {
        return new PostgresAccess(port, password, adminPasswordBefore, "");
    }

    String url() {
        return url(DATABASE);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static Path file(Path home) {
        return home.resolve("postgres.properties");
    }

    private static String secret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
