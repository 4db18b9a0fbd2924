package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.platform.web.Messages;
import lazo.platform.web.PublicAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Model Context Protocol over HTTP. Every request stands for itself, as revision 2026-07-28 has it; assistants of the
 * revisions before, which shake hands first, are served as well.
 */
@Controller
class McpApi {
    private static final List<String> STATELESS = List.of("2026-07-28");
    private static final List<String> WITH_HANDSHAKE = List.of("2025-11-25", "2025-06-18", "2025-03-26");
    private static final String META = "io.modelcontextprotocol/";
    private static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int NO_METHOD = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_VERSION = -32022;
    private static final int LIFE_OF_LISTS = 60_000;

    private final McpTools tools;
    private final Answers answers;
    private final Messages messages;
    private final PublicAddress address;

    McpApi(McpTools tools, Answers answers, Messages messages, PublicAddress address) {
        this.tools = tools;
        this.answers = answers;
        this.messages = messages;
        this.address = address;
    }

    /** An error of JSON-RPC, and the status it is sent with. */
    private static final class Refused extends RuntimeException {
        private final int status;
        private final int code;
        private final @Nullable ObjectNode data;

        Refused(int status, int code, String message, @Nullable ObjectNode data) {
            super(message, null, false, false);
            this.status = status;
            this.code = code;
            this.data = data;
        }

        Refused(int status, int code, String message) {
            this(status, code, message, null);
        }
    }

    @PostMapping("/api/mcp")
    ResponseEntity<byte[]> receive(HttpServletRequest request, Caller caller) {
        checkOrigin(request);
        JsonNode message;
        try {
            message = Bodies.object(Bodies.bytes(request));
        } catch (ApiRefusal unreadable) {
            if (unreadable.status() != 400) {
                throw unreadable;
            }
            boolean isJson = unreadable.code().equals("API-112");
            return failed(
                    RecordJson.JSON.nullNode(),
                    isJson
                            ? new Refused(400, INVALID_REQUEST, "One JSON-RPC message in each request")
                            : new Refused(400, PARSE_ERROR, "Not JSON in UTF-8"));
        }
        JsonNode id = message.path("id");
        try {
            boolean wellFormed = message.path("jsonrpc").stringValue("").equals("2.0")
                    && message.path("method").isString()
                    && (id.isMissingNode() || id.isString() || id.isIntegralNumber());
            boolean response = !message.has("method") && (message.has("result") || message.has("error"));
            if (!wellFormed && !response) {
                throw new Refused(400, INVALID_REQUEST, "Not a JSON-RPC 2.0 request");
            }
            if (id.isMissingNode() || response) {
                return ResponseEntity.accepted().build();
            }
            JsonNode params = message.path("params");
            if (!params.isMissingNode() && !params.isObject()) {
                throw new Refused(400, INVALID_PARAMS, "params must be an object");
            }
            return answered(id, result(message.path("method").stringValue(), params, caller, request));
        } catch (Refused refused) {
            return failed(id.isMissingNode() ? RecordJson.JSON.nullNode() : id, refused);
        }
    }

