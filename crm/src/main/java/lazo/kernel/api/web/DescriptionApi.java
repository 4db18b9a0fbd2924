package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiDocument;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.Stage;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is to ask for: who one is, which objects with which fields, and all of it as an OpenAPI document. */
@Controller
@RequestMapping("/api/v1")
class DescriptionApi {
    private final ObjectTypes types;
    private final Access access;
    private final Users users;
    private final ApiDocument document;
    private final Answers answers;

    DescriptionApi(ObjectTypes types, Access access, Users users, ApiDocument document, Answers answers) {
        this.types = types;
        this.access = access;
        this.users = users;
        this.document = document;
        this.answers = answers;
    }

    @GetMapping("/me")
    ResponseEntity<byte[]> me(Caller caller) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("key", caller.key().name());
        ObjectNode user = body.putObject("user");
        user.put("id", caller.actor().id());
        user.put("name", caller.actor().name());
        ArrayNode scopes = body.putArray("scopes");
        caller.key().scopes().names().stream().sorted().forEach(scopes::add);
        body.put(
                "expires_at",
                caller.key().expiresAt() == null
                        ? null
                        : Objects.requireNonNull(caller.key().expiresAt()).toString());
        return Answers.ok(body);
    }

    /** Who can own records. */
    @GetMapping("/users")
    ResponseEntity<byte[]> users(Caller caller) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode found = body.putArray("users");
        users.all().stream().filter(User::active).forEach(user -> {
            ObjectNode node = found.addObject();
            node.put("id", user.id());
            node.put("name", user.name());
        });
        return Answers.ok(body);
    }

    @GetMapping("/objects")
    ResponseEntity<byte[]> objects(HttpServletRequest request, Caller caller) {
        Locale locale = answers.locale(request);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode objects = body.putArray("objects");
        readable(caller).forEach(type -> {
            ObjectNode node = objects.addObject();
            node.put("key", type.key());
            node.put("label", type.label().in(locale));
            node.put("plural", type.plural().in(locale));
            node.put("write", caller.key().scopes().write(type.key()));
        });
        return Answers.ok(body);
    }

    @GetMapping("/objects/{object}")
    ResponseEntity<byte[]> object(@PathVariable String object, HttpServletRequest request, Caller caller) {
        ObjectType type = types.find(object)
                .orElseThrow(() -> ApiRefusal.of(404, "API-408", object.substring(0, Math.min(60, object.length()))));
        caller.reading(type);
        Locale locale = answers.locale(request);
        FieldMask mask = access.mask(caller.actor(), type);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("key", type.key());
        body.put("label", type.label().in(locale));
        body.put("plural", type.plural().in(locale));
        ArrayNode fields = body.putArray("fields");
        type.fields().stream()
                .filter(field -> mask.shows(field.key()))
                .forEach(field -> fields.add(field(type, field, mask, locale)));
        return Answers.ok(body);
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

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> openApi(HttpServletRequest request, Caller caller) {
        return Answers.ok(
                document.of(readable(caller), type -> access.mask(caller.actor(), type), answers.locale(request)));
    }

    private List<ObjectType> readable(Caller caller) {
        return types.all().stream()
                .filter(type -> caller.key().scopes().read(type.key()))
                .toList();
    }
}
