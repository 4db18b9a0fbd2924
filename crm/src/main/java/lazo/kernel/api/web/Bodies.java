package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import tools.jackson.databind.JsonNode;

/** Reads what a request carries: one JSON object in UTF-8, of a size one can hold. */
final class Bodies {
    static final int LARGEST = 4 * 1024 * 1024;

    private Bodies() {}

    static byte[] bytes(HttpServletRequest request) {
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

    static JsonNode object(byte[] body) {
        return RecordJson.object(body);
    }

    /** The object that a member holds. */
    static JsonNode object(JsonNode body, String member) {
        JsonNode node = body.path(member);
        if (!node.isObject()) {
            throw ApiRefusal.of(400, "API-108", member, "{ }");
        }
        return node;
    }

    static byte[] hash(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String line = request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
