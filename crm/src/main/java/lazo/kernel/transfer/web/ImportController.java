package lazo.kernel.transfer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.ImportState;
import lazo.kernel.transfer.Imports;
import lazo.kernel.transfer.RejectedRows;
import lazo.kernel.transfer.source.SourceRefused;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** An import from the file to its undoing; what its columns mean is {@link ImportPlanController}. */
@Controller
class ImportController {
    private static final int RECENT = 50;

    private final Imports imports;
    private final ImportPages pages;
    private final RejectedRows rejected;
    private final Templates templates;

    ImportController(Imports imports, ImportPages pages, RejectedRows rejected, Templates templates) {
        this.imports = imports;
        this.pages = pages;
        this.rejected = rejected;
        this.templates = templates;
    }

    /** The import, or a page that says it is not there. Readers import nothing. */
    static ImportRun load(Imports imports, long id, Actor actor) {
        mayImport(actor);
        return imports.find(id, actor).orElseThrow(() -> Problem.notFound("IMP-404", "import.problem.gone"));
    }

    private static void mayImport(Actor actor) {
        if (!actor.role().imports()) {
            throw Problem.forbidden("IMP-403", "import.problem.reader");
        }
    }

    @GetMapping("/import")
    Page begin(@RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        mayImport(actor);
        return Page.of(templates.transferBegin(
                screen, imports.recent(actor, RECENT), pages.objects(screen, actor), object, null, imports.largest()));
    }

    /** The file in a form, for browsers without script; larger ones come as they are, see {@link #stream}. */
    @PostMapping("/import")
    Page upload(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String object,
            Screen screen,
            Actor actor)
            throws IOException {
        mayImport(actor);
        if (file == null || file.isEmpty()) {
            return refused(object, screen.t("import.refusal.IMP-101"), screen, actor);
        }
        String name = file.getOriginalFilename();
        try (InputStream content = file.getInputStream()) {
            return take(content, name == null ? "" : name, object, screen, actor);
        }
    }

    /** The file as the body of the request. */
    @PostMapping("/import/upload")
    Page stream(
            @RequestParam String name,
            @RequestParam(defaultValue = "") String object,
            HttpServletRequest request,
            Screen screen,
            Actor actor)
            throws IOException {
        mayImport(actor);
        try (InputStream content = request.getInputStream()) {
            return take(content, name, object, screen, actor);
        }
    }

    private Page take(InputStream content, String name, String object, Screen screen, Actor actor) throws IOException {
        boolean known = pages.objects(screen, actor).stream()
                .anyMatch(option -> option.value().equals(object));
        try {
            return Page.redirect("/import/"
                    + imports.take(content, name, known ? object : null, actor).id());
        } catch (SourceRefused refused) {
            return refused(object, Refusals.text(refused.refusal(), screen), screen, actor);
        }
    }

    private Page refused(String object, String why, Screen screen, Actor actor) {
        return screen.isHtmx()
                ? Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.transferUpload(screen, pages.objects(screen, actor), object, why, imports.largest()))
                : Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.transferBegin(
                                screen,
                                imports.recent(actor, RECENT),
                                pages.objects(screen, actor),
                                object,
                                why,
                                imports.largest()));
    }

    @GetMapping("/import/{id}")
    Page show(@PathVariable long id, Screen screen, Actor actor) throws IOException {
        ImportRun run = load(imports, id, actor);
        return Page.of(
                switch (run.state()) {
                    case READING, CHECKING, RUNNING, UNDOING -> templates.transferWorking(screen, run);
                    case REFUSED ->
                        templates.transferRefused(screen, run, ReadingForm.of(run), Refusals.text(run, screen));
                    case READY ->
                        templates.transferPlan(screen, pages.mapping(run, screen, actor), ReadingForm.of(run), null);
                    case CHECKED ->
                        templates.transferPlan(
                                screen,
                                pages.mapping(run, screen, actor),
                                ReadingForm.of(run),
                                pages.problems(run, true, 0, screen));
                    case DONE, CANCELLED, FAILED, UNDONE ->
                        templates.transferDone(
                                screen,
                                run,
                                pages.problems(run, false, 0, screen),
                                rejected.isPossible(run),
                                Refusals.failure(run, screen));
                });
    }

    /** Asked again and again while work is under way; when it is over the page is fetched anew. */
    @GetMapping("/import/{id}/progress")
    Page progress(@PathVariable long id, @RequestParam String state, Screen screen, Actor actor) {
        ImportRun run = load(imports, id, actor);
        return run.state().isWorking() && run.state().name().equals(state)
                ? Page.of(templates.transferProgress(screen, run))
                : Page.redirect("/import/" + id);
    }

    @PostMapping("/import/{id}/check")
    Page check(@PathVariable long id, Screen screen, Actor actor) {
        ImportRun run = load(imports, id, actor);
        if (mayStart(run, screen, actor)) {
            imports.check(id);
        }
        return Page.redirect("/import/" + id);
    }

    @PostMapping("/import/{id}/run")
    Page run(@PathVariable long id, Screen screen, Actor actor) {
        ImportRun run = load(imports, id, actor);
        if (mayStart(run, screen, actor)) {
            imports.run(id);
        }
        return Page.redirect("/import/" + id);
    }

    private boolean mayStart(ImportRun run, Screen screen, Actor actor) {
        return (run.state() == ImportState.READY || run.state() == ImportState.CHECKED)
                && pages.mapping(run, screen, actor).mayStart()
                && run.actor().on(Objects.requireNonNull(run.plan()).object()).imports();
    }

    @PostMapping("/import/{id}/cancel")
    Page cancel(@PathVariable long id, Actor actor) {
        load(imports, id, actor);
        imports.cancel(id);
        return Page.redirect("/import/" + id);
    }

    @PostMapping("/import/{id}/continue")
    Page goOn(@PathVariable long id, Actor actor) {
        load(imports, id, actor);
        imports.goOn(id);
        return Page.redirect("/import/" + id);
    }

    @PostMapping("/import/{id}/undo")
    Page undo(@PathVariable long id, Actor actor) {
        load(imports, id, actor);
        imports.undo(id);
        return Page.redirect("/import/" + id);
    }

    @PostMapping("/import/{id}/discard")
    Page discard(@PathVariable long id, Screen screen, Actor actor) {
        load(imports, id, actor);
        imports.discard(id);
        return Page.redirect("/import").toast(screen.t("import.discarded"));
    }

    @GetMapping("/import/{id}/problems")
    Page problems(
            @PathVariable long id, @RequestParam boolean trial, @RequestParam long after, Screen screen, Actor actor) {
        ImportRun run = load(imports, id, actor);
        return Page.of(templates.transferProblemRows(screen, run, pages.problems(run, trial, after, screen)));
    }

    /** The rows that were not imported, with the reasons. */
    @GetMapping("/import/{id}/rejected.csv")
    void rejected(@PathVariable long id, Screen screen, Actor actor, HttpServletResponse response) throws IOException {
        ImportRun run = load(imports, id, actor);
        if (!run.state().hasWritten() || !rejected.isPossible(run)) {
            throw Problem.notFound("IMP-405", "import.problem.file-gone");
        }
        Downloads.begin(
                response,
                "text/csv;charset=UTF-8",
                screen.t("import.rejected.file", run.file().title()) + ".csv");
        rejected.write(
                run,
                screen.t("import.line"),
                screen.t("import.reason"),
                note -> pages.reason(note, run, screen) + " (" + note.code() + ")",
                response.getOutputStream());
    }
}
