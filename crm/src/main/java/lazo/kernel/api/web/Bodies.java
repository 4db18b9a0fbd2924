package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode node = RecordJson.JSON.readTree(text);
            if (!node.isObject()) {
                throw ApiRefusal.of(400, "API-112", "{ }");
            }
            checkTexts(node);
            return node;
        } catch (CharacterCodingException notUtf8) {
            throw ApiRefusal.of(400, "API-110", "UTF-8");
        } catch (JacksonException unreadable) {
            var place = unreadable.getLocation();
            throw ApiRefusal.of(
                    400,
                    "API-110",
                    place == null ? "JSON" : "JSON %d:%d".formatted(place.getLineNr(), place.getColumnNr()));
        }
    }

    /** The object that a member holds. */
    static JsonNode object(JsonNode body, String member) {
        JsonNode node = body.path(member);
        if (!node.isObject()) {
            throw ApiRefusal.of(400, "API-108", member, "{ }");
        }
        return node;
    }

    private static void checkTexts(JsonNode node) {
        if (node.isString()) {
            checkText(node.stringValue());
        } else if (node.isObject()) {
            node.properties().forEach(member -> {
                checkText(member.getKey());
                checkTexts(member.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(Bodies::checkTexts);
        }
    }

    /** No text of PostgreSQL holds a NUL or half a character. */
    static void checkText(@Nullable String text) {
        for (int place = 0; text != null && place < text.length(); place++) {
            char at = text.charAt(place);
            boolean pair = Character.isHighSurrogate(at)
                    && place + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(place + 1));
            if (at == '\0' || Character.isSurrogate(at) && !pair) {
                throw ApiRefusal.of(400, "API-110", "U+%04X".formatted((int) at));
            }
            place += pair ? 1 : 0;
        }
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
