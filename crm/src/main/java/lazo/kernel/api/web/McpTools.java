package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.Assistants;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Messages;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an assistant can do: the same as a program with the same key, and writing only where an administrator allows it. */
@Component
class McpTools {
    private final RecordReads reads;
    private final RecordWrites writes;
    private final ObjectDescriptions descriptions;
    private final Assistants assistants;
    private final Answers answers;
    private final Messages messages;

    McpTools(
            RecordReads reads,
            RecordWrites writes,
            ObjectDescriptions descriptions,
            Assistants assistants,
            Answers answers,
            Messages messages) {
        this.reads = reads;
        this.writes = writes;
        this.descriptions = descriptions;
        this.assistants = assistants;
        this.answers = answers;
        this.messages = messages;
    }

    /** One argument of a tool. Types are those of JSON Schema; {@code texts} is a list of texts. */
    private record Argument(String name, String type, boolean required) {
        static Argument needed(String name, String type) {
            return new Argument(name, type, true);
        }

        static Argument possible(String name, String type) {
            return new Argument(name, type, false);
        }
    }

    private enum Tool {
        SEARCH(
                false,
                Argument.needed("text", "string"),
                Argument.possible("object", "string"),
                Argument.possible("limit", "integer")),
        LIST_OBJECTS(false),
        DESCRIBE_OBJECT(false, Argument.needed("object", "string")),
        LIST_RECORDS(
                false,
                Argument.needed("object", "string"),
                Argument.possible("conditions", "texts"),
                Argument.possible("text", "string"),
                Argument.possible("sort", "string"),
                Argument.possible("fields", "texts"),
                Argument.possible("limit", "integer"),
                Argument.possible("after", "string")),
        GET_RECORD(false, Argument.needed("object", "string"), Argument.needed("id", "integer")),
        GET_TIMELINE(
                false,
                Argument.needed("object", "string"),
                Argument.needed("id", "integer"),
                Argument.possible("limit", "integer"),
                Argument.possible("after", "string")),
        CREATE_RECORD(true, Argument.needed("object", "string"), Argument.needed("fields", "object")),
        UPDATE_RECORD(
                true,
                Argument.needed("object", "string"),
                Argument.needed("id", "integer"),
                Argument.needed("version", "integer"),
                Argument.needed("fields", "object"));

        private final boolean writes;
        private final List<Argument> arguments;

