package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.ApiScopes;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RequestRates;
import lazo.platform.web.Rates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

/** Exchanges a key for an access token of an hour: OAuth 2 client credentials (RFC 6749, 4.4), with its own errors. */
@Controller
class TokenApi {
    private final ApiKeys keys;
    private final RequestRates rates;

    TokenApi(ApiKeys keys, RequestRates rates) {
        this.keys = keys;
        this.rates = rates;
    }

    private record Client(String id, String secret) {}

    @PostMapping(ApiGate.TOKEN_PATH)
    ResponseEntity<byte[]> issue(
            @RequestParam(name = "grant_type", defaultValue = "") String grant,
            @RequestParam(name = "client_id", defaultValue = "") String id,
            @RequestParam(name = "client_secret", defaultValue = "") String secret,
            @RequestParam(defaultValue = "") String scope,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!grant.equals("client_credentials")) {
            return error(400, grant.isEmpty() ? "invalid_request" : "unsupported_grant_type");
        }
        Client client = basic(request).orElse(new Client(id, secret));
        Optional<ApiKeys.Presented> presented = Optional.of(client.secret())
                .filter(text -> !keys.isToken(text))
                .flatMap(keys::present)
                .filter(found -> found.key().publicId().equals(client.id()));
        if (presented.isEmpty()) {
            Rates.Rate wrong = rates.countWrongKey(request.getRemoteAddr());
            if (wrong.isExceeded()) {
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wrong.seconds()));
                throw ApiRefusal.of(429, "API-429", wrong.limit(), wrong.seconds());
            }
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"lazo\"");
            response.setHeader("X-Lazo-Error", "API-402");
            return error(401, "invalid_client");
        }
        try {
            ApiKeys.Token token = keys.issue(presented.get().key(), ApiScopes.parse(scope));
            ObjectNode body = RecordJson.JSON.createObjectNode();
            body.put("access_token", token.token());
            body.put("token_type", "Bearer");
            body.put("expires_in", token.life().toSeconds());
            body.put("scope", token.scopes().toString());
            return Answers.ok(body);
        } catch (IllegalArgumentException tooMuch) {
            return error(400, "invalid_scope");
        }
    }

    private static Optional<Client> basic(HttpServletRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String text =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return Optional.of(
                    colon < 0 ? new Client("", "") : new Client(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(new Client("", ""));
        }
    }

    private static ResponseEntity<byte[]> error(int status, String code) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("error", code);
        return Answers.entity(Answers.json(status, body));
    }
}
