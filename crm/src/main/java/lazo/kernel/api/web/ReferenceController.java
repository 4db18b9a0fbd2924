package lazo.kernel.api.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.api.ApiDocument;
import lazo.kernel.api.web.ReferencePage.Operation;
import lazo.kernel.api.web.ReferencePage.Value;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document as a page, one object at a time. */
@Controller
class ReferenceController {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final int MOST_WORDS = 12;

    private final ObjectTypes types;
    private final Access access;
    private final ApiDocument document;
    private final Templates templates;

    ReferenceController(ObjectTypes types, Access access, ApiDocument document, Templates templates) {
        this.types = types;
        this.access = access;
        this.document = document;
        this.templates = templates;
    }

    @GetMapping("/settings/api/reference")
    Page show(@RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        List<ObjectType> chosen = types.find(object).map(List::of).orElse(List.of());
        JsonNode all = document.of(chosen, type -> access.mask(actor, type), chosen.isEmpty(), screen.locale());
        List<Option> objects = new ArrayList<>();
        objects.add(new Option("", screen.t("api.reference.general")));
        types.all()
                .forEach(
                        type -> objects.add(new Option(type.key(), type.plural().in(screen.locale()))));
        return Page.of(templates.apiReference(
                screen,
                new ReferencePage(
                        objects,
                        chosen.isEmpty() ? "" : object,
                        operations(all, "paths", !chosen.isEmpty()),
                        operations(all, "webhooks", true))));
    }

    /** @param tagged those of an object, or those of none */
    private static List<Operation> operations(JsonNode document, String member, boolean tagged) {
        List<Operation> operations = new ArrayList<>();
        document.path(member)
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("tags") == tagged)
                        .forEach(method -> operations.add(operation(document, path.getKey(), method))));
        return operations;
    }

    private static Operation operation(JsonNode document, String path, Map.Entry<String, JsonNode> method) {
        JsonNode told = method.getValue();
        List<Value> parameters = new ArrayList<>();
        told.path("parameters")
                .forEach(parameter -> parameters.add(new Value(
                        parameter.path("name").stringValue(),
                        type(parameter.path("schema")),
                        parameter.path("description").stringValue(""),
                        parameter.path("required").booleanValue(false))));
        JsonNode done = told.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(told.path("responses").path("none"));
        List<Option> statuses = new ArrayList<>();
        told.path("responses").properties().forEach(response -> {
            JsonNode known = resolved(document, response.getValue());
            statuses.add(new Option(response.getKey(), known.path("description").stringValue("")));
        });
        return new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path,
                told.path("summary").stringValue(""),
                parameters,
                values(document, told.at("/requestBody/content").path("application/json")),
                values(document, done.path("content").path("application/json")),
                statuses);
    }

    /** The fields of a body, those of an object within it with a dot. */
    private static List<Value> values(JsonNode document, JsonNode content) {
        List<Value> values = new ArrayList<>();
        add(values, document, resolved(document, content.path("schema")), "");
        return values;
    }

    private static void add(List<Value> values, JsonNode document, JsonNode schema, String before) {
        schema.path("properties").properties().forEach(property -> {
            JsonNode known = resolved(document, property.getValue());
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(name -> name.stringValue("").equals(property.getKey()));
            boolean holds = known.has("properties")
                    && before.chars().filter(sign -> sign == '.').count() < 2;
            String title = property.getValue().path("title").stringValue("");
            values.add(new Value(before + property.getKey(), type(property.getValue()), title, required));
            if (holds) {
                add(values, document, known, before + property.getKey() + ".");
            }
        });
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").stringValue("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private static String type(JsonNode schema) {
        String reference = schema.path("$ref").stringValue("");
        if (!reference.isEmpty()) {
            return reference.replace(SCHEMAS, "");
        }
        if (schema.has("anyOf")) {
            return schema.path("anyOf")
                    .valueStream()
                    .map(ReferenceController::type)
                    .collect(Collectors.joining(" | "));
        }
        if (schema.has("enum")) {
            List<String> words =
                    schema.path("enum").valueStream().map(JsonNode::toString).toList();
            return words.size() <= MOST_WORDS
                    ? String.join(" | ", words)
                    : String.join(" | ", words.subList(0, MOST_WORDS)) + " | …";
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").valueStream().map(JsonNode::stringValue).collect(Collectors.joining(" | "))
                : schema.path("type").stringValue("");
        String format = schema.path("format").stringValue("");
        String items = schema.has("items") ? " of " + type(schema.path("items")) : "";
        return type + items + (format.isEmpty() ? "" : " (" + format + ")");
    }
}
