package lazo.operational.payment.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.operational.payment.CreditPolicy;
import lazo.operational.payment.CreditPolicy.Action;
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

/** What is done about sales over the credit limit, and their approval. */
@Controller
class CreditController {
    private final lazo.kernel.record.web.Objects objects;
    private final CreditPolicy policy;
    private final Templates templates;

    CreditController(lazo.kernel.record.web.Objects objects, CreditPolicy policy, Templates templates) {
        this.objects = objects;
        this.policy = policy;
        this.templates = templates;
    }

    @GetMapping("/settings/credit")
    Page show(Screen screen) {
        return page(HttpStatus.OK, Form.of(Map.of("action", policy.action().name())), screen);
    }

    private Page page(HttpStatus status, Form form, Screen screen) {
        List<Option> actions = Stream.of(Action.values())
                .map(one -> new Option(one.name(), screen.t("payment.credit-policy." + one)))
                .toList();
        return Page.of(status, templates.paymentCredit(screen, form, actions));
    }

    @PostMapping("/settings/credit")
    Page save(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        var chosen = Stream.of(Action.values())
                .filter(one -> one.name().equals(form.value("action")))
                .findFirst();
        if (chosen.isEmpty()) {
            form.reject("action", screen.t("payment.credit-policy.which"));
            return page(HttpStatus.UNPROCESSABLE_CONTENT, form, screen);
        }
        policy.set(chosen.get());
        return Page.redirect("/settings/credit").toast(screen.t("payment.credit-policy.saved"));
    }

    private StoredRecord sale(String object, long id, Actor actor) {
        if (!CreditPolicy.SALES.contains(object)) {
            throw Problem.notFound("REC-404");
        }
        return objects.load(objects.load(object), id, actor);
    }

    @PostMapping("/o/{object}/{id:\\d+}/credit-approval")
    Page approve(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String reason,
            Screen screen,
            Actor actor) {
        return switch (policy.approve(sale(object, id, actor), reason, actor)) {
            case DONE -> Page.redirect("/o/" + object + "/" + id).toast(screen.t("payment.over.approved"));
            case NEEDLESS -> throw Problem.of(HttpStatus.CONFLICT, "PAY-131", "payment.over.needless");
            case UNREASONED -> throw Problem.of(HttpStatus.BAD_REQUEST, "PAY-132", "payment.over.unreasoned");
            case DENIED -> throw Problem.forbidden("REC-403");
        };
    }
}
