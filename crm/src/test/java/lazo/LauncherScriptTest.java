package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./lazo} with a JDK made of shell scripts: what it looks for, what it says, when it starts again. */
class LauncherScriptTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "dirname",
            "sed",
            "readlink",
            "sleep",
            "rm",
            "mkdir",
            "mv",
            "cat",
            "wc",
            "ls",
            "cksum",
            "tr",
            "find",
            "head",
            "touch",
            "grep",
            "nice",
            "ln",
            "id");

    @TempDir
    Path folder;

    private Path home;
    private Path tools;

    /** @param output of both streams */
    private record End(int code, String output) {}

    @BeforeEach
    void a_copy_of_the_script_beside_a_program_that_is_built() throws IOException {
        home = Files.createDirectory(folder.resolve("with space"));
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            program(tools.resolve(tool), "exec %s \"$@\"".formatted(which(tool)));
        }
        Files.copy(Path.of("..", "lazo"), home.resolve("lazo"));
        Files.createDirectories(home.resolve("crm/target"));
        Files.writeString(home.resolve("crm/target/lazo.jar"), "jar");
    }

    @Test
    void help_speaks_the_language_of_the_terminal() throws Exception {
        assertThat(lazo(Map.of("LANG", "es_ES.UTF-8"), "help").output()).contains("Uso: ./lazo ORDEN");
        assertThat(lazo(Map.of("LANG", "de_DE.UTF-8"), "help").output()).contains("Usage: ./lazo COMMAND");
        assertThat(lazo(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "es_MX"), "help")
                        .output())
                .contains("Uso");
        assertThat(lazo(Map.of(), "dance").code()).isEqualTo(64);
    }

    @Test
    void a_missing_jdk_is_one_sentence() throws Exception {
        End end = lazo(Map.of("LANG", "es_ES", "LAZO_JDK_FOLDERS", "/nowhere"), "run");
        assertThat(end.code()).isEqualTo(78);
        assertThat(end.output().lines()).hasSize(1).first().asString().contains("JDK 25", "(RUN-103)");
    }

    @Test
    void a_jdk_that_is_too_old_is_not_taken() throws Exception {
        Path old = jdk("old", "21.0.2", "exit 0");
        assertThat(lazo(Map.of("LAZO_JAVA_HOME", old.toString()), "run").output())
                .contains(old.toString(), "(RUN-103)");
        Path good = jdk("good", "25.0.1", "exit 78");
        End end = lazo(Map.of("JAVA_HOME", old.toString(), "LAZO_JDK_FOLDERS", old + " " + good + " /nowhere"), "run");
        assertThat(end.code()).isEqualTo(78);
        assertThat(calls()).contains(good.toString());
    }

    @Test
    void a_port_that_is_none_is_refused() throws Exception {
        for (String port : List.of("abc", "0", "65536", "-1", "80 80", "999999999999")) {
            assertThat(lazo(Map.of("LAZO_PORT", port), "run").output()).contains("(RUN-104)");
        }
    }

    @Test
    void maven_is_asked_for_only_when_something_has_to_be_built() throws Exception {
        Path jdk = jdk("jdk", "25", "exit 0");
        assertThat(lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run").code()).isZero();
        Files.createDirectories(home.resolve("crm/src/main"));
        Files.writeString(home.resolve("crm/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(
                home.resolve("crm/target/lazo.jar"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        assertThat(lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run").output())
                .contains("(RUN-105)");
    }

    @Test
    void killed_it_starts_again_and_stopped_in_order_it_does_not() throws Exception {
        Path jdk = jdk("jdk", "25", """
                echo start >> "%s/starts"
                case $(wc -l < "%s/starts") in
                1) kill -9 $$ ;;
                2) exit 3 ;;
                *) exit 0 ;;
                esac""".formatted(folder, folder));
        End end = lazo(Map.of("LAZO_JAVA_HOME", jdk.toString(), "LANG", "es"), "run");
        assertThat(end.code()).isZero();
        assertThat(Files.readAllLines(folder.resolve("starts"))).hasSize(3);
        assertThat(end.output()).contains("inesperada (137)", "inesperada (3)", "Lazo se ha detenido.");
    }

    @Test
    void what_a_person_must_put_right_is_not_tried_again() throws Exception {
        for (int code : List.of(78, 75, 70)) {
            Path jdk = jdk("jdk" + code, "25", "echo start >> \"%s/%d\"; exit %d".formatted(folder, code, code));
            assertThat(lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run").code())
                    .isEqualTo(code);
            assertThat(Files.readAllLines(folder.resolve("" + code))).hasSize(1);
        }
    }

    @Test
    void a_database_that_went_away_after_a_good_start_is_waited_for() throws Exception {
        Path jdk = jdk("jdk", "25", """
                echo start >> "%s/starts"
                case $(wc -l < "%s/starts") in
                1) for option in "$@"; do case $option in -Dlazo.ready=*) file=${option#*=}; mkdir -p "${file%%/*}"; : > "$file" ;; esac; done; sleep 1; kill -9 $$ ;;
                2) exit 75 ;;
                *) exit 0 ;;
                esac""".formatted(folder, folder));
        assertThat(lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run").code()).isZero();
        assertThat(Files.readAllLines(folder.resolve("starts"))).hasSize(3);
    }

    @Test
    void options_and_the_demo_reach_java() throws Exception {
        Path jdk = jdk("jdk", "25", "exit 0");
        lazo(Map.of("LAZO_JAVA_HOME", jdk.toString(), "LAZO_MEMORY", "1g"), "run", "--demo");
        assertThat(calls()).contains("-Xmx1g", "-Dlazo.demo=true", "--enable-native-access=ALL-UNNAMED");
        assertThat(lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run", "--dmo")
                        .code())
                .isEqualTo(64);
        lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "backup", "my file.zip");
        assertThat(calls()).contains("backup|my file.zip");
    }

    @Test
    void a_certificate_makes_it_https_and_one_that_cannot_be_read_is_one_sentence() throws Exception {
        Path jdk = jdk("jdk", "25", "exit 0");
        Path certificate = Files.writeString(folder.resolve("my cert.pem"), "-----BEGIN CERTIFICATE-----");
        lazo(
                Map.of(
                        "LAZO_JAVA_HOME", jdk.toString(),
                        "LAZO_TLS_CERTIFICATE", certificate.toString(),
                        "LAZO_TLS_KEY", certificate.toString()),
                "run");
        assertThat(calls()).contains("-Dserver.ssl.bundle=lazo", "keystore.certificate=file:" + certificate + "|");
        End end = lazo(Map.of("LAZO_JAVA_HOME", jdk.toString(), "LAZO_TLS_CERTIFICATE", "/nowhere.pem"), "run");
        assertThat(end.code()).isEqualTo(78);
        assertThat(end.output()).contains("RUN-111");
    }

    @Test
    void a_new_build_leaves_the_one_that_is_still_running() throws Exception {
        Path jdk = jdk(
                "jdk",
                "25.0.1",
                "ls " + home.resolve("crm/target/run").toString().replace(" ", "\\ ") + "/*");
        Path running = Files.createDirectories(home.resolve("crm/target/run/running"));
        Path left = Files.createDirectories(home.resolve("crm/target/run/left"));
        Files.createFile(running.resolve("used-by-" + ProcessHandle.current().pid()));
        Files.createFile(left.resolve("used-by-" + Integer.MAX_VALUE));
        End end = lazo(Map.of("LAZO_JAVA_HOME", jdk.toString()), "run");
        assertThat(running).exists();
        assertThat(left).doesNotExist();
        assertThat(end.output()).as("while it runs").contains("lazo.jar").containsPattern("used-by-\\d+");
        assertThat(Files.walk(home.resolve("crm/target/run"))
                        .filter(file -> file.toString().contains("used-by-")))
                .as("afterwards")
                .containsExactly(
                        running.resolve("used-by-" + ProcessHandle.current().pid()));
    }

    /** A JDK whose java unpacks what it is asked to unpack, and otherwise does what the test says. */
    private Path jdk(String name, String version, String behaviour) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name).resolve("bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        program(jdk.resolve("bin/javac"), "exit 0");
        program(jdk.resolve("bin/java"), """
                { printf '%%s' "$0"; printf '|%%s' "$@"; echo; } >> "%s/calls"
                case " $* " in
                *" -Djarmode=tools "*)
                    while [ "$1" != --destination ]; do shift; done
                    mkdir -p "$2" && echo jar > "$2/lazo.jar"
                    exit ;;
                *" -Dlazo.training=true "*) exit 1 ;;
                esac
                %s""".formatted(folder, behaviour));
        return jdk;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String calls() throws IOException {
        return Files.readString(folder.resolve("calls"));
    }

    private End lazo(Map<String, String> environment, String... arguments) throws Exception {
        var builder = new ProcessBuilder("sh", home.resolve("lazo").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
        builder.environment().putAll(environment);
        Path output = folder.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), Files.readString(output));
    }

    private static Path which(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(directory -> Path.of(directory, tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool));
    }
}
