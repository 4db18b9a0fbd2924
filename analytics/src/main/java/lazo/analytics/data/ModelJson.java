package lazo.analytics.data;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fitted models as JSON and back. The text names a type and a version, never a class, and the reader says which record it
 * expects, so a hostile text can at worst be refused. Equal models give equal texts, byte for byte: maps are written by rising key.
 */
public final class ModelJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ModelJson() {}

    public static String write(FittedModel model) {
        ModelType type = typeOf(model.getClass());
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("format", "lazo-model");
        envelope.put("type", type.name());
        envelope.put("version", type.version());
        envelope.set("model", JSON.valueToTree(model));
        return JSON.writeValueAsString(envelope);
    }

    /** @throws IllegalArgumentException when the text is not a model of this type and version; the message says which it is */
    public static <M extends FittedModel> M read(String text, Class<M> expected) {
        ModelType type = typeOf(expected);
        try {
            JsonNode envelope = JSON.readTree(text);
            String found = envelope.path("type").asString("") + " "
                    + envelope.path("version").asInt(0);
            String wanted = type.name() + " " + type.version();
            if (!found.equals(wanted)) {
                throw new IllegalArgumentException("The text holds model '%s', expected '%s'".formatted(found, wanted));
            }
            return JSON.treeToValue(envelope.get("model"), expected);
        } catch (JacksonException broken) {
            throw new IllegalArgumentException(
                    "The text is no model '%s': %s".formatted(type.name(), broken.getOriginalMessage()), broken);
        }
    }

    private static ModelType typeOf(Class<?> model) {
        ModelType type = model.getAnnotation(ModelType.class);
        if (type == null) {
            throw new IllegalArgumentException(model.getSimpleName() + " has no @ModelType");
        }
        return type;
    }
}
