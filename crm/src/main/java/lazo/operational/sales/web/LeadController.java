package lazo.operational.sales.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.sales.LeadConversion;
import lazo.operational.sales.LeadConversion.TakenBack;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is decided about a lead: that it is worth the while, or not. */
@Controller
class LeadController {
    private final Objects objects;
    private final RecordChanges changes;
    private final LeadConversion conversion;

    LeadController(Objects objects, RecordChanges changes, LeadConversion conversion) {
        this.objects = objects;
        this.changes = changes;
        this.conversion = conversion;
    }

    @PostMapping("/o/lead/{id:\\d+}/status")
    Page decide(
            @PathVariable long id,
            @RequestParam("to") String status,
            @RequestParam int version,
            @RequestParam Optional<String> reason,
            Screen screen,
            Actor actor) {
        ObjectType type = conversion.leadType();
        StoredRecord before = objects.load(type, id, actor);
        String label = type.field("status")
                .choice(status)
                .map(choice -> choice.label().in(screen.locale()))
                .orElseThrow(() -> Problem.notFound("SAL-405", "sales.board.no-lane"));
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("status", status);
        reason.filter(key -> type.field("discard_reason").choice(key).isPresent())
                .ifPresent(key -> values.put("discard_reason", key));
        return switch (changes.change(type, id, version, Draft.of(values), actor)) {
            case Saved(var record, var changed) ->
                Page.redirect("/o/lead/" + id).toast(screen.t("sales.moved", record.title(), label));
            case Invalid(var problems) ->
                throw Problem.of(
                        HttpStatus.BAD_REQUEST,
                        problems.getFirst().code(),
                        "sales.not-moved",
                        before.title(),
                        label,
                        FieldForm.message(problems.getFirst(), screen));
            case Conflict(var current, var clashes) ->
                throw Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "SAL-409",
                        "sales.moved-meanwhile",
                        current.title(),
                        type.field("status")
                                .choice(current.text("status"))
                                .map(choice -> choice.label().in(screen.locale()))
                                .orElse("–"));
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403", "sales.not-yours", before.title());
        };
    }

    @PostMapping("/o/lead/{id:\\d+}/convert/undo")
    Page takeBack(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord lead = objects.load(conversion.leadType(), id, actor);
        TakenBack taken = conversion.takeBack(id, actor);
        return switch (taken) {
            case DONE -> Page.redirect("/o/lead/" + id).toast(screen.t("sales.convert.undone", lead.title()));
            case TOO_LATE -> throw Problem.of(HttpStatus.BAD_REQUEST, "SAL-410", "sales.convert.too-late");
            case MISSING -> throw Problem.notFound("REC-404");
        };
    }
}
