package lazo.kernel.privacy.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Sensitivity;
import lazo.kernel.privacy.DelicateFields;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.Reading;
import lazo.kernel.record.web.RecordNames;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How delicate fields are, and those that are shown on demand. */
@Controller
class DelicateController {
    private final Objects objects;
    private final ObjectTypes types;
    private final DelicateFields delicate;
    private final Reading reading;
    private final RecordNames names;
    private final Templates templates;

    DelicateController(
            Objects objects,
            ObjectTypes types,
            DelicateFields delicate,
            Reading reading,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.types = types;
        this.delicate = delicate;
        this.reading = reading;
        this.names = names;
        this.templates = templates;
    }

    @GetMapping("/settings/privacy/fields")
    Page objects(Screen screen) {
        return Page.of(templates.privacyFieldObjects(screen, types.all()));
    }

    @GetMapping("/settings/privacy/fields/{object}")
    Page fields(Screen screen, @PathVariable String object) {
        ObjectType type = objects.load(object);
        List<ObjectField> classified = type.fields().stream()
                .filter(field -> !ObjectField.SYSTEM_KEYS.contains(field.key()))
                .toList();
        List<Option> all = PersonPage.options(Sensitivity.values(), "privacy.sensitivity.", screen);
        Map<String, List<Option>> options = classified.stream()
                .collect(Collectors.toMap(
                        ObjectField::key, field -> delicate.mayBeMasked(type, field) ? all : all.subList(0, 2)));
        return Page.of(templates.privacyFields(screen, type, classified, options));
    }

    @PostMapping("/settings/privacy/fields/{object}")
    Page classify(Screen screen, @PathVariable String object, @RequestParam Map<String, String> typed) {
        ObjectType type = objects.load(object);
        Map<String, Sensitivity> classes = new HashMap<>();
        for (ObjectField field : type.fields()) {
            for (Sensitivity one : Sensitivity.values()) {
                if (one.name().equals(typed.get("is." + field.key()))) {
                    classes.put(field.key(), one);
                }
            }
        }
        delicate.classify(type, classes);
        return Page.redirect("/settings/privacy/fields").toast(screen.t("privacy.policy.saved"));
    }

    /** Shows them, which is noted. */
    @PostMapping("/o/{object}/{id:\\d+}/sensitive")
    Page show(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        StoredRecord seen = objects.load(objects.load(object), id, actor);
        List<ObjectField> fields = fields(seen, actor);
        StoredRecord record = delicate.read(seen.type(), id, actor);
        FieldForm form = FieldForm.of(record, screen, names.of(record.type(), List.of(record), actor));
        return page(screen, seen, record.version(), fields, form, actor, HttpStatus.OK);
    }

    @PostMapping("/o/{object}/{id:\\d+}/sensitive/save")
    Page save(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        StoredRecord seen = objects.load(objects.load(object), id, actor);
        List<ObjectField> fields = fields(seen, actor);
        Draft draft = reading.draft(seen.type(), params, screen);
        return switch (delicate.change(seen.type(), id, version, draft, actor)) {
            case Saved(var record, var changed) ->
                Page.redirect("/o/" + object + "/" + id).toast(screen.t("privacy.policy.saved"));
            case Invalid(var problems) ->
                page(
                        screen,
                        seen,
                        version,
                        fields,
                        FieldForm.typed(seen.type(), params, problems, new Names(names.users(), Map.of())),
                        actor,
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case Conflict conflict -> throw Problem.of(HttpStatus.CONFLICT, "PRV-409", "privacy.problem.changed");
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403");
        };
    }

    private List<ObjectField> fields(StoredRecord record, Actor actor) {
        List<ObjectField> fields = delicate.of(record.type(), actor);
        if (fields.isEmpty()) {
            throw Problem.notFound("PRV-404", "privacy.problem.gone");
        }
        return fields;
    }

    private Page page(
            Screen screen,
            StoredRecord record,
            int version,
            List<ObjectField> fields,
            FieldForm form,
            Actor actor,
            HttpStatus status) {
        boolean mayChange =
                fields.stream().allMatch(field -> delicate.mayChange(record.type(), record.id(), field, actor));
        return Page.of(status, templates.privacyDelicate(screen, record, version, fields, form, mayChange))
                .header("Cache-Control", "no-store");
    }
}
