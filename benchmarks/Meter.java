import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Processor time and memory of one Lazo and of its PostgreSQL, from /proc. */
final class Meter {
    private static final double TICK_MILLIS = 10;

    private final long application;
    private final long postmaster;

    private Meter(long application, long postmaster) {
        this.application = application;
        this.postmaster = postmaster;
    }

    /** User and system time in milliseconds. */
    record Cpu(double application, double database) {
        double sum() {
            return application + database;
        }

        Cpu minus(Cpu earlier) {
            return new Cpu(application - earlier.application, database - earlier.database);
        }

        Cpu plus(Cpu other) {
            return new Cpu(application + other.application, database + other.database);
        }

        Cpu dividedBy(double times) {
            return new Cpu(application / times, database / times);
        }
    }

    /** The processes that work on this data folder. */
    static Meter of(Path home) throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(home.resolve("database/postmaster.pid")).getFirst().strip());
        long application = processes().stream()
                .filter(pid -> {
                    String command = read(pid, "cmdline");
                    return command.contains("lazo.jar")
                            && !command.contains("lazo.training=true")
                            && read(pid, "environ").contains("LAZO_HOME=" + home + "\0");
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No Lazo works on " + home));
        return new Meter(application, postmaster);
    }

    private static List<Long> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private static String read(long pid, String file) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/" + file)), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** What both have used so far; what has ended is counted by its parent. */
    Cpu cpu() throws IOException {
        double database = used(postmaster, 0);
        for (long pid : processes()) {
            database += used(pid, postmaster);
        }
        return new Cpu(used(application, 0), database);
    }

    /** @param parent only when the process is a child of this one; any when 0 */
    private static double used(long pid, long parent) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (parent != 0 && Long.parseLong(fields[1]) != parent) {
            return 0;
        }
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * TICK_MILLIS;
    }

    /** Resident memory of the application. */
    String memory() {
        return "%d MB resident, of which %d MB its own and %d MB pages of files"
                .formatted(megabytes("VmRSS"), megabytes("RssAnon"), megabytes("RssFile"));
    }

    private long megabytes(String what) {
        Matcher found = Pattern.compile(what + ":\\s+(\\d+)").matcher(read(application, "status"));
        return found.find() ? Long.parseLong(found.group(1)) / 1024 : -1;
    }
}
