package lazo.kernel.transfer.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.transfer.ColumnPlan;
import lazo.kernel.transfer.ImportPlan;
import lazo.kernel.transfer.ImportPlan.BadCells;
import lazo.kernel.transfer.ImportPlan.Duplicates;
import lazo.kernel.transfer.ImportPlan.EmptyCells;
import lazo.kernel.transfer.ImportPlan.Mode;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportState;
import lazo.kernel.transfer.Imports;
import lazo.kernel.transfer.Proposal;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.source.SourceRefused;
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
import org.springframework.web.multipart.MultipartFile;

/** The import wizard: file, meaning of its columns, dry run, import, and taking it back. */
@Controller
class ImportController {
    private static final int PROBLEMS = 100;

    private final Imports imports;
    private final Proposal proposal;
    private final ObjectTypes types;
    private final Users users;
    private final CompanySettings company;
    private final Templates templates;

    ImportController(
            Imports imports,
            Proposal proposal,
            ObjectTypes types,
            Users users,
            CompanySettings company,
            Templates templates) {
        this.imports = imports;
        this.proposal = proposal;
        this.types = types;
        this.users = users;
        this.company = company;
        this.templates = templates;
    }

    @GetMapping("/import")
    Page start(@RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        writer(actor);
        return Page.of(templates.transferStart(screen, imports.recent(actor, 10), object, ""));
    }

