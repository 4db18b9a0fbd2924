package lazo.kernel.record.web;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.access.Access.Reason;
import lazo.kernel.access.FieldMask;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.RecordPanel.Place;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one record: facts, timeline, what belongs to it. */
@Controller
class RecordController {
    private static final int RELATED = 5;

    private final Objects objects;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final RecordNames names;
    private final TimelinePages timelines;
    private final Teams teams;
    private final Users users;
    private final List<RecordPanel> panels;
    private final Templates templates;

    RecordController(
            Objects objects,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            RecordNames names,
            TimelinePages timelines,
            Teams teams,
            Users users,
            ObjectProvider<RecordPanel> panels,
            Templates templates) {
        this.objects = objects;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.names = names;
        this.timelines = timelines;
        this.teams = teams;
        this.users = users;
        this.panels = panels.stream()
                .sorted(Comparator.comparingInt(RecordPanel::order))
                .toList();
        this.templates = templates;
    }

    @GetMapping("/o/{object}/{id:\\d+}")
    Page show(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        Optional<StoredRecord> found = records.findEvenDeleted(type, id, actor);
        if (found.filter(StoredRecord::isDeleted).isPresent()) {
            StoredRecord gone = found.get();
            return gone.mergedInto() == null
                    ? Page.of(HttpStatus.GONE, templates.recordGone(screen, gone, access.mayDelete(actor, type, id)))
                    : Page.redirect("/o/" + object + "/" + gone.mergedInto());
        }
        StoredRecord record = objects.load(type, id, actor);
        return Page.of(templates.recordPage(screen, page(record, screen, actor)));
    }

    private RecordPage page(StoredRecord record, Screen screen, Actor actor) {
        ObjectType type = record.type();
        FieldMask mask = access.mask(actor, type);
        Map<String, List<ObjectField>> sections = new LinkedHashMap<>();
        for (ObjectField field : type.fields()) {
            boolean named = field.equals(type.titleField()) && field.isDerived();
            if (mask.shows(field.key()) && !named) {
                sections.computeIfAbsent(field.section(), key -> new ArrayList<>())
                        .add(field);
            }
        }
        Map<Place, List<Content>> extra = new EnumMap<>(Place.class);
        for (RecordPanel panel : panels) {
            panel.render(screen, actor, record)
                    .ifPresent(content -> extra.computeIfAbsent(panel.place(), place -> new ArrayList<>())
                            .add(content));
        }
        return new RecordPage(
                record,
                names.of(type, List.of(record), actor),
                mask,
                access.mayChange(actor, type, record.id()),
                access.mayDelete(actor, type, record.id()),
                mayAskWhy(record, actor),
                sections.entrySet().stream()
                        .map(entry -> new RecordPage.Section(entry.getKey(), entry.getValue()))
                        .toList(),
                extra,
                related(record, screen, actor),
                timelines.page(record, "all", Optional.empty(), actor, screen),
                access.shares(record.id()));
    }

    private List<RecordPage.Related> related(StoredRecord record, Screen screen, Actor actor) {
        List<RecordPage.Related> related = new ArrayList<>();
        for (ObjectType other : types.all()) {
            if (other.isActivity() || actor.on(other.key()).see() == Scope.NONE) {
                continue;
            }
            for (ObjectField via : other.fields()) {
                if (via.type() == FieldType.LOOKUP && record.type().key().equals(via.target()) && !via.readOnly()) {
                    RecordQuery query = RecordQuery.of(
                                    other, new Condition(via.key(), Operator.IS, String.valueOf(record.id())))
                            .sorted(new Sort("updated_at", true))
                            .limited(RELATED);
                    List<StoredRecord> found =
                            records.list(query, actor, screen.zone()).records();
                    boolean more = found.size() == RELATED;
                    Records.Count count =
                            more ? records.count(query, actor, screen.zone()) : new Records.Count(found.size(), false);
                    related.add(new RecordPage.Related(
                            other, via, found, count.records(), count.capped(), names.of(other, found, actor)));
                }
            }
        }
        return related;
    }