        Tool(boolean writes, Argument... arguments) {
            this.writes = writes;
            this.arguments = List.of(arguments);
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The tools this key can use, in always the same order. */
    ArrayNode list(Caller caller, Locale locale) {
        boolean writing = assistants.mayWrite() && caller.key().scopes().writeRecords();
        ArrayNode tools = RecordJson.JSON.createArrayNode();
        Stream.of(Tool.values())
                .filter(tool -> writing || !tool.writes)
                .forEach(tool -> tools.add(described(tool, locale)));
        return tools;
    }

    private ObjectNode described(Tool tool, Locale locale) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("name", tool.key());
        node.put("title", messages.text(locale, "api.mcp.title." + tool.key()));
        node.put("description", messages.text(locale, "api.mcp." + tool.key()));
        ObjectNode schema = node.putObject("inputSchema");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = RecordJson.JSON.createArrayNode();
        for (Argument argument : tool.arguments) {
            ObjectNode property = properties.putObject(argument.name());
            if (argument.type().equals("texts")) {
                property.put("type", "array").putObject("items").put("type", "string");
            } else {
                property.put("type", argument.type());
            }
            String text = argument.name().equals("fields") && !tool.writes ? "shown" : argument.name();
            property.put("description", messages.text(locale, "api.mcp.argument." + text));
            if (argument.required()) {
                required.add(argument.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        ObjectNode hints = node.putObject("annotations");
        hints.put("readOnlyHint", !tool.writes);
        hints.put("destructiveHint", tool == Tool.UPDATE_RECORD);
        hints.put("openWorldHint", false);
        return node;
    }

    /** What came of it; empty when there is no such tool. A refusal is told to the assistant as the tool's own answer. */
    Optional<ObjectNode> call(String name, JsonNode arguments, Caller caller, HttpServletRequest request) {
        Optional<Tool> tool =
                Stream.of(Tool.values()).filter(one -> one.key().equals(name)).findFirst();
        return tool.map(found -> {
            try {
                return told(run(found, arguments, caller, answers.locale(request)), false);
            } catch (RuntimeException failed) {
                return told(answers.problem(ApiGate.told(failed, request), request), true);
            }
        });
    }

    private static ObjectNode told(ObjectNode body, boolean isError) {
        ObjectNode result = RecordJson.JSON.createObjectNode();
        result.putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", RecordJson.JSON.writeValueAsString(body));
        if (!isError) {
            result.set("structuredContent", body);
        }
        result.put("isError", isError);
        return result;
    }

    private ObjectNode run(Tool tool, JsonNode given, Caller caller, Locale locale) {
        Arguments arguments = new Arguments(tool, given);
        return switch (tool) {
            case SEARCH ->
                reads.search(arguments.text("text"), arguments.some("object"), arguments.some("limit"), caller);
            case LIST_OBJECTS -> descriptions.objects(caller, locale);
            case DESCRIBE_OBJECT -> descriptions.object(arguments.text("object"), caller, locale);
            case LIST_RECORDS ->
                reads.list(reads.type(arguments.text("object"), caller), arguments.parameters(), caller);
            case GET_RECORD -> {
                ObjectType type = reads.type(arguments.text("object"), caller);
                yield reads.json(reads.find(type, arguments.text("id"), caller), caller);
            }
            case GET_TIMELINE ->
                reads.timeline(
                        reads.type(arguments.text("object"), caller),
                        arguments.text("id"),
                        arguments.some("after"),
                        arguments.some("limit"),
                        caller);
            case CREATE_RECORD -> {
                ObjectType type = written(arguments, caller);
                yield reads.json(
                        writes.create(type, arguments.node("fields"), caller.actor())
                                .record(),
                        caller);
            }
            case UPDATE_RECORD -> {
                ObjectType type = written(arguments, caller);
                long id = RecordReads.id(arguments.text("id"));
                int version = arguments.version();
                yield reads.json(
                        writes.change(type, id, version, arguments.node("fields"), caller.actor())
                                .record(),
                        caller);
            }
        };
    }

    private ObjectType written(Arguments arguments, Caller caller) {
        if (!assistants.mayWrite()) {
            throw ApiRefusal.of(403, "API-133");
        }
        ObjectType type = reads.known(arguments.text("object"));
        caller.writing(type);
        return type;
    }

    /** The arguments of a call, of the types the tool wants and no others. */
    private record Arguments(JsonNode given) {
        Arguments(Tool tool, JsonNode given) {
            this(given);
            given.propertyNames().forEach(name -> {
                if (tool.arguments.stream()
                        .noneMatch(argument -> argument.name().equals(name))) {
                    throw ApiRefusal.of(400, "API-111", name.substring(0, Math.min(60, name.length())));
                }
            });
            for (Argument argument : tool.arguments) {
                JsonNode node = given.path(argument.name());
                boolean missing = node.isMissingNode() || node.isNull();
                boolean fits = switch (argument.type()) {
                    case "string" -> node.isString();
                    case "integer" -> node.isIntegralNumber() && node.canConvertToLong();
                    case "texts" -> node.isArray() && node.valueStream().allMatch(JsonNode::isString);
                    default -> node.isObject();
                };
                if (missing ? argument.required() : !fits) {
                    throw ApiRefusal.of(400, "API-108", argument.name(), form(argument.type()));
                }
            }
        }

        private static String form(String type) {
            return switch (type) {
                case "string" -> "\"…\"";
                case "integer" -> "17";
                case "texts" -> "[\"…\"]";
                default -> "{ }";
            };
        }

        int version() {
            JsonNode node = given.path("version");
            if (!node.canConvertToInt()) {
                throw ApiRefusal.of(400, "API-108", "version", "3");
            }
            return node.intValue();
        }

        JsonNode node(String name) {
            return given.path(name);
        }

        String text(String name) {
            return given.path(name).asString();
        }

        Optional<String> some(String name) {
            return Optional.of(given.path(name))
                    .filter(node -> !node.isMissingNode() && !node.isNull())
                    .map(JsonNode::asString);
        }

        /** As the address of a list has them. */
        Map<String, List<String>> parameters() {
            Map<String, List<String>> parameters = new HashMap<>();
            List<String> conditions = texts("conditions");
            if (!conditions.isEmpty()) {
                parameters.put("f", conditions);
            }
            List<String> fields = texts("fields");
            if (!fields.isEmpty()) {
                parameters.put("fields", List.of(String.join(",", fields)));
            }
            some("text").ifPresent(text -> parameters.put("q", List.of(text)));
            List.of("sort", "limit", "after")
                    .forEach(name -> some(name).ifPresent(value -> parameters.put(name, List.of(value))));
            return parameters;
        }

        private List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            given.path(name).forEach(text -> texts.add(text.stringValue()));
            return texts;
        }
    }
}
