package lazo.platform.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import lazo.platform.outbound.OutboundCalls.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A canary in the company's network, and every way that has been used to reach one. */
@Tag("RE-05")
class OutboundCallsTest {
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer canary;
    private OutboundCalls calls;

    @BeforeEach
    void aCanarySings() throws IOException {
        canary = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        canary.createContext("/", exchange -> {
            heard.incrementAndGet();
            switch (exchange.getRequestURI().getPath()) {
                case "/away" -> {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/secret");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/large" -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (var body = exchange.getResponseBody()) {
                        for (int chunk = 0; chunk < 40; chunk++) {
                            body.write(new byte[100_000]);
                        }
                    } catch (IOException hungUp) {
                        // The caller has read enough.
                    }
                }
                default -> {
                    byte[] text = "secret".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                }
            }
            exchange.close();
        });
        canary.start();
        calls = new OutboundCalls(InetAddress::getAllByName);
    }

    @AfterEach
    void itIsSilent() throws IOException {
        canary.stop(0);
        calls.close();
    }

    private int port() {
        return canary.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/",
                "https://localhost:PORT/",
                "https://2130706433:PORT/",
                "https://127.1:PORT/",
                "https://0177.0.0.1:PORT/",
                "https://0x7f000001:PORT/",
                "https://0.0.0.0:PORT/",
                "https://[::1]:PORT/",
                "https://[::ffff:127.0.0.1]:PORT/",
                "https://[::ffff:7f00:1]:PORT/",
                "https://[0:0:0:0:0:ffff:7f00:0001]:PORT/",
                "https://[64:ff9b::7f00:1]:PORT/",
                "https://[2002:7f00:1::]:PORT/",
                "https://[::]:PORT/",
                "https://[::127.0.0.1]:PORT/",
                "http://127.0.0.1:PORT/",
                "https://example.com@127.0.0.1:PORT/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:PORT/",
                "//127.0.0.1:PORT/",
                "https://127.0.0.1:22/"
            })
    void no_notation_of_an_inner_address_is_called(String url) {
        assertThatThrownBy(() -> calls.send(Call.get(URI.create(url.replace("PORT", "" + port())), Reach.PUBLIC)))
                .isInstanceOf(IOException.class);
        assertThat(heard).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true, true",
        "2606:4700::1111, true, true",
        "10.1.2.3, false, true",
        "172.31.255.255, false, true",
        "172.32.0.1, true, true",
        "192.168.0.10, false, true",
        "100.64.0.1, false, true",
        "fd12::1, false, true",
        "127.0.0.1, false, true",
        "::1, false, true",
        "169.254.169.254, false, false",
        "::ffff:169.254.169.254, false, false",
        "64:ff9b::a9fe:a9fe, false, false",
        "2002:a9fe:a9fe::1, false, false",
        "fe80::1, false, false",
        "0.0.0.0, false, false",
        "255.255.255.255, false, false",
        "224.0.0.1, false, false",
        "ff02::1, false, false",
        "198.18.0.1, false, true"
    })
    void addresses_are_public_private_or_never_called(String address, boolean outside, boolean inside) {
        InetAddress one = InetAddress.ofLiteral(address);
        assertThat(OutboundAddress.isAllowed(one, Reach.PUBLIC)).isEqualTo(outside);
        assertThat(OutboundAddress.isAllowed(one, Reach.PRIVATE_TOO)).isEqualTo(inside);
    }

    @Test
    void a_name_is_resolved_once_and_one_inner_address_among_others_refuses_all() throws IOException {
        InetAddress outer = InetAddress.ofLiteral("192.0.43.8");
        InetAddress inner = InetAddress.ofLiteral("127.0.0.1");
        try (var rebinding = new OutboundCalls(host -> {
            int time = asked.incrementAndGet();
            return time == 1 ? new InetAddress[] {outer, inner} : new InetAddress[] {inner};
        })) {
            URI uri = URI.create("https://evil.example:" + port() + "/");
            assertThatThrownBy(() -> rebinding.send(Call.get(uri, Reach.PUBLIC)))
                    .isInstanceOf(OutboundRefusal.class);
            assertThat(asked).hasValue(1);
            assertThat(heard).hasValue(0);
        }
    }

    @Test
    void an_administrator_may_allow_the_companys_network_and_redirects_are_not_followed() throws IOException {
        URI base = URI.create("http://127.0.0.1:" + port());
        assertThat(calls.send(Call.get(base.resolve("/"), Reach.PRIVATE_TOO)).body())
                .asString()
                .isEqualTo("secret");
        var led = calls.send(Call.get(base.resolve("/away"), Reach.PRIVATE_TOO));
        assertThat(led.status()).isEqualTo(302);
        assertThat(led.header("location")).isPresent();
        assertThat(heard).hasValue(2);
    }

    @Test
    void an_answer_too_large_is_cut_off() {
        URI large = URI.create("http://127.0.0.1:" + port() + "/large");
        assertThatThrownBy(() -> calls.send(Call.get(large, Reach.PRIVATE_TOO)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger");
    }
}
