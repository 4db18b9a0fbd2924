package lazo.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import lazo.Eventually;
import lazo.LazoTest;
import lazo.TestCertificate;
import lazo.kernel.audit.AuditChain;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Against a collector that speaks syslog over TLS with a certificate of its own. */
class LogShippingTest extends LazoTest {
    @Autowired
    AuditChain chain;

    @TempDir
    static Path folder;

    private SSLContext tls;
    private ServerSocket collector;

    @BeforeEach
    void aCollector() throws IOException {
        TestCertificate own = TestCertificate.of(folder, "collector", "CN=localhost");
        tls = own.believing(own);
        collector = tls.getServerSocketFactory().createServerSocket(0);
    }

    @AfterEach
    void close() throws IOException {
        collector.close();
    }

    private CompletableFuture<String> received() {
        return CompletableFuture.supplyAsync(() -> {
            try (var socket = collector.accept()) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException refused) {
                return "";
            }
        });
    }

    @Test
    void the_log_and_the_audit_go_to_another_computer_over_tls() throws Exception {
        User user = user(Role.SELLER, null);
        CompletableFuture<String> received = received();
        var appender = new SyslogAppender("localhost", collector.getLocalPort(), tls.getSocketFactory());
        LogShipping.begin(appender);
        try {
            LoggerFactory.getLogger("lazo.test").warn("First line\nsecond line");
            signedIn(user);
            Eventually.holds("the audit is sealed", chain::seal);
        } finally {
            LogShipping.end(appender);
        }
        String text = received.get(20, TimeUnit.SECONDS);
        assertThat(text).containsPattern("\\d+ <132>1 2\\S+Z \\S+ lazo \\d+ - - lazo.test: First line\nsecond line");
        assertThat(text)
                .containsPattern("<110>1 \\S+ \\S+ lazo \\d+ - - lazo.audit: event \\d+ \\S+ user " + user.id()
                        + " sign-in session")
                .containsPattern("lazo.audit: block \\d+ sealed [0-9a-f]{64}")
                .doesNotContain(user.name());
    }

    @Test
    void nothing_is_told_to_a_computer_that_cannot_prove_who_it_is() throws Exception {
        CompletableFuture<String> received = received();
        var appender = new SyslogAppender(
                "localhost", collector.getLocalPort(), (SSLSocketFactory) SSLSocketFactory.getDefault());
        LogShipping.begin(appender);
        LoggerFactory.getLogger("lazo.test").warn("For nobody else");
        assertThat(received.get(20, TimeUnit.SECONDS)).isEmpty();
        LogShipping.end(appender);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs.example.org", "syslog+tcp://logs.example.org:514", "http://localhost:1", "x y"})
    void clear_text_leaves_this_computer_to_nowhere(String to) {
        assertThatThrownBy(() -> SyslogAppender.to(to)).isInstanceOf(IllegalArgumentException.class);
    }
}
