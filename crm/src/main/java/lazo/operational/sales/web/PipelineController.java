package lazo.operational.sales.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.Stage;
import lazo.operational.sales.Pipelines;
import lazo.operational.sales.Pipelines.Refusal;
import lazo.operational.sales.StageSettings;
import lazo.operational.sales.StageSettings.Setting;
import lazo.operational.sales.web.PipelinePage.Row;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
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

/** Settings of the sales processes; administrators only. */
@Controller
class PipelineController {
    private static final List<String> KEPT_BY_RULES =
            List.of("stage", "probability", "loss_reason", "loss_detail", "owner");
    private static final int MOST_STAGES = 40;

    private final Pipelines pipelines;
    private final StageSettings settings;
    private final Templates templates;

    PipelineController(Pipelines pipelines, StageSettings settings, Templates templates) {
        this.pipelines = pipelines;
        this.settings = settings;
        this.templates = templates;
    }

    @GetMapping("/settings/pipelines")
    Page list(Screen screen, Actor actor) {
        administrator(actor);
        return Page.of(templates.salesPipelines(screen, pipelines.type().pipelines(), pipelines.use(), null));
    }

    @PostMapping("/settings/pipelines")
    Page add(
            @RequestParam(defaultValue = "") String es,
            @RequestParam(defaultValue = "") String en,
            Screen screen,
            Actor actor) {
        administrator(actor);
        String name = es.isBlank() ? en : es;
        if (name.isBlank()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.salesPipelines(
                            screen,
                            pipelines.type().pipelines(),
                            pipelines.use(),
                            screen.t("sales.pipeline.name-missing")));
        }
        long id = pipelines.add(clip(name), clip(en));
        return Page.redirect("/settings/pipelines/" + id).toast(screen.t("sales.pipeline.added", clip(name)));
    }

    @GetMapping("/settings/pipelines/{id}")
    Page edit(@PathVariable long id, Screen screen, Actor actor) {
        administrator(actor);
        Pipeline pipeline = load(id);
        Map<String, Setting> all = settings.all("opportunity");
        List<Row> rows = pipeline.stages().stream()
                .map(stage -> Row.of(stage, all.getOrDefault(stage.key(), Setting.NONE)))
                .toList();
        return Page.of(templates.salesPipeline(screen, page(pipeline, label(pipeline.label()), rows, null)));
    }

    private static String[] label(Label label) {
        return new String[] {label.in(Locale.of("es")), label.in(Locale.ENGLISH)};
    }

    private PipelinePage page(Pipeline pipeline, String[] names, List<Row> rows, @Nullable String error) {
        Map<String, Long> use = pipelines.use();
        long open = pipeline.stages().stream()
                .filter(Stage::isOpen)
                .mapToLong(stage -> use.getOrDefault(stage.key(), 0L))
                .sum();
        List<ObjectField> required = pipelines.type().fields().stream()
                .filter(field -> field.isTyped() && !KEPT_BY_RULES.contains(field.key()) && !field.required())
                .toList();
        return new PipelinePage(pipeline, names[0], names[1], rows, required, use, open, error);
    }

    @PostMapping("/settings/pipelines/{id}")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        administrator(actor);
        Pipeline pipeline = load(id);
        List<Row> rows = rows(params);
        String spanish = clip(first(params, "name.es"));
        String english = clip(first(params, "name.en"));
        Optional<Refusal> refusal;
        try {
            refusal = pipelines.save(
                    pipeline,
                    spanish.isBlank() ? english : spanish,
                    english,
                    rows.stream().map(Row::wanted).toList());
        } catch (NumberFormatException unreadable) {
            return refused(pipeline, spanish, english, rows, screen.t("sales.pipeline.number"), screen);
        }
        return refusal.map(why -> refused(pipeline, spanish, english, rows, told(why, screen), screen))
                .orElseGet(() -> Page.redirect("/settings/pipelines/" + id).toast(screen.t("sales.pipeline.saved")));
    }

    private Page refused(Pipeline pipeline, String spanish, String english, List<Row> rows, String why, Screen screen) {
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.salesPipeline(screen, page(pipeline, new String[] {spanish, english}, rows, why)));
    }

    /** Rows stand in the order of the form; a new one has no key and counts once it has a name. */
    private static List<Row> rows(MultiValueMap<String, String> params) {
        List<String> places = params.getOrDefault("row", List.of());
        List<Row> rows = new ArrayList<>();
        for (String place : places.stream().distinct().limit(MOST_STAGES).toList()) {
            String prefix = "s" + place + ".";
            Map<String, String> values = new HashMap<>();
            Stream.of("key", "es", "en", "probability", "outcome", "hue", "idle", "away")
                    .forEach(name -> values.put(name, first(params, prefix + name)));
            boolean isNew = values.getOrDefault("key", "").isBlank();
            boolean named = !values.getOrDefault("es", "").isBlank()
                    || !values.getOrDefault("en", "").isBlank();
            if (!isNew || named) {
                rows.add(Row.typed(values, params.getOrDefault(prefix + "required", List.of())));
            }
        }
        return rows;
    }

    private static String first(MultiValueMap<String, String> params, String name) {
        return Optional.ofNullable(params.getFirst(name)).orElse("");
    }

    private static String clip(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() > 80 ? plain.substring(0, 80) : plain;
    }

    private static String told(Refusal refusal, Screen screen) {
        return switch (refusal) {
            case Refusal.NameMissing() -> screen.t("sales.pipeline.name-missing");
            case Refusal.StageGone(var place) -> screen.t("sales.pipeline.stage-gone", place);
            case Refusal.StageNameMissing(var place) -> screen.t("sales.pipeline.stage-name-missing", place);
            case Refusal.NoOpenStage() -> screen.t("sales.pipeline.no-open");
            case Refusal.NoOutcome() -> screen.t("sales.pipeline.no-outcome");
            case Refusal.StillUsed(var stage, var records) -> screen.t("sales.pipeline.still-used", stage, records);
        };
    }

    @PostMapping("/settings/pipelines/{id}/away")
    Page putAway(@PathVariable long id, @RequestParam(defaultValue = "true") boolean away, Screen screen, Actor actor) {
        administrator(actor);
        Pipeline pipeline = load(id);
        Optional<Refusal> refusal = pipelines.putAway(pipeline, away);
        if (refusal.isPresent()) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.salesPipelines(
                            screen, pipelines.type().pipelines(), pipelines.use(), told(refusal.get(), screen)));
        }
        return Page.redirect("/settings/pipelines").toast(screen.t("sales.pipeline.saved"));
    }

    private Pipeline load(long id) {
        return pipelines.find(id).orElseThrow(() -> Problem.notFound("SAL-406", "sales.funnel.no-pipeline"));
    }

    private static void administrator(Actor actor) {
        if (!actor.may(Ability.SALES)) {
            throw Problem.forbidden("SAL-403");
        }
    }
}
