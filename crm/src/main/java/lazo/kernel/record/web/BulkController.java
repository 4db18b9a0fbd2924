package lazo.kernel.record.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Batches;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.BulkChanges.Edit;
import lazo.kernel.record.BulkChanges.Outcome;
import lazo.kernel.record.BulkChanges.Preview;
import lazo.kernel.record.BulkChanges.Selection;
import lazo.kernel.record.Draft;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Changes to many records: first what would happen, then doing it, then perhaps undoing it. */
@Controller
class BulkController {
    private static final Set<String> WAYS = Set.of("assign", "tag", "edit", "delete");

    private final Objects objects;
    private final ListPages pages;
    private final BulkChanges bulk;
    private final Batches batches;
    private final Access access;
    private final Reading reading;
    private final RecordNames names;
    private final Templates templates;

    BulkController(
            Objects objects,
            ListPages pages,
            BulkChanges bulk,
            Batches batches,
            Access access,
            Reading reading,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.pages = pages;
        this.bulk = bulk;
        this.batches = batches;
        this.access = access;
        this.reading = reading;
        this.names = names;
        this.templates = templates;
    }

    /** The question before: how many, how many of them one may change, and to what. */
    @PostMapping("/o/{object}/bulk/ask")
    Page ask(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            @RequestParam("do") String what,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        return Page.of(templates.recordBulkSheet(screen, form(type, params, what, List.of(), screen, actor)));
    }

    /** The input of the field that was chosen to be edited. */
    @PostMapping("/o/{object}/bulk/field")
    Page field(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        return Page.of(templates.recordBulkValue(screen, form(type, params, "edit", List.of(), screen, actor)));
    }

    private BulkForm form(
            ObjectType type,
            MultiValueMap<String, String> params,
            String what,
            List<lazo.kernel.record.Problem> problems,
            Screen screen,
            Actor actor) {
        refuseUnless(what, type, actor);
        Preview preview = bulk.preview(selection(type, params, screen, actor), what.equals("delete"), actor);
        boolean ticked = !String.valueOf(params.getFirst("all")).equals("true");
        List<ObjectField> fields = type.fields().stream()
                .filter(field -> field.isTyped() && access.mask(actor, type).allowsChange(field.key()))
                .toList();
        FieldForm values = FieldForm.typed(
                type, params, problems, new Names(names.users(), names.typedTitles(type, params, actor)));
        return new BulkForm(
                pages.state(type, params, actor),
                what,
                params.getFirst("ids") == null ? "" : String.valueOf(params.getFirst("ids")),
                ticked,
                preview,
                fields,
                values,
                String.valueOf(params.getFirst("field")));
    }

    private static void refuseUnless(String what, ObjectType type, Actor actor) {
        ObjectPermission may = actor.on(type.key());
        if ((what.equals("delete") ? may.delete() : may.change()) == Scope.NONE) {
            throw Problem.forbidden("REC-403");
        }
        if (!WAYS.contains(what)) {
            throw Problem.notFound("REC-430");
        }
    }

    private Selection selection(ObjectType type, MultiValueMap<String, String> params, Screen screen, Actor actor) {
        if (String.valueOf(params.getFirst("all")).equals("true")) {
            return new Selection.Everything(pages.query(pages.exactState(type, params, actor, screen)), screen.zone());
        }
        Set<Long> ids = Arrays.stream(String.valueOf(params.getFirst("ids")).split(","))
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .collect(Collectors.toSet());
        return new Selection.Ticked(type, ids);
    }

    @PostMapping("/o/{object}/bulk")
    Page apply(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            @RequestParam("do") String what,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        refuseUnless(what, type, actor);
        Draft draft = reading.draft(type, typedOnly(type, params, what), screen);
        if (!draft.problems().isEmpty()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.recordBulkForm(screen, form(type, params, what, draft.problems(), screen, actor)));
        }
        Edit edit = edit(type, what, params, draft, actor);
        Outcome outcome = bulk.apply(selection(type, params, screen, actor), edit, actor, done -> {});
        String told = outcome.notAllowed() + outcome.refused() == 0
                ? screen.t("record.bulk-done", outcome.changed())
                : screen.t("record.bulk-done-partly", outcome.changed(), outcome.notAllowed() + outcome.refused());
        return Page.redirect("/o/" + object + pages.state(type, params, actor).query())
                .toast(told, "/batch/" + outcome.batchId() + "/undo");
    }

    private static MultiValueMap<String, String> typedOnly(
            ObjectType type, MultiValueMap<String, String> params, String what) {
        String field = what.equals("assign") ? "owner" : String.valueOf(params.getFirst("field"));
        MultiValueMap<String, String> typed = new org.springframework.util.LinkedMultiValueMap<>();
        params.forEach((name, values) -> {
            if (what.equals("edit") || what.equals("assign")) {
                if (name.equals(field) || name.startsWith(field + ".")) {
                    typed.put(name, values);
                }
            }
        });
        return typed;
    }

    private Edit edit(ObjectType type, String what, MultiValueMap<String, String> params, Draft draft, Actor actor) {
        return switch (what) {
            case "delete" -> new Edit.Delete();
            case "tag" -> {
                List<String> tags = Arrays.stream(
                                String.valueOf(params.getFirst("tags")).split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty() && !tag.equals("null"))
                        .toList();
                yield "remove".equals(params.getFirst("how"))
                        ? new Edit.RemoveTags("tags", tags)
                        : new Edit.AddTags("tags", tags);
            }
            case "assign", "edit" -> {
                String field = what.equals("assign") ? "owner" : String.valueOf(params.getFirst("field"));
                if (type.find(field).filter(ObjectField::isTyped).isEmpty()
                        || !access.mask(actor, type).allowsChange(field)) {
                    throw Problem.forbidden("REC-403");
                }
                Map<String, Object> values = new HashMap<>(draft.values());
                yield new Edit.SetValue(field, values.get(field));
            }
            default -> throw new IllegalStateException(what);
        };
    }

    @PostMapping("/batch/{id}/undo")
    Page undo(@PathVariable long id, Screen screen, Actor actor) {
        return batches.undo(id, actor)
                .map(undone -> Page.empty()
                        .toast(
                                undone.kept() == 0
                                        ? screen.t("record.undone", undone.records())
                                        : screen.t("record.undone-partly", undone.records(), undone.kept())))
                .orElseThrow(() -> Problem.notFound("REC-431", "record.problem.nothing-to-undo"));
    }
}
