package lazo.operational.payment.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.operational.billing.InvoiceMails;
import lazo.operational.payment.PaymentReminders;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** When customers are reminded of what is overdue, for administrators. */
@Controller
class PaymentReminderController {
    private final PaymentReminders reminders;
    private final InvoiceMails mails;
    private final Templates templates;

    PaymentReminderController(PaymentReminders reminders, InvoiceMails mails, Templates templates) {
        this.reminders = reminders;
        this.mails = mails;
        this.templates = templates;
    }

    @GetMapping("/settings/reminders")
    Page show(Screen screen) {
        PaymentReminders.Policy policy = reminders.policy();
        String days = policy.days().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return page(HttpStatus.OK, Form.of(Map.of("active", "" + policy.active(), "days", days)), screen);
    }

    private Page page(HttpStatus status, Form form, Screen screen) {
        return Page.of(status, templates.paymentReminders(screen, form, mails.goOut()));
    }

    @PostMapping("/settings/reminders")
    Page save(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        String days = form.stripped("days");
        boolean isRead =
                days.matches("\\d{1,3}(\\s*[,;]\\s*\\d{1,3}){0,%d}".formatted(PaymentReminders.MOST_STEPS - 1));
        List<Integer> steps = isRead
                ? Stream.of(days.split("\\s*[,;]\\s*")).map(Integer::valueOf).toList()
                : List.of();
        boolean isRising = steps.stream().distinct().sorted().toList().equals(steps);
        if (!isRead || !isRising || steps.getFirst() < 1 || steps.getLast() > PaymentReminders.MOST_DAYS) {
            form.reject(
                    "days",
                    screen.t("payment.reminders.wrong-days", PaymentReminders.MOST_STEPS, PaymentReminders.MOST_DAYS));
            return page(HttpStatus.UNPROCESSABLE_CONTENT, form, screen);
        }
        reminders.set(new PaymentReminders.Policy("true".equals(form.value("active")), steps));
        return Page.redirect("/settings/reminders").toast(screen.t("payment.reminders.saved"));
    }
}
