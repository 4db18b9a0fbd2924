package lazo.operational.payment.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.StoredRecord;
import lazo.operational.payment.CustomerStatements;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The statement of a customer as of a day. */
@Controller
class StatementController {
    private final lazo.kernel.record.web.Objects objects;
    private final CustomerStatements statements;
    private final PaymentLists lists;
    private final CompanySettings company;
    private final Templates templates;

    StatementController(
            lazo.kernel.record.web.Objects objects,
            CustomerStatements statements,
            PaymentLists lists,
            CompanySettings company,
            Templates templates) {
        this.objects = objects;
        this.statements = statements;
        this.lists = lists;
        this.company = company;
        this.templates = templates;
    }

    @GetMapping("/o/{object}/{id:\\d+}/statement")
    Page show(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String on,
            Screen screen,
            Actor actor) {
        if (!PaymentLists.CUSTOMERS.contains(object)) {
            throw Problem.notFound("REC-404");
        }
        StoredRecord party = objects.load(objects.load(object), id, actor);
        if (!lists.shows(actor)) {
            throw Problem.forbidden("REC-403");
        }
        LocalDate until = on.isEmpty() ? screen.today() : day(on);
        String currency = company.load().currency().getCurrencyCode();
        return Page.of(templates.paymentStatement(
                screen, party, until, currency, statements.of(party, currency, until, actor)));
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeException unreadable) {
            // Told below, like a day nobody means.
        }
        throw Problem.of(HttpStatus.BAD_REQUEST, "PAY-134", "payment.statement.day");
    }
}
