package lazo.kernel.record.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One field of one record, shown and edited in place: in a list ({@code as=td}) or on the record page ({@code as=dd}). */
@Controller
class RecordFieldController {
    private final Objects objects;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Reading reading;
    private final RecordNames names;
    private final Templates templates;

    RecordFieldController(
            Objects objects,
            Records records,
            RecordChanges changes,
            Access access,
            Reading reading,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.reading = reading;
        this.names = names;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/{id:\\d+}/field/{key}")
    Page show(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable String key,
            @RequestParam(defaultValue = "dd") String as,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        return shown(screen, objects.load(type, id, actor), field(type, key, actor), as, actor);
    }

    @GetMapping("/o/{object}/{id:\\d+}/field/{key}/edit")
    Page edit(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable String key,
            @RequestParam(defaultValue = "dd") String as,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ObjectField field = field(type, key, actor);
        StoredRecord record = objects.load(type, id, actor);
        if (!field.isTyped() || !access.mask(actor, type).allowsChange(key) || !access.mayChange(actor, type, id)) {
            throw Problem.forbidden("REC-403");
        }
        FieldForm form = FieldForm.of(record, screen, names.of(type, List.of(record), actor));
        return Page.of(templates.recordCellEdit(screen, record, field, form, shape(as)));
    }

    @PatchMapping("/o/{object}/{id:\\d+}/field/{key}")
    Page save(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable String key,
            @RequestParam int version,
            @RequestParam(defaultValue = "dd") String as,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ObjectField field = field(type, key, actor);
        return switch (changes.change(type, id, version, reading.draft(type, params, screen), actor)) {
            case Saved(var record, var changed) ->
                (records.find(type, id, actor).isPresent()
                                ? shown(screen, record, field, as, actor)
                                : Page.redirect("/o/" + object))
                        .trigger("record-changed");
            case Invalid(var problems) -> {
                StoredRecord record = objects.load(type, id, actor);
                FieldForm form = FieldForm.typed(
                        type, params, problems, new Names(names.users(), names.typedTitles(type, params, actor)));
                yield Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.recordCellEdit(screen, record, field, form, shape(as)));
            }
            case Conflict(var current, var clashes) -> {
                FieldForm yours = FieldForm.typed(
                        type, params, List.of(), new Names(names.users(), names.typedTitles(type, params, actor)));
                yield Page.of(
                                HttpStatus.CONFLICT,
                                templates.recordConflict(
                                        screen, current, clashes, names.of(type, List.of(current), actor), yours))
                        .retarget("#sheet")
                        .reswap("innerHTML");
            }
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403");
        };
    }

    private Page shown(Screen screen, StoredRecord record, ObjectField field, String as, Actor actor) {
        Names named = names.of(record.type(), List.of(record), actor);
        boolean editable = field.isTyped()
                && access.mask(actor, record.type()).allowsChange(field.key())
                && access.mayChange(actor, record.type(), record.id());
        return Page.of(
                shape(as).equals("td")
                        ? templates.recordCell(screen, record, field, named, editable)
                        : templates.recordFact(screen, record, field, named, editable));
    }

    private ObjectField field(ObjectType type, String key, Actor actor) {
        return Optional.of(key)
                .filter(access.mask(actor, type)::shows)
                .flatMap(type::find)
                .filter(found -> !found.archived())
                .orElseThrow(() -> Problem.notFound("REC-405", "record.problem.no-field", key));
    }

    private static String shape(String as) {
        return as.equals("td") ? "td" : "dd";
    }
}
