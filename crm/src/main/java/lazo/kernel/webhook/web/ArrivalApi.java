package lazo.kernel.webhook.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RequestRates;
import lazo.kernel.webhook.WebhookArrivals;
import lazo.platform.web.Rates;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.node.ObjectNode;

/** Where other programs send what happens with them. They have no key: they sign. */
@Controller
class ArrivalApi {
    private static final int LARGEST = 1024 * 1024;

    private final WebhookArrivals arrivals;
    private final RequestRates rates;

    ArrivalApi(WebhookArrivals arrivals, RequestRates rates) {
        this.arrivals = arrivals;
        this.rates = rates;
    }

    @PostMapping("/api/hooks/{source}")
    ResponseEntity<byte[]> receive(
            @PathVariable String source, HttpServletRequest request, HttpServletResponse response) {
        check(rates.countSource(source), response);
        try {
            WebhookArrivals.Received received = arrivals.receive(source, request::getHeader, body(request));
            ObjectNode body = RecordJson.JSON.createObjectNode();
            body.put("received", true);
            body.put("event_id", received.eventId());
            body.put("duplicate", !received.fresh());
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(RecordJson.JSON.writeValueAsBytes(body));
        } catch (ApiRefusal refusal) {
            if (refusal.status() == 401 || refusal.status() == 404) {
                check(rates.countWrongKey(request.getRemoteAddr()), response);
            }
            throw refusal;
        }
    }

    private static void check(Rates.Rate rate, HttpServletResponse response) {
        if (rate.isExceeded()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(rate.seconds()));
            throw ApiRefusal.of(429, "API-429", rate.limit(), rate.seconds());
        }
    }

    private static byte[] body(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw ApiRefusal.of(413, "API-413");
            }
            return body;
        } catch (IOException cutOff) {
            throw ApiRefusal.of(400, "API-110", "body");
        }
    }
}
