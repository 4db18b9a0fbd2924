package lazo.platform.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a killed process leaves behind. After {@code kill -9} of the JVM its server lives on; after {@code kill -9} of the
 * server some of its children may for a moment. Every process of a server works in its data folder, which is how they are
 * told from strangers that were given the same process number later.
 */
final class PostgresLeftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PostgresLeftovers() {}

    /** The caller holds the lock of the folder, so nobody else is using what runs there. */
    static void clear(Path data, Progress progress) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        List<Long> running = processesIn(data);
        if (!running.isEmpty()) {
            progress.step("database.progress.take-over");
            stopAll(data);
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private static void stopAll(Path data) throws IOException {
        long start = System.nanoTime();
        String signal = "INT";
        for (List<Long> running = processesIn(data); !running.isEmpty(); running = processesIn(data)) {
            for (long pid : running) {
                signal(pid, signal);
            }
            sleep(signal.equals("INT") ? 300 : 1000);
            long waited = System.nanoTime() - start;
            signal = waited > PATIENCE.toNanos() ? "KILL" : waited > PATIENCE.toNanos() / 2 ? "QUIT" : "INT";
        }
    }

    private static List<Long> processesIn(Path data) throws IOException {
        Path real = data.toRealPath();
        var found = new ArrayList<Long>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readSymbolicLink(process.resolve("cwd")).equals(real)
                            && Files.readString(process.resolve("comm")).startsWith("postgres")) {
                        found.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException goneOrNotOurs) {
                    continue;
                }
            }
        }
        return found;
    }

    static void signal(long pid, String name) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void sleep(long milliseconds) throws IOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