    /** A stretch of the timeline, when its filter changes or more is asked for. */
    @GetMapping("/o/{object}/{id:\\d+}/timeline")
    Page timeline(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "all") String show,
            @RequestParam Optional<String> after,
            Screen screen,
            Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        TimelinePage page = timelines.page(record, show, after, actor, screen);
        return Page.of(
                after.isPresent()
                        ? templates.recordTimelineDays(screen, page)
                        : templates.recordTimeline(screen, page));
    }

    @GetMapping("/o/{object}/{id:\\d+}/history")
    Page history(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Optional<String> field,
            Screen screen,
            Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        return Page.of(templates.recordHistory(
                screen,
                record,
                records.history(record, field.filter(key -> !key.isBlank()), actor, 200),
                names.of(record.type(), List.of(record), actor)));
    }

    @DeleteMapping("/o/{object}/{id:\\d+}")
    Page delete(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        StoredRecord record = saved(changes.delete(type, id, actor));
        return Page.redirect("/o/" + object)
                .toast(screen.t("record.deleted", record.title()), "/o/" + object + "/" + id + "/restore");
    }

    @PostMapping("/o/{object}/{id:\\d+}/restore")
    Page restore(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        StoredRecord record = saved(changes.restore(type, id, actor));
        return Page.redirect("/o/" + object + "/" + id).toast(screen.t("record.restored", record.title()));
    }

    private static StoredRecord saved(WriteResult result) {
        return switch (result) {
            case Saved(var record, var changed) -> record;
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403");
            case Invalid invalid -> throw new IllegalStateException("Nothing was typed: " + invalid);
            case Conflict conflict -> throw new IllegalStateException("No version was given: " + conflict);
        };
    }

    /** The recycle bin of one object. */
    @GetMapping("/o/{object}/bin")
    Page bin(@PathVariable String object, @RequestParam Optional<String> after, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        Records.Page page = records.list(
                RecordQuery.of(type, lazo.kernel.filter.Filter.everything())
                        .inRecycleBin()
                        .after(after),
                actor,
                screen.zone());
        return Page.of(templates.recordBin(screen, type, page, actor.on(object).delete() != Scope.NONE));
    }

    @GetMapping("/o/{object}/{id:\\d+}/share")
    Page shares(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        return Page.of(templates.recordShare(screen, record, access.shares(id), names.users(), teams.all()));
    }

    @PostMapping("/o/{object}/{id:\\d+}/share")
    Page share(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String with,
            @RequestParam(defaultValue = "false") boolean change,
            @RequestParam(defaultValue = "") String as,
            Screen screen,
            Actor actor) {
        StoredRecord record = mine(object, id, actor);
        String[] parts = with.split(":", 2);
        long other = parts.length == 2 && parts[1].matches("\\d{1,18}") ? Long.parseLong(parts[1]) : 0;
        boolean team = parts[0].equals("team");
        boolean worksOnIt = as.equals("collaborator");
        boolean known = team
                ? teams.all().stream().anyMatch(one -> one.id() == other)
                : names.users().containsKey(other);
        if (!known) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "REC-422", "record.problem.share-with-nobody");
        }
        if (worksOnIt && !team) {
            access.addCollaborator(actor, object, id, other);
        } else {
            access.share(actor, object, id, team ? null : other, team ? other : null, change || worksOnIt);
        }
        return Page.redirect("/o/" + object + "/" + id).toast(screen.t("record.shared", record.title()));
    }

    @PostMapping("/o/{object}/{id:\\d+}/unshare/{share}")
    Page unshare(
            @PathVariable String object, @PathVariable long id, @PathVariable long share, Screen screen, Actor actor) {
        StoredRecord record = mine(object, id, actor);
        access.unshare(id, share);
        return Page.redirect("/o/" + object + "/" + id).toast(screen.t("record.unshared", record.title()));
    }

    /** Why somebody sees this record, or why not: for its owner and who manages users. */
    @GetMapping("/o/{object}/{id:\\d+}/why")
    Page why(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam Optional<Long> user,
            Screen screen,
            Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        if (!mayAskWhy(record, actor)) {
            throw Problem.forbidden("REC-403");
        }
        User about = user.flatMap(users::find).orElseGet(() -> users.load(actor.id()));
        Reason reason = access.reason(users.actor(about.id()), record.type(), id);
        return Page.of(
                user.isPresent()
                        ? templates.recordWhyAnswer(screen, record, about, reason)
                        : templates.recordWhy(screen, record, users.active(), about, reason));
    }

    private static boolean mayAskWhy(StoredRecord record, Actor actor) {
        return actor.may(Ability.USERS) || Long.valueOf(actor.id()).equals(record.owner());
    }

    private StoredRecord mine(String object, long id, Actor actor) {
        StoredRecord record = objects.load(objects.load(object), id, actor);
        if (!access.mayChange(actor, record.type(), id)) {
            throw Problem.forbidden("REC-403");
        }
        return record;
    }
}
