package lazo.kernel.api;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The part of the OpenAPI document that tells of users, teams, roles, fields and the audit. */
final class AdminDocument {
    private static final String BASE = "/api/v1/admin/";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private AdminDocument() {}

    /**
     * One thing that can be asked for.
     *
     * @param members names and types of what the body holds; those that must be there end with {@code !}
     */
    private record Route(String method, String path, String id, String status, List<String> members) {
        static Route of(String method, String path, String id, String status, String... members) {
            return new Route(method, path, id, status, Arrays.asList(members));
        }
    }

    private static final List<Route> ROUTES = List.of(
            Route.of("get", "users", "users", "200"),
            Route.of("get", "users/{id}", "user", "200"),
            Route.of(
                    "patch",
                    "users/{id}",
                    "user.update",
                    "200",
                    "role string",
                    "team integer",
                    "unit integer",
                    "position string"),
            Route.of("post", "users/{id}/deactivate", "user.deactivate", "200"),
            Route.of("post", "users/{id}/activate", "user.activate", "200"),
            Route.of("get", "invitations", "invitations", "200"),
            Route.of("post", "invitations", "invite", "201", "email! string", "role! string", "team integer"),
            Route.of("delete", "invitations/{id}", "invitation.withdraw", "200"),
            Route.of("get", "teams", "teams", "200"),
            Route.of("post", "teams", "team.create", "201", "name! string", "unit integer"),
            Route.of("patch", "teams/{id}", "team.update", "200", "name string", "unit integer"),
            Route.of("delete", "teams/{id}", "team.remove", "200"),
            Route.of("get", "units", "units", "200"),
            Route.of("post", "units", "unit.create", "201", "name! string", "parent integer"),
            Route.of("patch", "units/{id}", "unit.update", "200", "name string", "parent integer"),
            Route.of("delete", "units/{id}", "unit.remove", "200"),
            Route.of("get", "roles", "roles", "200"),
            Route.of("get", "objects", "fields.all", "200"),
            Route.of("get", "objects/{object}", "fields", "200"),
            Route.of(
                    "post",
                    "objects/{object}/fields",
                    "field.add",
                    "201",
                    "key string",
                    "type! string",
                    "label! label",
                    "help label",
                    "required boolean",
                    "milestone boolean",
                    "quick boolean",
                    "target string",
                    "prefix string",
                    "choices choices"),
            Route.of(
                    "post",
                    "objects/{object}/fields/{field}/choices",
                    "choice.add",
                    "201",
                    "key string",
                    "label! label",
                    "hue string"),
            Route.of("get", "audit", "audit", "200"));

    /** @param text gives a text of the document in the reader's language */
    static void paths(ObjectNode paths, UnaryOperator<String> text) {
        for (Route route : ROUTES) {
            String id = "admin_" + route.id().replace('.', '_');
            ObjectNode operation = ApiDocument.operation(
                    paths.withObjectProperty(BASE + route.path()).putObject(route.method()),
                    id,
                    text.apply("admin." + route.id()),
                    null);
            Matcher place = PLACE.matcher(route.path());
            while (place.find()) {
                ApiDocument.parameter(
                        operation,
                        place.group(1),
                        "path",
                        true,
                        place.group(1).equals("id") ? "integer" : "string",
                        null);
            }
            if (route.id().equals("audit")) {
                ApiDocument.AUDIT_PARAMETERS.forEach(name -> ApiDocument.parameter(
                        operation, name, "query", false, "string", text.apply("admin.audit." + name)));
            }
            if (!route.members().isEmpty()) {
                members(ApiDocument.body(operation), route.members());
            }
            ApiDocument.answered(operation, route.status(), text.apply("done"))
                    .putObject("schema")
                    .put("type", "object");
            if (route.method().equals("get")) {
                ApiDocument.refusals(operation, "400", "401", "403", "404", "429");
            } else {
                ApiDocument.refusals(operation, "400", "401", "403", "404", "409", "413", "415", "422", "429");
            }
        }
    }

    private static void members(ObjectNode schema, List<String> members) {
        ObjectNode properties = ApiDocument.object(
                schema,
                members.stream()
                        .filter(member -> member.contains("!"))
                        .map(member -> member.substring(0, member.indexOf('!')))
                        .toArray(String[]::new));
        schema.put("additionalProperties", false);
        for (String member : members) {
            String[] parts = member.replace("!", "").split(" ");
            type(properties.putObject(parts[0]), parts[1], !member.contains("!"));
        }
    }

    private static void type(ObjectNode schema, String type, boolean canBeNothing) {
        switch (type) {
            case "label" -> label(schema);
            case "choices" -> {
                ObjectNode choice =
                        ApiDocument.object(schema.put("type", "array").putObject("items"), "label");
                choice.putObject("key").put("type", "string");
                label(choice.putObject("label"));
                choice.putObject("hue").put("type", "string");
            }
            default -> {
                if (canBeNothing && !type.equals("boolean")) {
                    schema.putArray("type").add(type).add("null");
                } else {
                    schema.put("type", type);
                }
            }
        }
    }

    private static void label(ObjectNode schema) {
        ObjectNode texts = ApiDocument.object(schema, "es");
        texts.putObject("es").put("type", "string");
        texts.putObject("en").put("type", "string");
    }
}
