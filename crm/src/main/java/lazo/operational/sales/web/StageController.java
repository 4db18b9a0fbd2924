package lazo.operational.sales.web;

import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.sales.Deals;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The stage of a deal, changed from its own page. */
@Controller
class StageController {
    private final Objects objects;
    private final Deals deals;

    StageController(Objects objects, Deals deals) {
        this.objects = objects;
        this.deals = deals;
    }

    @PostMapping("/o/opportunity/{id:\\d+}/stage")
    Page move(
            @PathVariable long id,
            @RequestParam("to") String key,
            @RequestParam int version,
            @RequestParam Optional<String> reason,
            @RequestParam Optional<String> detail,
            Screen screen,
            Actor actor) {
        ObjectType type = deals.type();
        StoredRecord before = objects.load(type, id, actor);
        String label = type.stage(key)
                .map(stage -> stage.label().in(screen.locale()))
                .orElseThrow(() -> Problem.notFound("SAL-405", "sales.board.no-lane"));
        var result = deals.move(id, key, version, new Deals.Loss(reason.orElse(null), detail.orElse(null)), actor);
        return switch (result) {
            case Saved(var record, var changed) ->
                Page.redirect("/o/opportunity/" + id)
                        .toast(screen.t("sales.moved", record.title(), label), undo(before, record.version()));
            case Invalid(var problems) ->
                throw Problem.of(
                        HttpStatus.BAD_REQUEST,
                        problems.getFirst().code(),
                        "sales.not-moved",
                        before.title(),
                        label,
                        problems.stream()
                                .map(problem -> type.find(problem.field())
                                                .map(field -> field.label().in(screen.locale()) + ": ")
                                                .orElse("")
                                        + FieldForm.message(problem, screen))
                                .collect(Collectors.joining(" ")));
            case Conflict(var current, var clashes) ->
                throw Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "SAL-409",
                        "sales.moved-meanwhile",
                        current.title(),
                        type.stage(current.text("stage"))
                                .map(stage -> stage.label().in(screen.locale()))
                                .orElse("–"));
            case Missing() -> throw Problem.notFound("REC-404");
            case Denied() -> throw Problem.forbidden("REC-403", "sales.not-yours", before.title());
        };
    }

    private static String undo(StoredRecord before, int version) {
        String reason = before.type()
                .stage(before.text("stage"))
                .filter(stage -> stage.outcome() == Stage.Outcome.LOST)
                .map(stage -> "&reason=" + BoardPage.encoded(String.valueOf(before.text("loss_reason"))))
                .orElse("");
        return "/o/opportunity/" + before.id() + "/lane/undo?by=stage&to="
                + BoardPage.encoded(String.valueOf(before.text("stage"))) + "&version=" + version + "&pipeline="
                + before.type()
                        .pipelineOf(before.text("stage"))
                        .map(pipeline -> BoardPage.encoded(pipeline.key()))
                        .orElse("")
                + reason;
    }
}
