package lazo.kernel.api;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import lazo.kernel.access.FieldMask;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Messages;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API as an OpenAPI 3.1 document: a path and a schema for each object, with the fields its reader may see. Descriptions
 * are in the reader's language, names are the same in all.
 */
@Component
public class ApiDocument {
    /** What the audit is searched by. */
    public static final List<String> AUDIT_PARAMETERS =
            List.of("kind", "person", "action", "object", "record", "from", "until", "before", "limit");

    private static final String JSON = "application/json";
    private static final List<String> REFUSALS =
            List.of("400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429");

    private final Messages messages;
    private final ObjectProvider<ApiReport> reports;

    ApiDocument(Messages messages, ObjectProvider<ApiReport> reports) {
        this.messages = messages;
        this.reports = reports;
    }

    /** @param administration whether to tell of users, teams, roles, fields and the audit as well */
    public ObjectNode of(
            List<ObjectType> types, Function<ObjectType, FieldMask> masks, boolean administration, Locale locale) {
        ObjectNode document = node();
        document.put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Lazo");
        info.put("version", "1");
        info.put("description", text(locale, "description"));
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("key");
        document.withArray("security").addObject().putArray("oauth");
        ArrayNode tags = document.putArray("tags");
        ObjectNode paths = document.putObject("paths");
        ObjectNode components = document.putObject("components");
        security(components.putObject("securitySchemes"), types, locale);
        ObjectNode schemas = components.putObject("schemas");
        shared(schemas, locale);
        responses(components.putObject("responses"), locale);
        described(paths, locale);
        if (administration) {
            AdminDocument.paths(paths, key -> text(locale, key));
        }
        for (ObjectType type : types) {
            ObjectNode tag = tags.addObject();
            tag.put("name", type.key());
            tag.put("description", type.plural().in(locale));
            schemas(schemas, type, masks.apply(type), locale);
            paths(paths, type, locale);
        }
        ObjectNode webhooks = document.putObject("webhooks");
        types.forEach(type -> webhooks(webhooks, schemas, type, locale));
        return document;
    }

    private String text(Locale locale, String key) {
        return messages.text(locale, "api.document." + key);
    }

    private static ObjectNode node() {
        return RecordJson.JSON.createObjectNode();
    }

    private void security(ObjectNode schemes, List<ObjectType> types, Locale locale) {
        ObjectNode key = schemes.putObject("key");
        key.put("type", "http");
        key.put("scheme", "bearer");
        key.put("description", text(locale, "key"));
        ObjectNode oauth = schemes.putObject("oauth");
        oauth.put("type", "oauth2");
        ObjectNode flow = oauth.putObject("flows").putObject("clientCredentials");
        flow.put("tokenUrl", "/api/v1/oauth/token");
        ObjectNode scopes = flow.putObject("scopes");
        scopes.put("records:read", text(locale, "scope.read"));
        scopes.put("records:write", text(locale, "scope.write"));
        scopes.put("admin:read", text(locale, "scope.admin.read"));
        scopes.put("admin:write", text(locale, "scope.admin.write"));
        for (ObjectType type : types) {
            scopes.put(type.key() + ":read", type.plural().in(locale));
            scopes.put(type.key() + ":write", type.plural().in(locale));
        }
    }

    private void shared(ObjectNode schemas, Locale locale) {
        ObjectNode problem = object(schemas.putObject("Problem"), "type", "title", "status", "code", "detail");
        problem.putObject("type").put("type", "string");
        problem.putObject("title").put("type", "string");
        problem.putObject("status").put("type", "integer");
        problem.putObject("code").put("type", "string").put("description", text(locale, "code"));
        problem.putObject("detail").put("type", "string");
        ObjectNode errors = problem.putObject("errors");
        errors.put("type", "array");
        ObjectNode error = object(errors.putObject("items"), "field", "code", "detail");
        List.of("field", "code", "detail").forEach(name -> error.putObject(name).put("type", "string"));
        ObjectNode money = object(schemas.putObject("Money"), "amount");
        money.putObject("amount").put("type", "number");
        money.putObject("currency").put("type", "string").put("pattern", "^[A-Z]{3}$");
        ObjectNode address = object(schemas.putObject("Address"));
        Address.PARTS.forEach(part -> nullable(address.putObject(part), "string"));
    }

