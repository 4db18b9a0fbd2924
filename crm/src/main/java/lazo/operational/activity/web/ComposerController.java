package lazo.operational.activity.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.Reading;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.activity.Activities;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Notes an activity about a record from the composer on its page. */
@Controller
class ComposerController {
    private static final int SUBJECT = 80;

    private final Activities activities;
    private final lazo.kernel.record.web.Objects objects;
    private final RecordChanges changes;
    private final Reading reading;
    private final RecordNames names;
    private final ComposerPanel composers;
    private final Templates templates;

    ComposerController(
            Activities activities,
            lazo.kernel.record.web.Objects objects,
            RecordChanges changes,
            Reading reading,
            RecordNames names,
            ComposerPanel composers,
            Templates templates) {
        this.activities = activities;
        this.objects = objects;
        this.changes = changes;
        this.reading = reading;
        this.names = names;
        this.composers = composers;
        this.templates = templates;
    }

    /** Another tab; what was typed stays. */
    @GetMapping("/o/{object}/{id:\\d+}/composer")
    Page open(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "note") String kind,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        StoredRecord about = objects.load(objects.load(object), id, actor);
        return Page.of(templates.activityComposer(screen, composer(about, kind, params, List.of(), actor)));
    }

    @PostMapping("/o/{object}/{id:\\d+}/composer")
    Page log(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "note") String kind,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        StoredRecord about = objects.load(objects.load(object), id, actor);
        ObjectType type = activities.type();
        Draft typed = reading.draft(type, params, screen);
        Map<String, @Nullable Object> values = new HashMap<>(typed.values());
        values.put("kind", kind);
        values.putAll(about(type, about));
        if (values.get("subject") == null) {
            values.put("subject", subject((String) values.get("description"), type, kind, screen));
        }
        if (kind.equals("call")) {
            values.put("done", true);
            values.put("channel", "phone");
        }
        Draft draft = new Draft(values, typed.problems());
        return switch (changes.create(type, draft, actor)) {
            case Saved saved ->
                Page.of(templates.activityComposer(screen, composer(about, kind, Map.of(), List.of(), actor)))
                        .trigger("record-changed")
                        .toast(screen.t("activity.saved." + kind));
            case Invalid(var problems) ->
                Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.activityComposer(screen, composer(about, kind, params, problems, actor)));
            case Denied denied -> throw lazo.platform.web.Problem.forbidden("REC-403");
            case Missing missing -> throw lazo.platform.web.Problem.notFound("REC-404");
            case Conflict conflict -> throw new IllegalStateException("A new record cannot conflict");
        };
    }

    private Composer composer(
            StoredRecord about, String kind, Map<String, List<String>> params, List<Problem> problems, Actor actor) {
        ObjectType type = activities.type();
        List<String> kinds = composers.kinds(about, actor);
        if (kinds.isEmpty()) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        String known = kinds.contains(kind) ? kind : kinds.getFirst();
        return new Composer(
                type, about, known, kinds, FieldForm.typed(type, params, problems, new Names(names.users(), Map.of())));
    }

    /** The record itself and those it points at: an activity about a deal is about its customer too. */
    private static Map<String, @Nullable Object> about(ObjectType activity, StoredRecord record) {
        Map<String, @Nullable Object> lookups = new HashMap<>();
        for (ObjectField lookup : activity.timelineLookups()) {
            String target = Objects.requireNonNull(lookup.target());
            if (record.type().key().equals(target)) {
                lookups.put(lookup.key(), record.id());
            } else if (record.type()
                    .find(target)
                    .filter(field -> target.equals(field.target()))
                    .isPresent()) {
                lookups.put(lookup.key(), record.reference(target));
            }
        }
        return lookups;
    }

    private static @Nullable String subject(@Nullable String text, ObjectType type, String kind, Screen screen) {
        if (text == null) {
            return kind.equals("call")
                    ? type.field("kind")
                            .choice(kind)
                            .map(choice -> choice.label().in(screen.locale()))
                            .orElse(null)
                    : null;
        }
        String line = text.lines().findFirst().orElse(text).strip();
        return line.length() <= SUBJECT ? line : line.substring(0, SUBJECT - 1).strip() + "…";
    }
}
