package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.identity.Ability;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.OwnField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects with their fields as administrators see them, for programs that add to them. */
@Controller
@RequestMapping("/api/v1/admin/objects")
class FieldApi {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_HELP = 500;
    private static final int MOST_CHOICES = 500;
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Set<String> HUES =
            Set.of("blue", "teal", "violet", "orange", "green", "pink", "yellow", "red", "gray");

    private final ObjectTypes types;
    private final ObjectDesigner designer;

    FieldApi(ObjectTypes types, ObjectDesigner designer) {
        this.types = types;
        this.designer = designer;
    }

    @GetMapping
    ResponseEntity<byte[]> list(Caller caller) {
        caller.readingAdministration(Ability.OBJECTS);
        return Answers.ok("objects", types.all().stream().map(FieldApi::json));
    }

    @GetMapping("/{object}")
    ResponseEntity<byte[]> get(@PathVariable String object, Caller caller) {
        caller.readingAdministration(Ability.OBJECTS);
        return Answers.ok(json(load(object)));
    }

    /** Adds a field to an object in use. */
    @PostMapping("/{object}/fields")
    ResponseEntity<byte[]> addField(@PathVariable String object, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.OBJECTS);
        Members members = Members.of(
                request,
                "key",
                "type",
                "label",
                "help",
                "required",
                "milestone",
                "quick",
                "target",
                "prefix",
                "choices");
        ObjectType type = load(object);
        String key =
                key(members, type.allFields().stream().map(ObjectField::key).toList());
        FieldType fieldType = type(members);
        Label label = members.label("label", LONGEST_NAME);
        Label help = members.someLabel("help", LONGEST_HELP);
        String target = members.some("target", LONGEST_NAME);
        if (fieldType == FieldType.LOOKUP
                && (target == null || types.find(target).isEmpty())) {
            members.reject("target", "API-144", target == null ? "" : target);
        }
        List<NewChoice> choices = choices(members, fieldType);
        var wanted = new OwnField(
                key,
                fieldType,
                label,
                help,
                members.yes("required"),
                members.yes("milestone"),
                members.yes("quick"),
                fieldType == FieldType.LOOKUP ? target : null,
                members.some("prefix", LONGEST_NAME),
                choices);
        members.check();
        if (type.allFields().size() >= ObjectDesigner.MOST_FIELDS) {
            throw ApiRefusal.of(409, "API-145", ObjectDesigner.MOST_FIELDS);
        }
        return Answers.entity(Answers.json(201, json(designer.addField(object, wanted))));
    }

    /** Adds a word to the list of a field. */
    @PostMapping("/{object}/fields/{field}/choices")
    ResponseEntity<byte[]> addChoice(
            @PathVariable String object, @PathVariable String field, HttpServletRequest request, Caller caller) {
        caller.writingAdministration(Ability.OBJECTS);
        Members members = Members.of(request, "key", "label", "hue");
        ObjectField of = load(object).find(field).orElseThrow(() -> ApiRefusal.of(404, "API-148"));
        if (!of.type().hasChoices()) {
            throw ApiRefusal.of(409, "API-151", of.key());
        }
        NewChoice wanted =
                choice(members, of.choices().stream().map(Choice::key).toList());
        members.check();
        String made = designer.addChoice(of, wanted);
        return Answers.entity(
                Answers.json(201, json(load(object).field(of.key()).choice(made).orElseThrow())));
    }

    private static FieldType type(Members members) {
        String wanted = members.text("type", LONGEST_NAME);
        Optional<FieldType> type = Stream.of(FieldType.values())
                .filter(known -> known.isOffered() && known.key().equals(wanted))
                .findFirst();
        if (type.isEmpty() && !wanted.isEmpty()) {
            members.reject("type", "API-144", wanted);
        }
        return type.orElse(FieldType.TEXT);
    }

    private static List<NewChoice> choices(Members members, FieldType type) {
        List<NewChoice> choices = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (Members one : members.list("choices", "key", "label", "hue")) {
            NewChoice choice = choice(one, taken);
            Optional.ofNullable(choice.key()).ifPresent(taken::add);
            choices.add(choice);
        }
        if (choices.isEmpty() == type.hasChoices() || choices.size() > MOST_CHOICES) {
            members.reject("choices", "API-150", "" + MOST_CHOICES);
        }
        return choices;
    }

    private static NewChoice choice(Members members, List<String> taken) {
        String key = key(members, taken);
        String hue = members.some("hue", LONGEST_NAME);
        if (hue != null && !HUES.contains(hue)) {
            members.reject("hue", "API-144", hue);
        }
        return new NewChoice(key, members.label("label", LONGEST_NAME), hue);
    }

    /** The key a program wants, so that the same request sent again adds nothing; without one it is made from the label. */
    private static @Nullable String key(Members members, List<String> taken) {
        String key = members.some("key", LONGEST_NAME);
        if (key == null) {
            return null;
        }
        if (taken.contains(key)) {
            throw ApiRefusal.of(409, "API-143", key);
        }
        if (!KEY.matcher(key).matches()) {
            members.reject("key", "API-112", KEY.pattern());
        }
        return key;
    }

    private ObjectType load(String object) {
        return types.find(object)
                .orElseThrow(() -> ApiRefusal.of(404, "API-408", object.substring(0, Math.min(60, object.length()))));
    }

    private static ObjectNode json(ObjectType type) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("key", type.key());
        label(node, "label", type.label());
        label(node, "plural", type.plural());
        ArrayNode fields = node.putArray("fields");
        type.allFields().forEach(field -> fields.add(json(field)));
        return node;
    }

    private static ObjectNode json(ObjectField field) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("key", field.key());
        node.put("type", field.type().key());
        label(node, "label", field.label());
        Optional.ofNullable(field.help()).ifPresent(help -> label(node, "help", help));
        node.put("required", field.required());
        node.put("unique", field.unique());
        node.put("milestone", field.milestone());
        node.put("quick", field.quick());
        node.put("archived", field.archived());
        node.put("sensitivity", field.sensitivity().name().toLowerCase(java.util.Locale.ROOT));
        node.put("pack", field.pack());
        node.put("target", field.target());
        node.put("prefix", field.prefix());
        ArrayNode choices = node.putArray("choices");
        field.choices().forEach(choice -> choices.add(json(choice)));
        return node;
    }

    private static ObjectNode json(Choice choice) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("key", choice.key());
        label(node, "label", choice.label());
        node.put("hue", choice.hue());
        node.put("archived", choice.archived());
        return node;
    }

    private static void label(ObjectNode node, String name, Label label) {
        ObjectNode texts = node.putObject(name);
        new TreeMap<>(label.byLanguage()).forEach(texts::put);
    }
}