    static ObjectNode object(ObjectNode schema, String... required) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        if (required.length > 0) {
            ArrayNode names = schema.putArray("required");
            List.of(required).forEach(names::add);
        }
        return properties;
    }

    private static ObjectNode nullable(ObjectNode schema, String type) {
        schema.putArray("type").add(type).add("null");
        return schema;
    }

    private void responses(ObjectNode responses, Locale locale) {
        for (String status : REFUSALS) {
            ObjectNode response = responses.putObject("Refused" + status);
            response.put("description", messages.text(locale, "api.title." + status));
            schema(response.putObject("content").putObject("application/problem+json"), "Problem");
        }
    }

    private static void schema(ObjectNode holder, String name) {
        holder.putObject("schema").put("$ref", "#/components/schemas/" + name);
    }

    private void described(ObjectNode paths, Locale locale) {
        for (String name : List.of("me", "users", "objects", "openapi.json")) {
            ObjectNode get = operation(
                    paths.putObject("/api/v1/" + name).putObject("get"),
                    "get_" + name.replace(".", "_"),
                    text(locale, name),
                    null);
            answered(get, "200", text(locale, "done")).putObject("schema").put("type", "object");
            refusals(get, "401", "429");
        }
        ObjectNode one = paths.putObject("/api/v1/objects/{object}");
        ObjectNode get = operation(one.putObject("get"), "get_object", text(locale, "object"), null);
        parameter(get, "object", "path", true, "string", null);
        answered(get, "200", text(locale, "done")).putObject("schema").put("type", "object");
        refusals(get, "401", "403", "404", "429");
        for (ApiReport report : reports) {
            ObjectNode read = operation(
                    paths.putObject("/api/v1/reports/" + report.key()).putObject("get"),
                    "get_report_" + report.key(),
                    text(locale, "report." + report.key()),
                    report.object());
            report.parameters().forEach(name -> parameter(read, name, "query", false, "string", null));
            answered(read, "200", text(locale, "done")).putObject("schema").put("type", "object");
            refusals(read, "400", "401", "403", "404", "429");
        }
    }

    static ObjectNode operation(ObjectNode operation, String id, String summary, @Nullable String tag) {
        operation.put("operationId", id);
        operation.put("summary", summary);
        if (tag != null) {
            operation.putArray("tags").add(tag);
        }
        operation.putArray("parameters");
        operation.putObject("responses");
        return operation;
    }

    static void parameter(
            ObjectNode operation, String name, String in, boolean required, String type, @Nullable String description) {
        ObjectNode parameter = operation.withArray("parameters").addObject();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("required", required);
        if (description != null) {
            parameter.put("description", description);
        }
        ObjectNode schema = parameter.putObject("schema");
        if (type.equals("list")) {
            schema.put("type", "array").putObject("items").put("type", "string");
        } else {
            schema.put("type", type);
        }
    }

    static ObjectNode answered(ObjectNode operation, String status, String description) {
        ObjectNode response = ((ObjectNode) operation.get("responses")).putObject(status);
        response.put("description", description);
        return response.putObject("content").putObject(JSON);
    }

    static void refusals(ObjectNode operation, String... statuses) {
        for (String status : statuses) {
            ((ObjectNode) operation.get("responses"))
                    .putObject(status)
                    .put("$ref", "#/components/responses/Refused" + status);
        }
    }

    private static String name(ObjectType type) {
        return Character.toUpperCase(type.key().charAt(0)) + type.key().substring(1);
    }

    private static void schemas(ObjectNode schemas, ObjectType type, FieldMask mask, Locale locale) {
        ObjectNode read = object(schemas.putObject(name(type) + "Fields"));
        ObjectNode write = object(schemas.putObject(name(type) + "Write"));
        ((ObjectNode) schemas.get(name(type) + "Write")).put("additionalProperties", false);
        for (ObjectField field : type.fields()) {
            if (mask.shows(field.key())) {
                field(read.putObject(field.key()), type, field, locale);
            }
            if (field.isTyped() && mask.allowsChange(field.key())) {
                field(write.putObject(field.key()), type, field, locale);
            }
        }
        ObjectNode record =
                object(schemas.putObject(name(type)), "id", "object", "version", "title", "deleted_at", "fields");
        record.putObject("id").put("type", "integer").put("format", "int64");
        record.putObject("object").put("type", "string").put("const", type.key());
        record.putObject("version").put("type", "integer");
        record.putObject("title").put("type", "string");
        nullable(record.putObject("deleted_at"), "string").put("format", "date-time");
        record.putObject("fields").put("$ref", "#/components/schemas/" + name(type) + "Fields");
    }

    private static void field(ObjectNode schema, ObjectType type, ObjectField field, Locale locale) {
        switch (field.type()) {
            case TEXT, LONG_TEXT, PHONE, AUTO_NUMBER, LINK -> nullable(schema, "string");
            case EMAIL -> nullable(schema, "string").put("format", "email");
            case NUMBER, PERCENT -> nullable(schema, "number");
            case DATE -> nullable(schema, "string").put("format", "date");
            case DATE_TIME -> nullable(schema, "string").put("format", "date-time");
            case YES_NO -> nullable(schema, "boolean");
            case USER, LOOKUP -> nullable(schema, "integer").put("format", "int64");
            case CHOICE -> choices(nullable(schema, "string"), keys(field));
            case STAGE ->
                choices(
                        nullable(schema, "string"),
                        type.pipelines().stream()
                                .flatMap(pipeline -> pipeline.stages().stream())
                                .map(stage -> stage.key())
                                .toList());
            case MULTI_CHOICE -> {
                ObjectNode items = nullable(schema, "array").putObject("items").put("type", "string");
                ArrayNode keys = items.putArray("enum");
                keys(field).forEach(keys::add);
            }
            case TAGS -> nullable(schema, "array").putObject("items").put("type", "string");
            case MONEY -> reference(schema, "Money");
            case ADDRESS -> reference(schema, "Address");
        }
        schema.put("title", field.label().in(locale));
        if (field.help() != null) {
            schema.put("description", field.help().in(locale));
        }
    }

    private static List<String> keys(ObjectField field) {
        return field.choices().stream().map(Choice::key).toList();
    }

    private static void choices(ObjectNode schema, List<String> keys) {
        ArrayNode values = schema.putArray("enum");
        keys.forEach(values::add);
        values.addNull();
    }

    private static void reference(ObjectNode schema, String name) {
        ArrayNode any = schema.putArray("anyOf");
        any.addObject().put("$ref", "#/components/schemas/" + name);
        any.addObject().put("type", "null");
    }

    private void paths(ObjectNode paths, ObjectType type, Locale locale) {
        String base = "/api/v1/records/" + type.key();
        ObjectNode all = paths.putObject(base);
        ObjectNode list = operation(all.putObject("get"), "list_" + type.key(), text(locale, "list"), type.key());
        filtered(list, locale);
        parameter(list, "sort", "query", false, "string", text(locale, "sort"));
        parameter(list, "limit", "query", false, "integer", text(locale, "limit"));
        parameter(list, "after", "query", false, "string", text(locale, "after"));
        parameter(list, "fields", "query", false, "string", text(locale, "fields"));
        ObjectNode page = object(answered(list, "200", text(locale, "done")).putObject("schema"), "records", "next");
        page.putObject("records")
                .put("type", "array")
                .putObject("items")
                .put("$ref", "#/components/schemas/" + name(type));
        nullable(page.putObject("next"), "string");
        refusals(list, "400", "401", "403", "404", "429");

        ObjectNode create =
                operation(all.putObject("post"), "create_" + type.key(), text(locale, "create"), type.key());
        idempotent(create, locale);
        object(body(create), "fields").putObject("fields").put("$ref", write(type));
        schema(answered(create, "201", text(locale, "done")), name(type));
        refusals(create, "400", "401", "403", "404", "409", "413", "415", "422", "429");

        ObjectNode upsert = operation(all.putObject("put"), "upsert_" + type.key(), text(locale, "upsert"), type.key());
        parameter(upsert, "by", "query", true, "string", text(locale, "by"));
        object(body(upsert), "fields").putObject("fields").put("$ref", write(type));
        schema(answered(upsert, "200", text(locale, "done")), name(type));
        schema(answered(upsert, "201", text(locale, "done")), name(type));
        refusals(upsert, "400", "401", "403", "404", "409", "413", "415", "422", "429");

        ObjectNode count = operation(
                paths.putObject(base + "/count").putObject("get"),
                "count_" + type.key(),
                text(locale, "count"),
                type.key());
        filtered(count, locale);
        parameter(count, "exact", "query", false, "boolean", text(locale, "exact"));
        ObjectNode counted =
                object(answered(count, "200", text(locale, "done")).putObject("schema"), "count", "capped");
        counted.putObject("count").put("type", "integer").put("format", "int64");
        counted.putObject("capped").put("type", "boolean");
        refusals(count, "400", "401", "403", "404", "429");

        bulk(paths.putObject(base + "/bulk").putObject("post"), type, locale);
        single(paths, base, type, locale);
    }

    private void single(ObjectNode paths, String base, ObjectType type, Locale locale) {
        ObjectNode one = paths.putObject(base + "/{id}");
        ObjectNode get = identified(one.putObject("get"), "get_", text(locale, "get"), type);
        schema(answered(get, "200", text(locale, "done")), name(type));
        refusals(get, "401", "403", "404", "429");

        ObjectNode change = identified(one.putObject("patch"), "update_", text(locale, "update"), type);
        parameter(change, "If-Match", "header", false, "string", text(locale, "if-match"));
        ObjectNode changed = object(body(change), "fields");
        changed.putObject("version").put("type", "integer");
        changed.putObject("fields").put("$ref", write(type));
        schema(answered(change, "200", text(locale, "done")), name(type));
        refusals(change, "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429");

        ObjectNode delete = identified(one.putObject("delete"), "delete_", text(locale, "delete"), type);
        parameter(delete, "If-Match", "header", false, "string", text(locale, "if-match"));
        schema(answered(delete, "200", text(locale, "done")), name(type));
        refusals(delete, "400", "401", "403", "404", "409", "412", "429");

        ObjectNode restore = identified(
                paths.putObject(base + "/{id}/restore").putObject("post"), "restore_", text(locale, "restore"), type);
        idempotent(restore, locale);
        schema(answered(restore, "200", text(locale, "done")), name(type));
        refusals(restore, "401", "403", "404", "409", "415", "422", "429");

        ObjectNode history = identified(
                paths.putObject(base + "/{id}/history").putObject("get"), "history_", text(locale, "history"), type);
        parameter(history, "field", "query", false, "string", null);
        parameter(history, "limit", "query", false, "integer", text(locale, "limit"));
        things(history, "changes", locale);

        ObjectNode timeline = identified(
                paths.putObject(base + "/{id}/timeline").putObject("get"), "timeline_", text(locale, "timeline"), type);
        parameter(timeline, "after", "query", false, "string", text(locale, "after"));
        parameter(timeline, "limit", "query", false, "integer", text(locale, "limit"));
        nullable(things(timeline, "entries", locale).putObject("next"), "string");
    }

    /** What is sent to the webhooks of an object. */
    private void webhooks(ObjectNode webhooks, ObjectNode schemas, ObjectType type, Locale locale) {
        ObjectNode event = object(schemas.putObject(name(type) + "Event"), "id", "type", "at", "actor", "record");
        event.putObject("id").put("type", "string").put("format", "uuid");
        event.putObject("type").put("type", "string");
        event.putObject("at").put("type", "string").put("format", "date-time");
        ObjectNode actor = object(nullable(event.putObject("actor"), "object"), "id", "name");
        ((ObjectNode) event.path("actor")).putArray("type").add("object").add("null");
        actor.putObject("id").put("type", "integer").put("format", "int64");
        actor.putObject("name").put("type", "string");
        event.putObject("record").put("$ref", "#/components/schemas/" + name(type));
        ObjectNode change =
                object(event.putObject("changes").put("type", "array").putObject("items"), "field");
        change.putObject("field").put("type", "string");
        change.putObject("from");
        change.putObject("to");
        object(event.putObject("merged"), "id")
                .putObject("id")
                .put("type", "integer")
                .put("format", "int64");
        for (RecordEvent kind : RecordEvent.values()) {
            if (!kind.happensTo(type)) {
                continue;
            }
            ObjectNode post = operation(
                    webhooks.putObject(kind.type(type.key())).putObject("post"),
                    "on_" + type.key() + "_" + kind.key(),
                    text(locale, "webhook." + kind.key()),
                    type.key());
            post.putArray("security");
            parameter(post, "Lazo-Signature", "header", true, "string", text(locale, "signature"));
            body(post).put("$ref", "#/components/schemas/" + name(type) + "Event");
            ((ObjectNode) post.get("responses")).putObject("2XX").put("description", text(locale, "received"));
        }
    }

    private ObjectNode things(ObjectNode operation, String name, Locale locale) {
        ObjectNode answer =
                object(answered(operation, "200", text(locale, "done")).putObject("schema"), name);
        answer.putObject(name).put("type", "array").putObject("items").put("type", "object");
        refusals(operation, "400", "401", "403", "404", "429");
        return answer;
    }

    private static ObjectNode identified(ObjectNode operation, String verb, String summary, ObjectType type) {
        operation(operation, verb + type.key(), summary, type.key());
        parameter(operation, "id", "path", true, "integer", null);
        return operation;
    }

    private void bulk(ObjectNode operation, ObjectType type, Locale locale) {
        operation(operation, "bulk_" + type.key(), text(locale, "bulk"), type.key());
        idempotent(operation, locale);
        ObjectNode asked = object(body(operation), "operations");
        asked.putObject("all_or_nothing").put("type", "boolean").put("default", false);
        ObjectNode operations = asked.putObject("operations");
        operations.put("type", "array").put("minItems", 1).put("maxItems", 200);
        ObjectNode one = object(operations.putObject("items"), "op");
        ArrayNode verbs = one.putObject("op").put("type", "string").putArray("enum");
        List.of("create", "update", "upsert", "delete", "restore").forEach(verbs::add);
        one.putObject("id").put("type", "integer").put("format", "int64");
        one.putObject("version").put("type", "integer");
        one.putObject("by").put("type", "string");
        one.putObject("fields").put("$ref", write(type));
        ObjectNode answer =
                object(answered(operation, "200", text(locale, "done")).putObject("schema"), "results");
        ObjectNode result =
                object(answer.putObject("results").put("type", "array").putObject("items"), "index", "status");
        result.putObject("index").put("type", "integer");
        result.putObject("status").put("type", "integer");
        result.putObject("record").put("$ref", "#/components/schemas/" + name(type));
        result.putObject("problem").put("$ref", "#/components/schemas/Problem");
        refusals(operation, "400", "401", "403", "404", "409", "413", "415", "422", "429");
    }

    private void filtered(ObjectNode operation, Locale locale) {
        parameter(operation, "f", "query", false, "list", text(locale, "f"));
        parameter(operation, "filter", "query", false, "string", text(locale, "filter"));
        parameter(operation, "q", "query", false, "string", text(locale, "q"));
        parameter(operation, "deleted", "query", false, "boolean", text(locale, "deleted"));
    }

    private void idempotent(ObjectNode operation, Locale locale) {
        parameter(operation, "Idempotency-Key", "header", false, "string", text(locale, "idempotency"));
    }

    static ObjectNode body(ObjectNode operation) {
        ObjectNode body = operation.putObject("requestBody");
        body.put("required", true);
        return body.putObject("content").putObject(JSON).putObject("schema");
    }

    private static String write(ObjectType type) {
        return "#/components/schemas/" + name(type) + "Write";
    }
}
