package lazo.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.LazoTest;
import lazo.kernel.api.Program.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * Requests made from the OpenAPI document, with values that fit and values that nobody should send. As many as the system
 * property {@code lazo.fuzz} says; its seed is printed and can be given as {@code lazo.fuzz.seed}.
 */
@Tag("GOV-11")
class ApiFuzzTest extends LazoTest {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int OF_ONE_KEY = 500;
    private static final String MCP = "/api/mcp";
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "-1e-400",
            "99999999999999999999",
            "1.5",
            "NaN",
            "Infinity",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"2026-02-30\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"' or 1=1 --\"",
            "\"%00\"",
            "\"😀\"",
            "\"\\u202e\"",
            "[]",
            "[1,[2,[3]]]",
            "[null]",
            "{}",
            "{\"amount\":1e999999999}",
            "{\"amount\":\"x\",\"currency\":[]}",
            "{\"city\":{\"a\":1}}",
            "{\"a\":1,\"a\":2}",
            "\"" + "x".repeat(65_536) + "\"",
            "[".repeat(10_000) + "]".repeat(10_000),
            "9223372036854775808",
            "\"javascript:alert(1)\"",
            "\"a@b\"",
            "\"600123123\"",
            "01",
            "'x'",
            "{",
            "\"");
    private static final List<String> WORDS = List.of(
            "",
            "x",
            "-1",
            "1",
            "999999999999999999999",
            "%00",
            "%FF",
            "%ED%A0%80",
            "email:is:x",
            "email:is",
            "created_at:from:0001-01-01",
            "created_at:until:9999-12-31",
            "amount:more:1e999999999",
            "owner:is:me",
            "email:contains:%25%5F%5C",
            "%7B%22all%22%3A%5B%5D%7D",
            "%7B%22field%22%3A%22email%22%2C%22op%22%3A%22is%22%2C%22values%22%3A%5B%22%5Cu0000%22%5D%7D",
            "-updated_at",
            "name",
            "%27%22--",
            "true",
            "eyJ4Ijox",
            "%F0%9F%98%80");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json;charset=utf-8",
            "application/json;charset=utf-16",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data;boundary=x",
            "application/x-www-form-urlencoded",
            "nonsense",
            "application/xml");

    @Autowired
    ApiKeys keys;

    private Random random = new Random();

    @Test
    void nothing_that_a_program_sends_is_answered_by_a_failure_or_late() {
        int count = Integer.getInteger("lazo.fuzz", 500);
        long seed = Long.getLong("lazo.fuzz.seed", System.nanoTime());
        System.out.println("API fuzzed with " + count + " requests, seed " + seed);
        random = new Random(seed);
        List<String[]> routes = new ArrayList<>();
        JsonNode document = program().get("/api/v1/openapi.json").json();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method ->
                                routes.add(new String[] {method.toUpperCase(java.util.Locale.ROOT), path.getKey()})));
        for (int share = 0; share < routes.size() / 10; share++) {
            routes.add(new String[] {"POST", MCP});
        }
        routes.add(new String[] {"POST", "/api/hooks/{id}"});
        List<String> failures = new ArrayList<>();
        Program program = program();
        Map<Integer, Integer> statuses = new java.util.TreeMap<>();
        for (int number = 0; number < count; number++) {
            if (number % OF_ONE_KEY == OF_ONE_KEY - 1) {
                program = program();
            }
            String[] route = routes.get(random.nextInt(routes.size()));
            JsonNode operation =
                    document.path("paths").path(route[1]).path(route[0].toLowerCase(java.util.Locale.ROOT));
            String path = address(route[1], operation);
            boolean carries = operation.has("requestBody") || operation.isMissingNode() || random.nextInt(20) == 0;
            String body = carries ? body(document, route[1]) : "";
            Instant start = Instant.now();
            Answer answer = send(program, route[0], path, body);
            statuses.merge(answer.status(), 1, Integer::sum);
            boolean late = Duration.between(start, Instant.now()).compareTo(LONGEST) > 0;
            if (answer.status() >= 500 || late) {
                failures.add("%d %s %s %s"
                        .formatted(answer.status(), route[0], path, body.substring(0, Math.min(300, body.length()))));
            }
        }
        System.out.println("Answers by status: " + statuses);
        assertThat(failures).isEmpty();
        assertThat(statuses).containsKeys(200, 400, 404, 415, 422);
    }

    private Program program() {
        return new Program(
                url(""),
                keys.create(
                                "Fuzz",
                                administrator().id(),
                                ApiScopes.parse("records:write admin:write"),
                                null,
                                actor(administrator()))
                        .secret());
    }

    private Answer send(Program program, String method, String path, String body) {
        List<String> headers = new ArrayList<>();
        if (!body.isEmpty()) {
            headers.addAll(List.of("Content-Type", any(TYPES)));
        }
        if (random.nextInt(4) == 0) {
            headers.addAll(List.of("If-Match", any(List.of("\"1\"", "1", "*", "W/\"1\"", "x", "99999999999"))));
        }
        if (random.nextInt(6) == 0) {
            headers.addAll(List.of("Idempotency-Key", any(List.of("a", "b b", "c".repeat(300), "d"))));
        }
        if (random.nextInt(6) == 0) {
            headers.addAll(List.of("Accept", any(List.of("text/html", "application/json", "x", "*/*"))));
        }
        if (random.nextInt(6) == 0) {
            headers.addAll(List.of("Accept-Language", any(List.of("es", "en", "zz", "es;q=nonsense", "*"))));
        }
        return program.send(method, path, body, headers.toArray(String[]::new));
    }

    private String address(String pattern, JsonNode operation) {
        String path = pattern.replace(
                        "{id}", any(List.of("1", "2", "17", "0", "-1", "x", "9223372036854775808", "%00")))
                .replace("{object}", any(List.of("contact", "nothing", "%00", "x".repeat(300))))
                .replace("{field}", any(List.of("source", "email", "nothing", "%00")));
        List<String> query = new ArrayList<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").stringValue().equals("query") && random.nextInt(3) == 0) {
                query.add(parameter.path("name").stringValue() + "=" + any(WORDS));
            }
        });
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private String message() {
        String method =
                any(List.of("tools/call", "tools/call", "tools/list", "initialize", "ping", "x", "server/discover"));
        String tool = any(
                List.of("search", "list_records", "get_record", "get_timeline", "describe_object", "create_record"));
        String arguments = IntStream.range(0, random.nextInt(5))
                .mapToObj(
                        number -> "\"" + any(List.of("object", "id", "text", "limit", "conditions", "fields", "after"))
                                + number % 2 + "\":" + any(VALUES))
                .reduce((one, other) -> one + "," + other)
                .orElse("\"object\":\"contact\",\"text\":\"a\",\"id\":1")
                .replaceAll("(object|text|id|limit|conditions|fields|after)[01]", "$1");
        String params =
                random.nextInt(10) == 0 ? any(VALUES) : "{\"name\":\"" + tool + "\",\"arguments\":{" + arguments + "}}";
        return random.nextInt(10) == 0
                ? any(VALUES)
                : "{\"jsonrpc\":\"2.0\",\"id\":" + any(List.of("1", "\"a\"", "null", "{}")) + ",\"method\":\"" + method
                        + "\",\"params\":" + params + "}";
    }

    private String body(JsonNode document, String pattern) {
        if (pattern.equals(MCP)) {
            return message();
        }
        if (pattern.contains("/admin/")) {
            return random.nextInt(10) == 0
                    ? any(VALUES)
                    : administration(document.path("paths").path(pattern));
        }
        String object = pattern.replaceAll("^/api/v1/records/([a-z_0-9]+).*$", "$1");
        String name = object.isEmpty() ? "" : Character.toUpperCase(object.charAt(0)) + object.substring(1);
        List<String> fields = new ArrayList<>(
                document.at("/components/schemas/" + name + "Write/properties").propertyNames());
        fields.addAll(List.of("nothing", "id", "version"));
        String values = IntStream.range(0, random.nextInt(5))
                .mapToObj(number -> "\"" + any(fields) + "\":" + any(VALUES))
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        String some = "\"fields\":" + (random.nextInt(10) == 0 ? any(VALUES) : "{" + values + "}");
        if (pattern.endsWith("/bulk")) {
            String operation =
                    "{\"op\":\"" + any(List.of("create", "update", "upsert", "delete", "restore", "x")) + "\",\"id\":"
                            + any(List.of("1", "2", "\"1\"", "1e99", "null")) + ",\"by\":\"email\"," + some + "}";
            return "{\"all_or_nothing\":" + any(List.of("true", "false", "1")) + ",\"operations\":["
                    + operation.replaceAll(random.nextBoolean() ? ",\"by\":\"email\"" : "§", "") + "]}";
        }
        String version =
                random.nextBoolean() ? "\"version\":" + any(List.of("1", "2", "\"1\"", "1e9", "null")) + "," : "";
        return random.nextInt(10) == 0 ? any(VALUES) : "{" + version + some + "}";
    }

    /** Members of the body that this address takes, and sometimes one that it does not. */
    private String administration(JsonNode path) {
        List<String> members = new ArrayList<>(List.of("nothing"));
        path.forEach(operation -> members.addAll(operation
                .at("/requestBody/content")
                .path("application/json")
                .at("/schema/properties")
                .propertyNames()));
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(number ->
                        "\"" + any(members.subList(random.nextInt(8) == 0 ? 0 : 1 % members.size(), members.size()))
                                + "\":" + any(VALUES))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