    /** A page of another site must not ask through somebody's browser, whatever key it has got hold of. */
    private void checkOrigin(HttpServletRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !origin.equals(address.of(request).toString())) {
            throw ApiRefusal.of(403, "API-132");
        }
    }

    private ObjectNode result(String method, JsonNode params, Caller caller, HttpServletRequest request) {
        Locale locale = answers.locale(request);
        if (method.equals("initialize")) {
            return initialised(params, locale);
        }
        boolean stateless = isStateless(method, params, request);
        ObjectNode result = switch (method) {
            case "tools/list" -> listed(caller, locale, stateless);
            case "tools/call" -> called(params, caller, request);
            case "server/discover" -> {
                if (!stateless) {
                    throw noMethod(method, false);
                }
                yield discovered(locale);
            }
            case "ping" -> {
                if (stateless) {
                    throw noMethod(method, true);
                }
                yield RecordJson.JSON.createObjectNode();
            }
            default -> throw noMethod(method, stateless);
        };
        if (stateless) {
            result.put("resultType", "complete");
        }
        return result;
    }

    private static Refused noMethod(String method, boolean stateless) {
        String name = method.substring(0, Math.min(60, method.length()));
        return new Refused(stateless ? 404 : 200, NO_METHOD, "There is no method " + name);
    }

    /** Whether the request says by itself which revision it follows, in its body and, the same, in its headers. */
    private static boolean isStateless(String method, JsonNode params, HttpServletRequest request) {
        @Nullable String header = request.getHeader(VERSION_HEADER);
        JsonNode inBody = params.path("_meta").path(META + "protocolVersion");
        if (inBody.isMissingNode() && (header == null || WITH_HANDSHAKE.contains(header))) {
            return false;
        }
        if (!inBody.isString()) {
            if (header == null || !STATELESS.contains(header)) {
                throw unsupported(String.valueOf(header));
            }
            throw new Refused(400, INVALID_PARAMS, "params._meta lacks " + META + "protocolVersion");
        }
        String version = inBody.stringValue();
        if (!version.equals(header)) {
            throw new Refused(400, HEADER_MISMATCH, VERSION_HEADER + " does not say what the body says");
        }
        if (!STATELESS.contains(version)) {
            throw unsupported(version);
        }
        if (!method.equals(request.getHeader("Mcp-Method"))) {
            throw new Refused(400, HEADER_MISMATCH, "Mcp-Method does not say what the body says");
        }
        if (method.equals("tools/call") && !params.path("name").stringValue("").equals(request.getHeader("Mcp-Name"))) {
            throw new Refused(400, HEADER_MISMATCH, "Mcp-Name does not say what the body says");
        }
        return true;
    }

    private static Refused unsupported(String version) {
        ObjectNode data = RecordJson.JSON.createObjectNode();
        ArrayNode supported = data.putArray("supported");
        STATELESS.forEach(supported::add);
        data.set("supportedVersions", supported);
        data.put("requested", version.substring(0, Math.min(60, version.length())));
        return new Refused(400, UNSUPPORTED_VERSION, "Unsupported protocol version", data);
    }

    private ObjectNode initialised(JsonNode params, Locale locale) {
        String wanted = params.path("protocolVersion").stringValue("");
        ObjectNode result = RecordJson.JSON.createObjectNode();
        result.put("protocolVersion", WITH_HANDSHAKE.contains(wanted) ? wanted : WITH_HANDSHAKE.getFirst());
        introduce(result, locale);
        return result;
    }

    private ObjectNode discovered(Locale locale) {
        ObjectNode result = RecordJson.JSON.createObjectNode();
        ArrayNode versions = result.putArray("supportedVersions");
        STATELESS.forEach(versions::add);
        introduce(result, locale);
        result.putObject("_meta").set(META + "serverInfo", result.path("serverInfo"));
        keep(result);
        return result;
    }

    private void introduce(ObjectNode result, Locale locale) {
        result.putObject("capabilities").putObject("tools").put("listChanged", false);
        ObjectNode info = result.putObject("serverInfo");
        info.put("name", "lazo");
        info.put("title", "Lazo");
        info.put(
                "version",
                Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                        .orElse("1"));
        result.put("instructions", messages.text(locale, "api.mcp.instructions"));
    }

    private static void keep(ObjectNode result) {
        result.put("ttlMs", LIFE_OF_LISTS);
        result.put("cacheScope", "private");
    }

    private ObjectNode listed(Caller caller, Locale locale, boolean stateless) {
        ObjectNode result = RecordJson.JSON.createObjectNode();
        result.set("tools", tools.list(caller, locale));
        if (stateless) {
            keep(result);
        }
        return result;
    }

    private ObjectNode called(JsonNode params, Caller caller, HttpServletRequest request) {
        JsonNode arguments = params.path("arguments");
        if (!params.path("name").isString() || !arguments.isMissingNode() && !arguments.isObject()) {
            throw new Refused(200, INVALID_PARAMS, "name and arguments are needed");
        }
        String name = params.path("name").stringValue();
        JsonNode given = arguments.isMissingNode() ? RecordJson.JSON.createObjectNode() : arguments;
        return tools.call(name, given, caller, request)
                .orElseThrow(() -> new Refused(
                        200, INVALID_PARAMS, "There is no tool " + name.substring(0, Math.min(60, name.length()))));
    }

    private static ResponseEntity<byte[]> answered(JsonNode id, ObjectNode result) {
        ObjectNode message = RecordJson.JSON.createObjectNode();
        message.put("jsonrpc", "2.0");
        message.set("id", id);
        message.set("result", result);
        return Answers.ok(message);
    }

    private static ResponseEntity<byte[]> failed(JsonNode id, Refused refused) {
        ObjectNode message = RecordJson.JSON.createObjectNode();
        message.put("jsonrpc", "2.0");
        message.set("id", id);
        ObjectNode error = message.putObject("error");
        error.put("code", refused.code);
        error.put("message", refused.getMessage());
        if (refused.data != null) {
            error.set("data", refused.data);
        }
        return Answers.entity(Answers.json(refused.status, message));
    }
}
