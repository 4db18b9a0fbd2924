package lazo.kernel.metadata.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectDesigner.NewObject;
import lazo.kernel.metadata.ObjectDesigner.OwnField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Objects, their fields and the words of their lists, shaped by the administrator while everybody works. */
@Controller
class ObjectSettingsController {
    private static final int LONGEST_NAME = 60;

    private final ObjectTypes types;
    private final ObjectDesigner designer;
    private final Templates templates;

    ObjectSettingsController(ObjectTypes types, ObjectDesigner designer, Templates templates) {
        this.types = types;
        this.designer = designer;
        this.templates = templates;
    }

    @GetMapping("/settings/objects")
    Page objects(Screen screen) {
        administrator(screen);
        return Page.of(templates.metadataObjects(screen, types.all()));
    }

    @GetMapping("/settings/objects/new")
    Page askObject(Screen screen) {
        administrator(screen);
        return Page.of(templates.metadataObjectSheet(screen, Form.empty()));
    }

    @PostMapping("/settings/objects")
    Page addObject(@RequestParam Map<String, String> params, Screen screen) {
        administrator(screen);
        Form form = Form.of(params);
        name(form, "es", screen, true);
        name(form, "plural", screen, true);
        if (!form.isValid()) {
            return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.metadataObjectForm(screen, form));
        }
        NewField title = new NewField(
                "name",
                FieldType.TEXT,
                Label.of("Nombre", "Name"),
                null,
                "main",
                true,
                false,
                true,
                true,
                false,
                false,
                false,
                true,
                true,
                null,
                null,
                List.of(),
                null,
                List.of());
        String key = designer.addObject(new NewObject(
                null,
                label(form.stripped("es"), form.stripped("en")),
                label(form.stripped("plural"), form.stripped("plural_en")),
                form.stripped("icon").isEmpty() ? "box" : form.stripped("icon"),
                "gray",
                ObjectType.Kind.PLAIN,
                true,
                200 + types.all().size(),
                null,
                "name",
                List.of(title)));
        return Page.redirect("/settings/objects/" + key).toast(screen.t("metadata.object-added", form.stripped("es")));
    }

    @GetMapping("/settings/objects/{object}")
    Page object(@PathVariable String object, Screen screen) {
        administrator(screen);
        return Page.of(templates.metadataObject(screen, load(object)));
    }

    @GetMapping("/settings/objects/{object}/fields/new")
    Page askField(@PathVariable String object, Screen screen) {
        administrator(screen);
        return Page.of(templates.metadataFieldSheet(screen, load(object), Form.empty(), types.all()));
    }

    @PostMapping("/settings/objects/{object}/fields")
    Page addField(@PathVariable String object, @RequestParam Map<String, String> params, Screen screen) {
        administrator(screen);
        ObjectType type = load(object);
        Form form = Form.of(params);
        name(form, "es", screen, true);
        FieldType fieldType = Stream.of(FieldType.values())
                .filter(known -> known.isOffered() && known.key().equals(form.value("type")))
                .findFirst()
                .orElse(FieldType.TEXT);
        List<NewChoice> choices = new ArrayList<>();
        if (fieldType.hasChoices()) {
            form.value("choices")
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .forEach(line -> choices.add(new NewChoice(null, Label.same(line), null)));
            if (choices.isEmpty()) {
                form.reject("choices", screen.t("metadata.problem.choices"));
            }
        }
        @Nullable String target = fieldType == FieldType.LOOKUP ? form.value("target") : null;
        if (target != null && types.find(target).isEmpty()) {
            form.reject("target", screen.t("metadata.problem.target"));
        }
        if (type.allFields().size() >= ObjectDesigner.MOST_FIELDS) {
            form.reject("es", screen.t("metadata.problem.full", ObjectDesigner.MOST_FIELDS));
        }
        if (!form.isValid()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT, templates.metadataFieldForm(screen, type, form, types.all()));
        }
        ObjectField made = designer.addField(
                object,
                new OwnField(
                        null,
                        fieldType,
                        label(form.stripped("es"), form.stripped("en")),
                        help(form),
                        form.value("required").equals("true"),
                        form.value("milestone").equals("true"),
                        form.value("quick").equals("true"),
                        target,
                        form.stripped("prefix"),
                        choices));
        return Page.redirect("/settings/objects/" + object)
                .toast(screen.t("metadata.field-added", made.label().in(screen.locale())));
    }

    @GetMapping("/settings/objects/{object}/fields/{field}")
    Page editField(@PathVariable String object, @PathVariable String field, Screen screen) {
        administrator(screen);
        ObjectType type = load(object);
        return Page.of(templates.metadataFieldEdit(screen, type, field(type, field)));
    }

    @PostMapping("/settings/objects/{object}/fields/{field}")
    Page changeField(
            @PathVariable String object,
            @PathVariable String field,
            @RequestParam Map<String, String> params,
            Screen screen) {
        administrator(screen);
        ObjectField changed = field(load(object), field);
        Form form = Form.of(params);
        name(form, "es", screen, true);
        if (!form.isValid()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "MET-101", "metadata.problem.name", LONGEST_NAME);
        }
        designer.changeField(
                changed.id(),
                label(form.stripped("es"), form.stripped("en")),
                help(form),
                form.value("required").equals("true"),
                form.value("quick").equals("true"),
                changed.section());
        return Page.redirect("/settings/objects/" + object)
                .toast(screen.t("metadata.field-saved", form.stripped("es")));
    }

    @PostMapping("/settings/objects/{object}/fields/{field}/archive")
    Page archive(
            @PathVariable String object,
            @PathVariable String field,
            @RequestParam(defaultValue = "true") boolean away,
            Screen screen) {
        administrator(screen);
        ObjectType type = load(object);
        ObjectField changed = field(type, field);
        if (changed.equals(type.titleField()) || ObjectField.SYSTEM_KEYS.contains(field)) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "MET-102",
                    "metadata.problem.needed",
                    changed.label().in(screen.locale()));
        }
        designer.archiveField(changed.id(), away);
        Page page = Page.redirect("/settings/objects/" + object);
        String name = changed.label().in(screen.locale());
        return away
                ? page.toast(
                        screen.t("metadata.field-archived", name),
                        "/settings/objects/" + object + "/fields/" + field + "/archive?away=false")
                : page.toast(screen.t("metadata.field-back", name));
    }

    @PostMapping("/settings/objects/{object}/fields/{field}/choices")
    Page addChoice(
            @PathVariable String object,
            @PathVariable String field,
            @RequestParam(defaultValue = "") String name,
            Screen screen) {
        administrator(screen);
        ObjectField changed = field(load(object), field);
        String clean = name.strip();
        if (!clean.isEmpty() && clean.length() <= LONGEST_NAME && changed.type().hasChoices()) {
            designer.addChoice(changed, new NewChoice(null, Label.same(clean), null));
        }
        return Page.of(templates.metadataChoices(screen, load(object), field(load(object), field)));
    }

    @PostMapping("/settings/objects/{object}/fields/{field}/choices/{choice}")
    Page changeChoice(
            @PathVariable String object,
            @PathVariable String field,
            @PathVariable String choice,
            @RequestParam Map<String, String> params,
            Screen screen) {
        administrator(screen);
        ObjectField of = field(load(object), field);
        Choice old = of.choice(choice).orElseThrow(() -> Problem.notFound("MET-104"));
        String name = Objects.requireNonNullElse(params.get("name"), "").strip();
        Label label = name.isEmpty() || name.length() > LONGEST_NAME
                ? old.label()
                : old.label().with(screen.locale(), name);
        String hue = params.getOrDefault("hue", old.hue());
        int position = switch (params.getOrDefault("move", "")) {
            case "up" -> old.position() - 2;
            default -> old.position();
        };
        boolean archived =
                params.containsKey("archived") ? params.get("archived").equals("true") : old.archived();
        designer.changeChoice(of.id(), choice, label, hue, position, archived);
        return Page.of(templates.metadataChoices(screen, load(object), field(load(object), field)));
    }

    private static void administrator(Screen screen) {
        if (!screen.may("OBJECTS")) {
            throw Problem.forbidden("MET-403");
        }
    }

    private ObjectType load(String object) {
        return types.find(object).orElseThrow(() -> Problem.notFound("MET-404"));
    }

    private static ObjectField field(ObjectType type, String key) {
        return type.find(key).orElseThrow(() -> Problem.notFound("MET-405"));
    }

    private static void name(Form form, String input, Screen screen, boolean required) {
        String name = form.stripped(input);
        if (required && name.isEmpty() || name.length() > LONGEST_NAME) {
            form.reject(input, screen.t("metadata.problem.name", LONGEST_NAME));
        }
    }

    private static Label label(String spanish, String english) {
        return english.isEmpty() ? Label.same(spanish) : Label.of(spanish, english);
    }

    private static @Nullable Label help(Form form) {
        String help = form.stripped("help");
        return help.isEmpty() ? null : Label.same(help);
    }
}
