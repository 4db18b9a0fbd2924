package lazo.kernel.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A place in a JSON document, {@code data.lines[0].sku}, or a text that is the same for all, {@code 'web'}. */
public final class JsonPath {
    private static final int LONGEST = 300;
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]'\"]+)((?:\\[\\d{1,4}])*)");
    private static final Pattern PLACE = Pattern.compile("\\d+");

    private final String text;
    private final List<Object> steps;

    private JsonPath(String text, List<Object> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @throws IllegalArgumentException when it is no path */
    static JsonPath of(String typed) {
        String text = typed.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException(text);
        }
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            return new JsonPath(text.substring(1, text.length() - 1), List.of());
        }
        List<Object> steps = new ArrayList<>();
        for (String part : text.replaceFirst("^\\$\\.?", "").split("\\.", -1)) {
            Matcher step = STEP.matcher(part);
            if (!step.matches()) {
                throw new IllegalArgumentException(text);
            }
            steps.add(step.group(1));
            PLACE.matcher(step.group(2)).results().forEach(place -> steps.add(Integer.valueOf(place.group())));
        }
        return new JsonPath("", steps);
    }

    /** Whether this is a path. */
    public static boolean isOne(String text) {
        try {
            of(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** What stands there; a missing node when there is nothing. */
    JsonNode read(JsonNode document) {
        if (steps.isEmpty()) {
            return StringNode.valueOf(text);
        }
        JsonNode node = document;
        for (Object step : steps) {
            node = step instanceof Integer place ? node.path(place) : node.path((String) step);
        }
        return node;
    }
}
