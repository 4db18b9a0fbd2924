package lazo.kernel.duplicate.web;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.duplicate.Duplicates;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Merges;
import lazo.kernel.record.Merges.Outcome;
import lazo.kernel.record.Merges.Separation;
import lazo.kernel.record.Merges.Source;
import lazo.kernel.record.Merges.Versions;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.search.Search;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Makes two records one, field by field, and two again. */
@Controller
class MergeController {
    private static final int TWINS = 10;
    private static final int HITS = 10;

    private final Objects objects;
    private final Merges merges;
    private final Duplicates duplicates;
    private final Search search;
    private final Access access;
    private final RecordNames names;
    private final Templates templates;

    MergeController(
            Objects objects,
            Merges merges,
            Duplicates duplicates,
            Search search,
            Access access,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.merges = merges;
        this.duplicates = duplicates;
        this.search = search;
        this.access = access;
        this.names = names;
        this.templates = templates;
    }

    /** The comparison of two records; with one only, the choice of the other. */
    @GetMapping("/o/{object}/merge")
    Page show(
            @PathVariable String object,
            @RequestParam long left,
            @RequestParam Optional<Long> right,
            @RequestParam(defaultValue = "") String q,
            Screen screen,
            Actor actor) {
        ObjectType type = mergeable(object, actor);
        StoredRecord one = mine(type, left, actor);
        if (right.isEmpty() || right.get() == left) {
            List<Duplicates.Twin> twins = duplicates.alike(type, one.values(), Optional.of(left), actor, TWINS);
            List<Search.Hit> hits = q.isBlank()
                    ? List.of()
                    : search.find(q, Optional.of(type.key()), actor, HITS).stream()
                            .filter(hit -> hit.recordId() != left)
                            .toList();
            return Page.of(
                    screen.isHtmx()
                            ? templates.duplicateHits(screen, one, hits, q)
                            : templates.duplicateChoose(screen, one, twins, hits, q));
        }
        StoredRecord other = mine(type, right.get(), actor);
        return Page.of(
                templates.duplicateMerge(screen, page(one, other, isOlder(one, other), Map.of(), List.of(), actor)));
    }

    private ObjectType mergeable(String object, Actor actor) {
        ObjectType type = objects.load(object);
        if (type.isActivity()) {
            throw Problem.notFound("DUP-402");
        }
        if (actor.on(object).change() == Scope.NONE) {
            throw Problem.forbidden("REC-403");
        }
        return type;
    }

    private StoredRecord mine(ObjectType type, long id, Actor actor) {
        StoredRecord record = objects.load(type, id, actor);
        if (!access.mayChange(actor, type, id)) {
            throw Problem.forbidden("DUP-403", "duplicate.problem.denied");
        }
        return record;
    }

    /** The older record stays unless somebody says otherwise: more may point at its address. */
    private static boolean isOlder(StoredRecord one, StoredRecord other) {
        Instant ours = one.moment("created_at");
        Instant theirs = other.moment("created_at");
        return ours == null || theirs == null || ours.equals(theirs) ? one.id() < other.id() : ours.isBefore(theirs);
    }

    private MergePage page(
            StoredRecord left,
            StoredRecord right,
            boolean keepsLeft,
            Map<String, String> typed,
            List<String> problems,
            Actor actor) {
        List<MergePage.Row> rows = merges.differing(left, right, actor).stream()
                .map(field -> row(field, left, right, typed.get("f." + field.key())))
                .toList();
        return new MergePage(
                left,
                right,
                keepsLeft,
                merges.preview(left.type(), left.id()),
                merges.preview(right.type(), right.id()),
                rows,
                names.of(left.type(), List.of(left, right), actor),
                problems);
    }

    private static MergePage.Row row(
            ObjectField field, StoredRecord left, StoredRecord right, @org.jspecify.annotations.Nullable String typed) {
        String preferred = switch (Merges.preferred(field, left, right)) {
            case WINNER -> "left";
            case LOSER -> "right";
            case BOTH -> "both";
        };
        return new MergePage.Row(
                field,
                left.value(field.key()),
                right.value(field.key()),
                typed == null ? preferred : typed,
                Merges.unites(field));
    }

