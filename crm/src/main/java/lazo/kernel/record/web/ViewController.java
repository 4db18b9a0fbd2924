package lazo.kernel.record.web;

import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.SavedViews;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Saved views of a list: keep what the address says under a name. */
@Controller
class ViewController {
    private static final int LONGEST_NAME = 80;

    private final Objects objects;
    private final ListPages pages;
    private final SavedViews views;
    private final Templates templates;

    ViewController(Objects objects, ListPages pages, SavedViews views, Templates templates) {
        this.objects = objects;
        this.pages = pages;
        this.views = views;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/views/new")
    Page ask(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ViewState state = pages.state(objects.load(object), params, actor);
        return Page.of(templates.recordViewSheet(screen, state, Form.empty(), actor.writes()));
    }

    @PostMapping("/o/{object}/views")
    Page add(
            @PathVariable String object,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "false") boolean shared,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        ViewState state = pages.exactState(type, params, actor, screen);
        String clean = name.strip();
        if (clean.isEmpty() || clean.length() > LONGEST_NAME) {
            Form form = Form.of(Map.of("name", name)).reject("name", screen.t("record.view-needs-name", LONGEST_NAME));
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT, templates.recordViewForm(screen, state, form, actor.writes()));
        }
        long id = views.add(
                type,
                clean,
                shared && actor.writes(),
                SavedView.Layout.LIST,
                state.filter(),
                state.sort(),
                state.columns(),
                state.groupBy().orElse(null),
                actor);
        return Page.redirect("/o/" + object + "?view=" + id).toast(screen.t("record.view-saved", clean));
    }

    @PostMapping("/o/{object}/views/{id}")
    Page save(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor) {
        ObjectType type = objects.load(object);
        SavedView view = load(type, id, actor);
        ViewState state = pages.exactState(type, params, actor, screen);
        String name = view.name(screen.locale());
        boolean saved = views.change(
                id,
                name,
                view.shared(),
                state.filter(),
                state.sort(),
                state.columns(),
                state.groupBy().orElse(null),
                actor);
        if (!saved) {
            throw Problem.forbidden("REC-420", "record.problem.not-your-view", name);
        }
        return Page.redirect("/o/" + object + "?view=" + id).toast(screen.t("record.view-saved", name));
    }

    @PostMapping("/o/{object}/views/{id}/default")
    Page makeDefault(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        ObjectType type = objects.load(object);
        SavedView view = load(type, id, actor);
        views.makeDefault(type, id, actor);
        return Page.empty().toast(screen.t("record.view-is-default", view.name(screen.locale())));
    }

    @DeleteMapping("/o/{object}/views/{id}")
    Page remove(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        SavedView view = load(objects.load(object), id, actor);
        if (!views.remove(id, actor)) {
            throw Problem.forbidden("REC-420", "record.problem.not-your-view", view.name(screen.locale()));
        }
        return Page.redirect("/o/" + object).toast(screen.t("record.view-removed", view.name(screen.locale())));
    }

    private SavedView load(ObjectType type, long id, Actor actor) {
        return views.find(id, actor)
                .filter(view -> view.objectKey().equals(type.key()))
                .orElseThrow(() -> Problem.notFound("REC-421"));
    }
}
