package lazo.platform.database;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts the application so that whatever prevents it is one sentence and an exit code.
 *
 * <p>The script {@code ./lazo} goes by the code: a problem a person must solve is not tried again, any other end is.
 */
public final class Startup {
    /** Somebody has to change something first. */
    static final int CONFIGURATION = 78;

    /** May pass by itself: a database that does not answer. */
    static final int UNAVAILABLE = 75;

    /** A fault of ours; the log has the details. */
    static final int FAULT = 70;

    private static @Nullable CompletableFuture<Database> begun;

    private Startup() {}

    public static void run(Runnable application) {
        Terminal.quiet();
        try {
            checkBefore();
            if (usesOwnServer()) {
                begun = CompletableFuture.supplyAsync(Startup::openOwn, Thread.ofPlatform()::start);
            }
            application.run();
        } catch (Throwable failure) { // what is not caught here would be shown as a stack trace
            int code = explain(failure);
            closeOwn();
            System.exit(code);
        }
    }

    /** The server that was set going while Spring was still looking for its beans, if this process was started that way. */
    static Optional<Database> begun() {
        try {
            return Optional.ofNullable(begun).map(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw StartupProblems.in(failed).orElseThrow(() -> failed);
        }
    }

    private static Database openOwn() {
        return Database.open(Optional.empty(), home(), Progress.of(Boolean.getBoolean("lazo.terminal")));
    }

    private static void closeOwn() {
        if (begun != null) {
            begun.thenAccept(Database::close).exceptionally(neverOpened -> null).join();
        }
    }

    private static boolean usesOwnServer() {
        return Stream.of(System.getenv("LAZO_DATABASE_URL"), System.getProperty("lazo.database.url"))
                .allMatch(url -> url == null || url.isBlank());
    }

    /** Cheap questions first: nobody should wait for a database to hear that the port is taken. */
    private static void checkBefore() throws IOException {
        if (usesOwnServer()) {
            HomeLock.take(home()).close();
        }
        int port =
                Integer.parseInt(Optional.ofNullable(System.getenv("LAZO_PORT")).orElse("8080"));
        if (port == 0) {
            return;
        }
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(
                    Optional.ofNullable(System.getenv("LAZO_ADDRESS")).orElse("127.0.0.1"), port));
        } catch (IOException refused) {
            boolean forbidden = String.valueOf(refused.getMessage()).contains("ermission");
            throw new StartupProblem(refused, forbidden ? "RUN-102" : "RUN-101", Integer.toString(port));
        }
    }

    static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("LAZO_HOME")).orElse("data"))
                .toAbsolutePath()
                .normalize();
    }

    static int explain(Throwable failure) {
        Optional<StartupProblem> known = StartupProblems.in(failure);
        if (known.isEmpty()) {
            Path log = home().resolve("lazo.log");
            keep(failure, log);
            Terminal.complain(new StartupProblem(failure, "RUN-199", log, shortened(failure)).sentence());
            return FAULT;
        }
        Terminal.complain(known.get().sentence());
        return known.get().code().equals("DB-105") ? UNAVAILABLE : CONFIGURATION;
    }

    private static String shortened(Throwable failure) {
        String text = failure.toString().replaceAll("\\s+", " ");
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }

    private static void keep(Throwable failure, Path log) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        try {
            Files.writeString(log, trace.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException nowhereToWrite) {
            Terminal.complain(trace.toString());
        }
    }
}
