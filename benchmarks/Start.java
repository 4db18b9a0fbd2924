import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Starts Lazo as a user does and says how long its first page took, and what it needs when nobody asks for anything. */
final class Start {
    private Start() {}

    /** Arguments: the script, address, data folder, how often. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[2]);
        URI page = URI.create(args[1] + "/sign-in");
        System.out.println("| start | first page, s | CPU until then, s | memory after 20 s |\n|---|---|---|---|");
        for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
            ProcessBuilder builder = new ProcessBuilder(args[0], "run").redirectErrorStream(true);
            builder.environment().put("LAZO_HOME", home.toString());
            builder.environment().put("LAZO_PORT", String.valueOf(page.getPort()));
            Instant begun = Instant.now();
            Process lazo = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            waitFor(page);
            double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
            Meter meter = Meter.of(home);
            double cpu = meter.cpu().sum() / 1000;
            Thread.sleep(20_000);
            System.out.printf(Locale.ROOT, "| %d | %.1f | %.1f | %s |%n", i, seconds, cpu, meter.memory());
            lazo.destroy();
            lazo.waitFor();
        }
    }

    private static void waitFor(URI page) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < 3000; i++) {
            try {
                if (http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding()).statusCode() < 400) {
                    return;
                }
            } catch (java.io.IOException notYet) {
                // It is starting.
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("Lazo does not start");
    }
}
