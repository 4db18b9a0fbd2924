package lazo.kernel.filter;

import java.util.ArrayList;
import java.util.List;
import lazo.kernel.filter.Filter.All;
import lazo.kernel.filter.Filter.Any;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Filter.Not;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Filters as text: one condition as an address carries it, a whole filter as JSON for saved views and the API. */
public final class FilterText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DEEPEST = 8;
    private static final int MOST_CONDITIONS = 100;
    private static final int MOST_VALUES = 1000;

    private FilterText() {}

    /** @throws IllegalArgumentException when the text is no condition; the message says why */
    public static Condition condition(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts[0].isBlank()) {
            throw new IllegalArgumentException("'%s' is no condition: expected field:operator:value".formatted(text));
        }
        if (parts.length - 2 > MOST_VALUES) {
            throw new IllegalArgumentException("A condition has at most %d values".formatted(MOST_VALUES));
        }
        List<String> values = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            values.add(parts[i].replace("%0A", "\n").replace("%3A", ":").replace("%25", "%"));
        }
        return new Condition(parts[0], Operator.ofKey(parts[1]), values);
    }

    /** Several conditions, one a line or blank, all of which must hold. */
    public static Filter conditions(List<String> texts) {
        if (texts.size() > MOST_CONDITIONS) {
            throw new IllegalArgumentException("A filter has at most %d conditions".formatted(MOST_CONDITIONS));
        }
        return new All(texts.stream()
                .filter(text -> !text.isBlank())
                .<Filter>map(text -> condition(text.strip()))
                .toList());
    }

    public static String json(Filter filter) {
        return JSON.writeValueAsString(node(filter));
    }

    /** @throws IllegalArgumentException when the text is no filter */
    public static Filter ofJson(String json) {
        try {
            return filter(JSON.readTree(json), 0);
        } catch (tools.jackson.core.JacksonException broken) {
            throw new IllegalArgumentException("The filter is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static JsonNode node(Filter filter) {
        ObjectNode node = JSON.createObjectNode();
        switch (filter) {
            case All(var parts) -> node.set("all", nodes(parts));
            case Any(var parts) -> node.set("any", nodes(parts));
            case Not(var part) -> node.set("not", node(part));
            case Condition(var field, var operator, var values) -> {
                node.put("field", field);
                node.put("op", operator.key());
                if (!values.isEmpty()) {
                    ArrayNode list = node.putArray("values");
                    values.forEach(list::add);
                }
            }
        }
        return node;
    }

    private static ArrayNode nodes(List<Filter> parts) {
        ArrayNode nodes = JSON.createArrayNode();
        parts.forEach(part -> nodes.add(node(part)));
        return nodes;
    }

    private static Filter filter(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("The filter is nested deeper than " + DEEPEST);
        }
        if (node.has("all")) {
            return new All(filters(node.get("all"), depth));
        }
        if (node.has("any")) {
            return new Any(filters(node.get("any"), depth));
        }
        if (node.has("not")) {
            return new Not(filter(node.get("not"), depth + 1));
        }
        if (node.has("field")) {
            List<String> values = new ArrayList<>();
            node.path("values").forEach(value -> values.add(value.asString()));
            return new Condition(
                    node.get("field").asString(), Operator.ofKey(node.path("op").asString("")), values);
        }
        throw new IllegalArgumentException(
                "A filter needs 'all', 'any', 'not' or 'field', found: " + String.join(", ", node.propertyNames()));
    }

    private static List<Filter> filters(JsonNode nodes, int depth) {
        List<Filter> parts = new ArrayList<>();
        nodes.forEach(part -> parts.add(filter(part, depth + 1)));
        return parts;
    }
}