    @PostMapping("/o/{object}/merge")
    Page merge(
            @PathVariable String object,
            @RequestParam long left,
            @RequestParam long right,
            @RequestParam int leftVersion,
            @RequestParam int rightVersion,
            @RequestParam(defaultValue = "left") String keep,
            @RequestParam Map<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = mergeable(object, actor);
        boolean keepsLeft = !keep.equals("right");
        Outcome outcome = keepsLeft
                ? merges.merge(type, left, right, new Versions(leftVersion, rightVersion), choices(params, true), actor)
                : merges.merge(
                        type, right, left, new Versions(rightVersion, leftVersion), choices(params, false), actor);
        return switch (outcome) {
            case Outcome.Merged(var winner, var batchId, var moved) ->
                Page.redirect("/o/" + object + "/" + winner.id())
                        .toast(screen.t("duplicate.merged", winner.title(), moved), "/merge/" + batchId + "/undo");
            case Outcome.Invalid(var problems) ->
                again(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        type,
                        left,
                        right,
                        keepsLeft,
                        params,
                        problems.stream()
                                .map(problem -> told(type, problem, screen))
                                .toList(),
                        screen,
                        actor);
            case Outcome.Outdated() ->
                again(
                        HttpStatus.CONFLICT,
                        type,
                        left,
                        right,
                        keepsLeft,
                        Map.of(),
                        List.of(screen.t("duplicate.problem.outdated")),
                        screen,
                        actor);
            case Outcome.Missing() -> throw Problem.notFound("DUP-404", "duplicate.problem.missing");
            case Outcome.Denied() -> throw Problem.forbidden("DUP-403", "duplicate.problem.denied");
        };
    }

    private static String told(ObjectType type, lazo.kernel.record.Problem problem, Screen screen) {
        String message = FieldForm.message(problem, screen);
        return type.find(problem.field())
                .map(field -> field.label().in(screen.locale()) + ": " + message)
                .orElse(message);
    }

    private Page again(
            HttpStatus status,
            ObjectType type,
            long left,
            long right,
            boolean keepsLeft,
            Map<String, String> typed,
            List<String> problems,
            Screen screen,
            Actor actor) {
        return Page.of(
                status,
                templates.duplicateMerge(
                        screen,
                        page(
                                objects.load(type, left, actor),
                                objects.load(type, right, actor),
                                keepsLeft,
                                typed,
                                problems,
                                actor)));
    }

    private static Map<String, Source> choices(Map<String, String> params, boolean keepsLeft) {
        Map<String, Source> choices = new HashMap<>();
        params.forEach((name, value) -> {
            if (name.startsWith("f.")) {
                switch (value) {
                    case "left" -> choices.put(name.substring(2), keepsLeft ? Source.WINNER : Source.LOSER);
                    case "right" -> choices.put(name.substring(2), keepsLeft ? Source.LOSER : Source.WINNER);
                    case "both" -> choices.put(name.substring(2), Source.BOTH);
                    default -> {
                        // What is preferred is taken.
                    }
                }
            }
        });
        return choices;
    }

    @PostMapping("/merge/{batch:\\d+}/undo")
    Page separate(@PathVariable long batch, Screen screen, Actor actor) {
        return switch (merges.separate(batch, actor)) {
            case Separation.Separated(var winner, var loser, var kept) ->
                Page.redirect("/o/" + loser.type().key() + "/" + loser.id())
                        .toast(
                                kept == 0
                                        ? screen.t("duplicate.separated", winner.title(), loser.title())
                                        : screen.t("duplicate.separated-partly", winner.title(), loser.title(), kept));
            case Separation.Missing() -> throw Problem.notFound("DUP-405", "duplicate.problem.no-merge");
            case Separation.Denied() -> throw Problem.forbidden("DUP-403", "duplicate.problem.denied");
            case Separation.Refused(var problem) ->
                throw Problem.of(HttpStatus.CONFLICT, problem.code(), problem.messageKey());
        };
    }
}
