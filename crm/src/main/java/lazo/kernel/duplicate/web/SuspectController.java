package lazo.kernel.duplicate.web;

import java.util.List;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.duplicate.DuplicateSearches;
import lazo.kernel.duplicate.Duplicates;
import lazo.kernel.duplicate.Duplicates.Suspects;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Pairs that may be the same, one beside the other, to be decided. */
@Controller
class SuspectController {
    private static final int SHOWN = 50;
    private static final List<String> TELLING = List.of(
            "email",
            "phone",
            "mobile",
            "tax_id",
            "account",
            "company",
            "website",
            "address",
            "owner",
            "created_at",
            "updated_at");

    private final Objects objects;
    private final Duplicates duplicates;
    private final DuplicateSearches searches;
    private final Access access;
    private final RecordNames names;
    private final Templates templates;

    SuspectController(
            Objects objects,
            Duplicates duplicates,
            DuplicateSearches searches,
            Access access,
            RecordNames names,
            Templates templates) {
        this.objects = objects;
        this.duplicates = duplicates;
        this.searches = searches;
        this.access = access;
        this.names = names;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/duplicates")
    Page list(@PathVariable String object, Screen screen, Actor actor) {
        SuspectPage page = page(watched(object), actor);
        return Page.of(
                screen.isHtmx() ? templates.duplicateSuspects(screen, page) : templates.duplicateList(screen, page));
    }

    private ObjectType watched(String object) {
        ObjectType type = objects.load(object);
        if (!duplicates.isWatched(type)) {
            throw Problem.notFound("DUP-401");
        }
        return type;
    }

    private SuspectPage page(ObjectType type, Actor actor) {
        Suspects suspects = duplicates.suspects(type, actor, SHOWN);
        FieldMask mask = access.mask(actor, type);
        List<ObjectField> fields = TELLING.stream()
                .flatMap(key -> type.find(key).stream())
                .filter(field -> !field.archived() && mask.shows(field.key()))
                .toList();
        return new SuspectPage(
                type,
                suspects,
                fields,
                names.of(
                        type,
                        suspects.pairs().stream()
                                .flatMap(pair -> Stream.of(pair.left(), pair.right()))
                                .toList(),
                        actor),
                searches.isRunning(type),
                duplicates.lastSearch(type),
                actor.on(type.key()).change() != Scope.NONE);
    }

    @PostMapping("/o/{object}/duplicates")
    Page search(@PathVariable String object, Screen screen, Actor actor) {
        ObjectType type = watched(object);
        writer(type, actor);
        searches.start(type);
        return Page.redirect("/o/" + object + "/duplicates").toast(screen.t("duplicate.started"));
    }

    @PostMapping("/o/{object}/duplicates/{left:\\d+}/{right:\\d+}/different")
    Page different(
            @PathVariable String object,
            @PathVariable long left,
            @PathVariable long right,
            Screen screen,
            Actor actor) {
        decide(object, left, right, true, actor);
        return Page.redirect("/o/" + object + "/duplicates")
                .toast(
                        screen.t("duplicate.told-different"),
                        "/o/%s/duplicates/%d/%d/open".formatted(object, left, right));
    }

    @PostMapping("/o/{object}/duplicates/{left:\\d+}/{right:\\d+}/open")
    Page open(
            @PathVariable String object,
            @PathVariable long left,
            @PathVariable long right,
            Screen screen,
            Actor actor) {
        decide(object, left, right, false, actor);
        return Page.redirect("/o/" + object + "/duplicates");
    }

    private void decide(String object, long left, long right, boolean different, Actor actor) {
        ObjectType type = watched(object);
        writer(type, actor);
        objects.load(type, left, actor);
        objects.load(type, right, actor);
        if (left == right || !access.mayChange(actor, type, left) || !access.mayChange(actor, type, right)) {
            throw Problem.forbidden("DUP-403", "duplicate.problem.denied");
        }
        duplicates.decide(type, left, right, different, actor);
    }

    private static void writer(ObjectType type, Actor actor) {
        if (actor.on(type.key()).change() == Scope.NONE) {
            throw Problem.forbidden("REC-403");
        }
    }
}
