package lazo.operational.billing.web;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.operational.billing.DiscountPolicy;
import lazo.platform.web.Form;
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

/** How much each role may take off, and the approval of more. */
@Controller
class DiscountController {
    private final DiscountPolicy policy;
    private final Roles roles;
    private final Objects objects;
    private final Templates templates;

    DiscountController(DiscountPolicy policy, Roles roles, Objects objects, Templates templates) {
        this.policy = policy;
        this.roles = roles;
        this.objects = objects;
        this.templates = templates;
    }

    private List<Role> writing() {
        return roles.all().stream().filter(Role::writes).toList();
    }

    @GetMapping("/settings/discounts")
    Page show(Screen screen) {
        Map<String, String> values = new HashMap<>();
        policy.limits().forEach((role, percent) -> values.put(role, screen.number(percent)));
        return Page.of(templates.billingDiscounts(screen, writing(), Form.of(values)));
    }

    @PostMapping("/settings/discounts")
    Page save(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        Map<Role, @Nullable BigDecimal> limits = new HashMap<>();
        for (Role role : writing()) {
            if (typed.containsKey(role.key())) {
                limits.put(role, percent(form, role.key(), screen));
            }
        }
        if (!form.isValid()) {
            return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.billingDiscounts(screen, writing(), form));
        }
        limits.forEach(policy::limit);
        return Page.redirect("/settings/discounts").toast(screen.t("billing.discount.saved"));
    }

    private static @Nullable BigDecimal percent(Form form, String name, Screen screen) {
        String text = form.stripped(name).replace("%", "").strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            BigDecimal percent = Draft.number(text, screen.locale());
            if (percent.signum() >= 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0 && percent.scale() <= 4) {
                return percent;
            }
        } catch (Draft.Unreadable unreadable) {
            // Told below, as one that is out of range.
        }
        form.reject(name, screen.t("billing.discount.wrong"));
        return null;
    }

    private StoredRecord sale(String object, long id, Actor actor) {
        if (!DiscountPolicy.SALES.contains(object)) {
            throw Problem.notFound("REC-404");
        }
        return objects.load(objects.load(object), id, actor);
    }

    @PostMapping("/o/{object}/{id:\\d+}/discount-request")
    Page ask(@PathVariable String object, @PathVariable long id, Screen screen, Actor actor) {
        return answer(policy.ask(sale(object, id, actor), actor), object, id, "billing.discount.asked", screen);
    }

    @PostMapping("/o/{object}/{id:\\d+}/discount-approval")
    Page approve(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String reason,
            Screen screen,
            Actor actor) {
        return answer(
                policy.approve(sale(object, id, actor), reason, actor),
                object,
                id,
                "billing.discount.approved",
                screen);
    }

    private static Page answer(DiscountPolicy.Answer answer, String object, long id, String done, Screen screen) {
        return switch (answer) {
            case DONE -> Page.redirect("/o/" + object + "/" + id).toast(screen.t(done));
            case NEEDLESS -> throw Problem.of(HttpStatus.CONFLICT, "BIL-191", "billing.discount.needless");
            case UNREASONED -> throw Problem.of(HttpStatus.BAD_REQUEST, "BIL-192", "billing.discount.unreasoned");
            case DENIED -> throw Problem.forbidden("REC-403");
        };
    }
}
