package lazo.collaborative.feedback.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.collaborative.feedback.Feedback;
import lazo.collaborative.feedback.Feedback.State;
import lazo.collaborative.feedback.Feedbacks;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.platform.web.Form;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Everybody writes, administrators read and answer. */
@Controller
class FeedbackController implements SettingsSource {
    private final Feedbacks feedbacks;
    private final Templates templates;

    FeedbackController(Feedbacks feedbacks, Templates templates) {
        this.feedbacks = feedbacks;
        this.templates = templates;
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.COMPANY.name())
                ? List.of(NavGroup.of(
                        300,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/feedback", "speakerphone", text.t("feedback.title"))
                                .at(80)))
                : List.of();
    }

    @GetMapping("/feedback")
    Page open(Screen screen) {
        return Page.of(templates.feedbackSheet(screen, Form.empty()));
    }

    @PostMapping("/feedback")
    Page send(@RequestParam Map<String, String> typed, HttpServletRequest request, Screen screen, Actor actor) {
        Form form = Form.of(typed);
        String text = form.stripped("text");
        if (text.isEmpty()) {
            form.reject("text", screen.t("feedback.missing"));
        } else if (text.length() > Feedbacks.LONGEST) {
            form.reject("text", screen.t("feedback.too-long", Feedbacks.LONGEST));
        }
        if (!form.isValid()) {
            return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.feedbackSheet(screen, form));
        }
        var where = new Feedback.Where(
                form.value("page"),
                Optional.ofNullable(request.getHeader("User-Agent")).orElse(""),
                form.value("screen"),
                screen.lang(),
                form.value("error"),
                form.value("request"));
        feedbacks.send(text, where, actor);
        return Page.empty().toast(screen.t("feedback.sent"));
    }

    @GetMapping("/settings/feedback")
    Page list(Screen screen) {
        return Page.of(templates.feedbackList(screen, feedbacks.all()));
    }

    @PostMapping("/settings/feedback/{id:\\d+}")
    Page handle(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String answer,
            Screen screen,
            Actor actor) {
        State chosen = Arrays.stream(State.values())
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElseThrow(() -> Problem.of(HttpStatus.BAD_REQUEST, "FBK-422", "feedback.no-state"));
        if (answer.length() > Feedbacks.LONGEST) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "FBK-423", "feedback.too-long", Feedbacks.LONGEST);
        }
        if (!feedbacks.handle(id, chosen, answer, actor)) {
            throw Problem.notFound("FBK-404");
        }
        return Page.redirect("/settings/feedback").toast(screen.t("feedback.handled"));
    }
}
