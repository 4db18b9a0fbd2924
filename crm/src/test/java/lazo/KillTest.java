package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of {@code benchmarks/kill}, which does two hundred. */
class KillTest {
    private static final String ROUNDS = "3";
    private static final String SEED = "11";
    private static final String ROWS = "300";

    @TempDir
    Path folder;

    @Test
    @Tag("FEA-03")
    void a_killed_lazo_comes_back_with_everything_it_had_answered() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String application = Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        int port = freePort();
        Path home = folder.resolve("home");
        List<String> command = new ArrayList<>(List.of(java, "-cp", application, "../benchmarks/Kill.java"));
        command.addAll(List.of("http://localhost:" + port, home.toString(), ROUNDS, SEED, ROWS));
        command.addAll(List.of(java, "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", application));
        command.addAll(List.of("-Dorg.jooq.no-logo=true", "lazo.Lazo"));
        ProcessBuilder kill = new ProcessBuilder(command).redirectErrorStream(true);
        kill.environment().put("LAZO_HOME", home.toString());
        kill.environment().put("LAZO_PORT", String.valueOf(port));
        Process process = kill.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told).isEqualTo(0);
        assertThat(told).contains("nothing lost and nothing done by half");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
