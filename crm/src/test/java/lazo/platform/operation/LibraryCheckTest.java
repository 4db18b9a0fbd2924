package lazo.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that answers as api.osv.dev does. */
class LibraryCheckTest {
    private static final String WEAK = "pkg:maven/org.example/weak@1.0";
    private static final String GOOD = "pkg:maven/org.example/good@2.0";

    private final List<String> said = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer osv;
    private String severity = "HIGH";

    @BeforeEach
    void aDatabaseOfWeaknesses() throws IOException {
        osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext("/v1/querybatch", this::batch);
        osv.createContext("/v1/vulns/GHSA-1111-2222-3333", exchange -> answer(exchange, """
                {"id": "GHSA-1111-2222-3333", "summary": "Reads too much", "published": "2026-03-01T10:00:00Z",
                 "modified": "2026-03-02T10:00:00Z", "database_specific": {"severity": "%s"}}""".formatted(severity)));
        osv.start();
    }

    @AfterEach
    void stop() {
        osv.stop(0);
    }

    /** The second page of the weak library's weaknesses holds the only one. */
    private void batch(HttpExchange exchange) throws IOException {
        JsonNode queries = JsonMapper.builder()
                .build()
                .readTree(exchange.getRequestBody().readAllBytes())
                .path("queries");
        List<String> results = new ArrayList<>();
        for (JsonNode query : queries) {
            String library = query.path("package").path("purl").stringValue("");
            asked.add(library);
            results.add(
                    !library.equals(WEAK)
                            ? "{}"
                            : query.has("page_token")
                                    ? "{\"vulns\": [{\"id\": \"GHSA-1111-2222-3333\", \"modified\": \"2026-03-02T10:00:00Z\"}]}"
                                    : "{\"next_page_token\": \"more\"}");
        }
        answer(exchange, "{\"results\": [" + String.join(", ", results) + "]}");
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int check(String day) {
        return new LibraryCheck(
                        URI.create("http://localhost:" + osv.getAddress().getPort()),
                        Clock.fixed(Instant.parse(day + "T00:00:00Z"), ZoneOffset.UTC),
                        (key, arguments) -> said.add(key + " " + Arrays.toString(arguments)))
                .check(Set.of(WEAK, GOOD));
    }

    @Test
    void a_weakness_is_told_at_once_and_fails_once_its_deadline_has_passed() {
        assertThat(check("2026-03-10")).isZero();
        assertThat(String.join("\n", said)).contains("GHSA-1111-2222-3333", WEAK, "2026-03-01");
        assertThat(check("2026-03-16")).isEqualTo(LibraryCheck.OVERDUE);
        severity = "CRITICAL";
        assertThat(check("2026-03-10")).isEqualTo(LibraryCheck.OVERDUE);
        severity = "LOW";
        assertThat(check("2027-03-10")).isZero();
        assertThat(asked).contains(WEAK, GOOD);
    }

    @Test
    void silence_is_not_taken_for_health() {
        osv.stop(0);
        assertThat(check("2026-03-10")).isEqualTo(LibraryCheck.UNAVAILABLE);
    }

    @Test
    void all_that_lazo_ships_is_asked_about() {
        assertThat(LibraryCheck.libraries())
                .hasSizeGreaterThan(50)
                .allSatisfy(library -> assertThat(library).matches("pkg:maven/[^?]+@[^?]+"))
                .anyMatch(library -> library.startsWith("pkg:maven/org.springframework/spring-core@"));
    }
}
