package lazo.platform.operation.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lazo.platform.operation.Metrics;
import lazo.platform.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For Prometheus. Whoever shows the token of LAZO_METRICS_TOKEN may read; without such a setting, programs of this very
 * computer that do not speak for others as a proxy does.
 */
@RestController
class MetricsController {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

    private final Metrics metrics;
    private final Optional<String> token;

    MetricsController(Metrics metrics, Environment environment) {
        this.metrics = metrics;
        this.token = Optional.of(
                        environment.getProperty("lazo.metrics.token", "").strip())
                .filter(set -> !set.isEmpty());
    }

    @GetMapping("/metrics")
    ResponseEntity<String> read(HttpServletRequest request) {
        if (!token.map(known -> shows(known, request)).orElseGet(() -> isFromHere(request))) {
            throw Problem.forbidden("OPS-403", "operation.metrics.closed");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .cacheControl(CacheControl.noStore())
                .body(metrics.text());
    }

    private static boolean shows(String known, HttpServletRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && MessageDigest.isEqual(bytes("Bearer " + known), bytes(header));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isFromHere(HttpServletRequest request) {
        return LOOPBACK.contains(request.getRemoteAddr())
                && HERE.contains(request.getServerName())
                && Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
                        .allMatch(name -> request.getHeader(name) == null);
    }
}
