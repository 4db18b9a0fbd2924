package lazo.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import org.junit.jupiter.api.Test;

/** What whoever runs Lazo asks it. */
class OperationTest extends LazoTest {
    @Test
    void every_answer_has_an_id_of_its_own_that_nobody_can_choose() {
        Visitor visitor = visitor().with("X-Request-Id", "chosen-by-somebody");
        Set<String> ids = new HashSet<>();
        for (String path : List.of("/sign-in", "/", "/no/such/page", "/assets/nothing.css", "/api/v1/me")) {
            String id = visitor.get(path).header("X-Request-Id");
            assertThat(id).as(path).matches("[\\w-]{12}");
            ids.add(id);
        }
        assertThat(ids).hasSize(5);
    }

    @Test
    void a_page_that_tells_of_an_error_shows_the_id_of_the_request() {
        Answer answer = signedIn(administrator()).get("/o/nothing/1");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("<code>" + answer.header("X-Request-Id") + "</code>");
    }

    @Test
    void the_audit_and_the_answer_name_a_request_alike() {
        Visitor visitor = signedIn(administrator());
        visitor.get("/settings/teams");
        Answer answer = visitor.post("/settings/teams", "name", "Equipo " + System.nanoTime());
        assertThat(sql.fetchValues("select request from audit_event where object = 'team' order by id desc limit 1"))
                .extracting(String::valueOf)
                .containsExactly(answer.header("X-Request-Id"));
    }

    @Test
    void a_watcher_hears_that_lazo_lives_and_is_ready() {
        assertThat(visitor().get("/health/live").body()).contains("\"UP\"");
        Answer ready = visitor().get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).contains("\"database\":\"UP\"");
        assertThat(ready.header("Cache-Control")).contains("no-store");
    }

    @Test
    void prometheus_reads_times_by_route_the_pool_and_the_machine() {
        signedIn(user(Role.SELLER, null)).get("/o/contact?q=secreto");
        String metrics = visitor().get("/metrics").body();
        assertThat(metrics)
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/o/{object}\"}",
                        "http_server_requests_seconds_bucket",
                        "hikaricp_connections_active",
                        "jvm_memory_used_bytes",
                        "process_uptime_seconds")
                .doesNotContain("secreto");
    }

    @Test
    void metrics_are_for_this_computer_alone() {
        assertThat(visitor().from("203.0.113.7").get("/metrics").status()).isEqualTo(403);
        assertThat(visitor().with("Via", "1.1 proxy").get("/metrics").status()).isEqualTo(403);
        assertThat(visitor()
                        .with("X-Forwarded-Host", "crm.example.com")
                        .get("/metrics")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void an_administrator_downloads_the_bill_of_materials() {
        Visitor visitor = signedIn(administrator());
        assertThat(visitor.get("/settings/operation").body()).contains("/settings/operation/sbom", "/health/ready");
        String sbom = visitor.get("/settings/operation/sbom").body();
        assertThat(sbom).contains("\"CycloneDX\"", "\"jooq\"", "\"postgresql\"", "Apache-2.0");
    }
}
