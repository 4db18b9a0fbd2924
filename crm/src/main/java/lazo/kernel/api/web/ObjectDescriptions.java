package lazo.kernel.api.web;

import java.util.List;
import java.util.Locale;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.Stage;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects and fields that a key can see, as JSON. */
@Component
class ObjectDescriptions {
    private final ObjectTypes types;
    private final Access access;

    ObjectDescriptions(ObjectTypes types, Access access) {
        this.types = types;
        this.access = access;
    }

    List<ObjectType> readable(Caller caller) {
        return types.all().stream()
                .filter(type -> caller.key().scopes().read(type.key()))
                .toList();
    }

    ObjectNode objects(Caller caller, Locale locale) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode objects = body.putArray("objects");
        readable(caller).forEach(type -> {
            ObjectNode node = objects.addObject();
            node.put("key", type.key());
            node.put("label", type.label().in(locale));
            node.put("plural", type.plural().in(locale));
            node.put("write", caller.key().scopes().write(type.key()));
        });
        return body;
    }

    ObjectNode object(String object, Caller caller, Locale locale) {
        ObjectType type = types.find(object)
                .orElseThrow(() -> ApiRefusal.of(404, "API-408", object.substring(0, Math.min(60, object.length()))));
        caller.reading(type);
        FieldMask mask = access.mask(caller.actor(), type);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("key", type.key());
        body.put("label", type.label().in(locale));
        body.put("plural", type.plural().in(locale));
        ArrayNode fields = body.putArray("fields");
        type.fields().stream()
                .filter(field -> mask.shows(field.key()))
                .forEach(field -> fields.add(field(type, field, mask, locale)));
        return body;
    }

    private static ObjectNode field(ObjectType type, ObjectField field, FieldMask mask, Locale locale) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("key", field.key());
        node.put("label", field.label().in(locale));
        node.put("type", field.type().key());
        node.put("required", field.required());
        node.put("unique", field.unique());
        node.put("write", field.isTyped() && mask.allowsChange(field.key()));
        node.put("target", field.target());
        ArrayNode choices = node.putArray("choices");
        for (Choice choice : field.currentChoices()) {
            choice(choices, choice.key(), choice.label().in(locale));
        }
        if (type.stageField().filter(field::equals).isPresent()) {
            for (Pipeline pipeline : type.pipelines()) {
                for (Stage stage : pipeline.current()) {
                    choice(choices, stage.key(), stage.label().in(locale));
                }
            }
        }
        return node;
    }

    private static void choice(ArrayNode choices, String key, String label) {
        ObjectNode choice = choices.addObject();
        choice.put("key", key);
        choice.put("label", label);
    }
}
