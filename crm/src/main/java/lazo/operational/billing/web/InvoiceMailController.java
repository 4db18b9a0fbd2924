package lazo.operational.billing.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.billing.InvoiceMails;
import lazo.operational.billing.Invoices;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Mails an issued invoice with its PDF. */
@Controller
class InvoiceMailController {
    private static final int LONGEST_MESSAGE = 4_000;

    private final Objects objects;
    private final Access access;
    private final Invoices invoices;
    private final InvoiceMails mails;
    private final Templates templates;

    InvoiceMailController(Objects objects, Access access, Invoices invoices, InvoiceMails mails, Templates templates) {
        this.objects = objects;
        this.access = access;
        this.invoices = invoices;
        this.mails = mails;
        this.templates = templates;
    }

    private StoredRecord mine(long id, Actor actor) {
        StoredRecord invoice = objects.load(invoices.type(), id, actor);
        if (!access.mayChange(actor, invoice.type(), id)) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        return invoice;
    }

    @GetMapping("/o/invoice/{id:\\d+}/send")
    Page ask(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        return Page.of(templates.billingSendInvoice(
                screen, invoice, mails.goOut(), mails.recipient(invoice, actor), "", List.of()));
    }

    @PostMapping("/o/invoice/{id:\\d+}/send")
    Page send(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String message,
            Screen screen,
            Actor actor) {
        StoredRecord invoice = mine(id, actor);
        String recipient = to.strip();
        List<String> wrong = new ArrayList<>();
        if (!recipient.matches("[^\\s@<>\"(),:;]{1,64}@[^\\s@<>\"(),:;]{1,190}")) {
            wrong.add(screen.t("billing.send.wrong-address", recipient));
        }
        if (message.length() > LONGEST_MESSAGE) {
            wrong.add(screen.t("billing.send.too-long", message.length(), LONGEST_MESSAGE));
        }
        if (wrong.isEmpty()) {
            Optional<Problem> problem = mails.write(invoice, recipient, message, actor);
            if (problem.isEmpty()) {
                return Page.redirect("/o/invoice/" + id).toast(screen.t("billing.invoice.mailed", recipient));
            }
            wrong.add(FieldForm.message(problem.get(), screen));
        }
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.billingSendInvoice(screen, invoice, mails.goOut(), recipient, message, wrong));
    }
}
