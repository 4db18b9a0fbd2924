package lazo.kernel.privacy.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.privacy.RetentionRule;
import lazo.kernel.privacy.RetentionRules;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
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

/** How long records are kept: rules, what each would do, on and off. */
@Controller
class RetentionController {
    private static final String HOME = "/settings/privacy/retention";

    private final RetentionRules rules;
    private final Templates templates;

    RetentionController(RetentionRules rules, Templates templates) {
        this.rules = rules;
        this.templates = templates;
    }

    @GetMapping(HOME)
    Page list(Screen screen) {
        return list(screen, Form.of(Map.of("months", "36", "counted", "LAST_ACTIVITY")), HttpStatus.OK);
    }

    @PostMapping(HOME)
    Page add(Screen screen, Actor actor, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        String name = PersonPrivacyController.text(form, "name", screen);
        if (name == null) {
            form.reject("name", screen.t("privacy.problem.missing"));
        }
        Optional<ObjectType> type = rules.objects().stream()
                .filter(one -> one.key().equals(form.value("object")))
                .findFirst();
        if (type.isEmpty()) {
            form.reject("object", screen.t("privacy.problem.choose"));
        }
        Optional<RetentionRule.Counted> counted = chosen(RetentionRule.Counted.values(), "counted", form, screen);
        Optional<RetentionRule.Action> action = chosen(RetentionRule.Action.values(), "action", form, screen);
        int months = PrivacyController.number(form, "months", 1, 600, screen);
        if (!form.isValid() || name == null) {
            return list(screen, form, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        long id = rules.add(name, type.orElseThrow(), counted.orElseThrow(), months, action.orElseThrow(), actor);
        return Page.redirect(HOME + "/" + id);
    }

    /** What the rule would do now. */
    @GetMapping(HOME + "/{id:\\d+}")
    Page open(Screen screen, @PathVariable long id) {
        RetentionRule rule = rule(id);
        return Page.of(templates.privacyRetentionRule(screen, rule, rules.dryRun(rule)));
    }

    @PostMapping(HOME + "/{id:\\d+}")
    Page activate(Screen screen, @PathVariable long id, @RequestParam(defaultValue = "false") boolean active) {
        rules.activate(rule(id).id(), active);
        return Page.redirect(HOME).toast(screen.t("privacy.policy.saved"));
    }

    @PostMapping(HOME + "/{id:\\d+}/remove")
    Page remove(Screen screen, @PathVariable long id) {
        rules.remove(rule(id).id());
        return Page.redirect(HOME).toast(screen.t("privacy.retention.removed"));
    }

    private RetentionRule rule(long id) {
        return rules.find(id).orElseThrow(() -> Problem.notFound("PRV-404", "privacy.problem.gone"));
    }

    private static <E extends Enum<E>> Optional<E> chosen(E[] values, String name, Form form, Screen screen) {
        Optional<E> found = Arrays.stream(values)
                .filter(value -> value.name().equals(form.value(name)))
                .findFirst();
        if (found.isEmpty()) {
            form.reject(name, screen.t("privacy.problem.choose"));
        }
        return found;
    }

    private Page list(Screen screen, Form form, HttpStatus status) {
        List<Option> objects = new ArrayList<>();
        rules.objects()
                .forEach(
                        type -> objects.add(new Option(type.key(), type.plural().in(screen.locale()))));
        return Page.of(
                status,
                templates.privacyRetention(
                        screen,
                        rules.all(),
                        form,
                        objects,
                        PersonPage.options(RetentionRule.Counted.values(), "privacy.retention.counted.", screen),
                        PersonPage.options(RetentionRule.Action.values(), "privacy.retention.action.", screen)));
    }
}