    @PostMapping("/import")
    Page take(
            @RequestParam("file") MultipartFile file,
            @RequestParam(defaultValue = "") String object,
            Screen screen,
            Actor actor)
            throws IOException {
        writer(actor);
        try (InputStream content = file.getInputStream()) {
            String name = file.getOriginalFilename();
            ImportRun run = imports.take(content, name == null ? "" : name, actor);
            return Page.redirect("/import/" + run.id() + (object.isEmpty() ? "" : "?object=" + object));
        } catch (SourceRefused refused) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.transferUpload(
                            screen,
                            object,
                            screen.t("import.refused." + refused.refusal().code())));
        }
    }

    @GetMapping("/import/{id}")
    Page show(@PathVariable long id, @RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        ImportRun run = load(id, actor);
        if (run.state() == ImportState.READY
                && types.find(object).isPresent()
                && (run.plan() == null || !run.knownPlan().object().equals(object))) {
            choose(run, object, screen, actor);
            run = load(id, actor);
        }
        return Page.of(templates.transferRun(screen, screenOf(run, screen, actor)));
    }

    /** Asked every second while the import works; when it has finished the page is loaded again. */
    @GetMapping("/import/{id}/progress")
    Page progress(@PathVariable long id, @RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        ImportRun run = load(id, actor);
        return run.state().isWorking()
                ? Page.of(templates.transferProgress(screen, screenOf(run, screen, actor), object))
                : Page.redirect("/import/" + id + (object.isEmpty() ? "" : "?object=" + object));
    }

    @PostMapping("/import/{id}/object")
    Page object(@PathVariable long id, @RequestParam String object, Screen screen, Actor actor) {
        ImportRun run = load(id, actor);
        if (types.find(object).isEmpty()) {
            throw Problem.notFound("IMP-404");
        }
        choose(run, object, screen, actor);
        return Page.redirect("/import/" + id);
    }

    private void choose(ImportRun run, String object, Screen screen, Actor actor) {
        imports.plan(run.id(), proposal.planFor(object, run.file(), run.knownProfile(), actor, reader(screen)));
    }

    private ImportPlan.Reader reader(Screen screen) {
        String currency =
                company.find().map(is -> is.currency().getCurrencyCode()).orElse("EUR");
        return new ImportPlan.Reader(
                screen.locale().toLanguageTag(), screen.zone().getId(), currency, "ES");
    }

    /** Keeps what the wizard says, and then perhaps tries it out or does it. */
    @PostMapping("/import/{id}/plan")
    Page plan(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        ImportRun run = load(id, actor);
        ImportPlan plan = planned(run, params);
        if (!imports.plan(id, plan)) {
            throw Problem.of(HttpStatus.CONFLICT, "IMP-301", "import.problem.started");
        }
        String then = String.valueOf(params.getFirst("then"));
        if (plan.mode().updates() && plan.key().isEmpty() && !then.equals("keep")) {
            return Page.redirect("/import/" + id).toast(screen.t("import.problem.key"));
        }
        switch (then) {
            case "check" -> imports.check(id);
            case "run" -> imports.run(id);
            default -> {
                // Only kept: the page shows what follows from it.
            }
        }
        return Page.redirect("/import/" + id);
    }

    private static ImportPlan planned(ImportRun run, MultiValueMap<String, String> params) {
        ImportPlan old = run.knownPlan();
        boolean makeAll = "new".equals(params.getFirst("rest"));
        List<ColumnPlan> columns = new ArrayList<>();
        for (ColumnPlan column : old.columns()) {
            String chosen = params.getFirst("column-" + column.position());
            ColumnProfile profile = run.knownProfile().columns().stream()
                    .filter(one -> one.column().position() == column.position())
                    .findFirst()
                    .orElseThrow();
            columns.add(
                    switch (chosen == null ? "" : chosen) {
                        case "" -> column;
                        case "!new" -> column.asNew(Proposal.newType(profile));
                        case "!aside" -> makeAll ? column.asNew(Proposal.newType(profile)) : column.aside();
                        case "!ignore" -> column.ignored();
                        default -> column.into(java.util.Objects.requireNonNull(chosen));
                    });
        }
        String key = params.getFirst("key");
        String owner = params.getFirst("owner");
        return old.with(columns)
                .with(
                        one(Mode.class, params.getFirst("mode"), old.mode()),
                        key == null || key.isBlank() ? List.of() : List.of(key),
                        one(EmptyCells.class, params.getFirst("empty"), old.emptyCells()),
                        one(BadCells.class, params.getFirst("bad"), old.badCells()),
                        one(Duplicates.class, params.getFirst("alike"), old.duplicates()),
                        owner != null && owner.matches("\\d{1,18}") ? Long.valueOf(owner) : null,
                        params.containsKey("targets"),
                        params.containsKey("choices"),
                        params.containsKey("running"),
                        old.constants());
    }

    private static <E extends Enum<E>> E one(Class<E> of, @org.jspecify.annotations.Nullable String text, E otherwise) {
        try {
            return text == null ? otherwise : Enum.valueOf(of, text);
        } catch (IllegalArgumentException unknown) {
            return otherwise;
        }
    }

    @PostMapping("/import/{id}/{step:run|cancel|resume|undo|discard}")
    Page step(@PathVariable long id, @PathVariable String step, Screen screen, Actor actor) {
        load(id, actor);
        switch (step) {
            case "run" -> imports.run(id);
            case "cancel" -> imports.cancel(id);
            case "resume" -> imports.goOn(id);
            case "undo" -> imports.undo(id);
            default -> {
                if (imports.discard(id)) {
                    return Page.redirect("/import").toast(screen.t("import.discarded"));
                }
            }
        }
        return Page.redirect("/import/" + id);
    }

    private ImportScreen screenOf(ImportRun run, Screen screen, Actor actor) {
        boolean trial = !run.state().hasWritten();
        Optional<ObjectType> type = Optional.ofNullable(run.plan()).flatMap(plan -> types.find(plan.object()));
        return new ImportScreen(
                run,
                types.all(),
                type,
                users.active(),
                imports.problemCounts(run.id(), trial),
                imports.problems(run.id(), trial, 0, PROBLEMS));
    }

    private ImportRun load(long id, Actor actor) {
        writer(actor);
        return imports.find(id, actor).orElseThrow(() -> Problem.notFound("IMP-404"));
    }

    private static void writer(Actor actor) {
        if (!actor.writes()) {
            throw Problem.forbidden("IMP-403");
        }
    }
}
