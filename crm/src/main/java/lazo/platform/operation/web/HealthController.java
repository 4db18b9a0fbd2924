package lazo.platform.operation.web;

import java.util.Map;
import lazo.platform.operation.Readiness;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers and process supervisors: no more than yes or no. */
@RestController
class HealthController {
    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Whether the process answers at all; if not, start it again. */
    @GetMapping("/health/live")
    ResponseEntity<Map<String, String>> live() {
        return answer(true, Map.of("status", "UP"));
    }

    /** Whether requests should be sent here now. */
    @GetMapping("/health/ready")
    ResponseEntity<Map<String, String>> ready() {
        boolean accepts = readiness.acceptsRequests();
        boolean database = accepts && readiness.databaseAnswers();
        return answer(
                database,
                Map.of(
                        "status",
                        database ? "UP" : "DOWN",
                        "database",
                        !accepts ? "UNKNOWN" : database ? "UP" : "DOWN"));
    }

    private static ResponseEntity<Map<String, String>> answer(boolean well, Map<String, String> told) {
        return ResponseEntity.status(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .body(told);
    }
}
