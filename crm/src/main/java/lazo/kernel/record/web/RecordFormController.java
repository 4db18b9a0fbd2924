package lazo.kernel.record.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.search.Search;
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

/** Quick create: a sheet with the fields that are asked first, the others folded. */
@Controller
class RecordFormController {
    private final Objects objects;
    private final RecordChanges changes;
    private final Access access;
    private final Reading reading;
    private final RecordNames names;
    private final Search search;
    private final Templates templates;

    RecordFormController(
            Objects objects,
            RecordChanges changes,
            Access access,
            Reading reading,
            RecordNames names,
            Search search,
            Templates templates) {
        this.objects = objects;
        this.changes = changes;
        this.access = access;
        this.reading = reading;
        this.names = names;
        this.search = search;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/new")
    Page open(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        if (!actor.on(type.key()).create()) {
            throw Problem.forbidden("REC-403");
        }
        if (!params.containsKey("owner")) {
            params.add("owner", String.valueOf(actor.id()));
        }
        FieldForm form = FieldForm.typed(type, params, List.of(), names(type, params, actor));
        Asked asked = asked(type, actor);
        return Page.of(templates.recordSheet(
                screen,
                type,
                form,
                asked.first,
                asked.more,
                Optional.ofNullable(params.getFirst("then")).orElse("")));
    }

    @PostMapping("/o/{object}")
    Page create(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        String label = type.label().in(screen.locale());
        String then = Optional.ofNullable(params.getFirst("then")).orElse("");
        return switch (changes.create(type, reading.draft(type, params, screen), actor)) {
            case Saved(var record, var changed) -> {
                String told = screen.t("record.created", label, record.title());
                if (params.containsKey("again")) {
                    yield sheetForm(screen, type, Map.of(), List.of(), HttpStatus.OK, actor, then)
                            .toast(told);
                }
                yield Page.redirect(then.startsWith("/o/") ? then : "/o/" + type.key() + "/" + record.id())
                        .toast(told);
            }
            case Invalid(var problems) ->
                sheetForm(screen, type, params, problems, HttpStatus.UNPROCESSABLE_CONTENT, actor, then);
            case Denied() -> throw Problem.forbidden("REC-403");
            case Missing() -> throw Problem.notFound("REC-404");
            case Conflict conflict -> throw new IllegalStateException("A new record cannot conflict");
        };
    }

    private Page sheetForm(
            Screen screen,
            ObjectType type,
            Map<String, List<String>> params,
            List<lazo.kernel.record.Problem> problems,
            HttpStatus status,
            Actor actor,
            String then) {
        FieldForm form = FieldForm.typed(type, params, problems, names(type, params, actor));
        Asked asked = asked(type, actor);
        return Page.of(status, templates.recordNewForm(screen, type, form, asked.first, asked.more, then));
    }

    private record Asked(List<ObjectField> first, List<ObjectField> more) {}

    private Asked asked(ObjectType type, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        List<ObjectField> first = new ArrayList<>();
        List<ObjectField> more = new ArrayList<>();
        for (ObjectField field : type.fields()) {
            if (field.isTyped() && mask.allowsChange(field.key())) {
                (field.quick() || field.required() ? first : more).add(field);
            }
        }
        return first.isEmpty() ? new Asked(more, List.of()) : new Asked(first, more);
    }

    private Names names(ObjectType type, Map<String, List<String>> params, Actor actor) {
        return new Names(names.users(), names.typedTitles(type, params, actor));
    }

    /** Options of a lookup while somebody types. */
    @GetMapping("/o/{object}/lookup")
    Page lookup(@PathVariable String object, @RequestParam(defaultValue = "") String q, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        return Page.of(templates.recordLookup(screen, type, search.find(q, Optional.of(type.key()), actor, 8), q));
    }
}
