package lazo.operational.billing.web;

import java.util.List;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.billing.DocumentContents;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.InvoiceIssuing.Issue;
import lazo.operational.billing.InvoiceIssuing.Issued;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.Totals;
import lazo.operational.einvoice.FacturaeInvoice;
import lazo.operational.einvoice.FormatObjection;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.UblInvoice;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** An invoice from an order or a quote until it is issued, corrected and handed over. */
@Controller
class InvoiceController {
    private final Objects objects;
    private final DocumentEditor editor;
    private final Invoices invoices;
    private final InvoiceIssuing issuing;
    private final Documents documents;
    private final DocumentContents contents;
    private final PaperPrinter printer;
    private final Templates templates;

    InvoiceController(
            Objects objects,
            DocumentEditor editor,
            Invoices invoices,
            InvoiceIssuing issuing,
            Documents documents,
            DocumentContents contents,
            PaperPrinter printer,
            Templates templates) {
        this.objects = objects;
        this.editor = editor;
        this.invoices = invoices;
        this.issuing = issuing;
        this.documents = documents;
        this.contents = contents;
        this.printer = printer;
        this.templates = templates;
    }

    private StoredRecord load(long id, Actor actor) {
        return objects.load(invoices.type(), id, actor);
    }

    private StoredRecord mine(long id, Actor actor) {
        return editor.mine(invoices.type(), id, actor);
    }

    /** An invoice for what is not invoiced yet. */
    @PostMapping("/o/sales_order/{id:\\d+}/invoice")
    Page ofOrder(@PathVariable long id, Screen screen, Actor actor) {
        return begin("sales_order", id, screen, actor);
    }

    @PostMapping("/o/quote/{id:\\d+}/invoice")
    Page ofQuote(@PathVariable long id, Screen screen, Actor actor) {
        return begin("quote", id, screen, actor);
    }

    private Page begin(String object, long id, Screen screen, Actor actor) {
        StoredRecord source = editor.mine(objects.load(object), id, actor);
        return Page.redirect("/o/invoice/"
                + DocumentEditor.saved(invoices.of(source, actor), screen).id() + "/edit");
    }

    @GetMapping("/o/invoice/{id:\\d+}/edit")
    Page open(@PathVariable long id, Screen screen, Actor actor) {
        return editor.open(invoices, id, templates::billingInvoiceEditor, screen, actor);
    }

    @PostMapping("/o/invoice/{id:\\d+}/edit")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        return editor.save(invoices, id, params, screen, actor);
    }

    private static List<String> messages(List<Problem> problems, Screen screen) {
        return problems.stream()
                .map(problem -> told(problem, screen))
                .distinct()
                .toList();
    }

    private static String told(Problem problem, Screen screen) {
        return switch (problem.code()) {
            case "BIL-174" ->
                screen.t(
                        "billing.verifactu",
                        screen.t("verifactu.problem." + problem.args().getFirst()));
            case "BIL-175" -> screen.t("verifactu.fault." + problem.args().getFirst());
            default -> FieldForm.message(problem, screen);
        };
    }

    @GetMapping("/o/invoice/{id:\\d+}/lines/new")
    Page row(
            @PathVariable long id,
            @RequestParam(defaultValue = "ITEM") String kind,
            @RequestParam(defaultValue = "0") long product,
            Screen screen,
            Actor actor) {
        return editor.row(invoices, id, kind, product, screen, actor);
    }

    @GetMapping("/o/invoice/{id:\\d+}/products")
    Page products(@PathVariable long id, @RequestParam(defaultValue = "") String q, Screen screen, Actor actor) {
        return editor.products(invoices, id, q, screen, actor);
    }

    @GetMapping("/o/invoice/{id:\\d+}/issue")
    Page askToIssue(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        return Page.of(templates.billingIssue(
                screen, invoice, totals(invoice), messages(issuing.missing(invoice, actor), screen)));
    }

    private Totals totals(StoredRecord invoice) {
        return documents.totals(documents.find(invoice), documents.lines(invoice.id()));
    }

    @PostMapping("/o/invoice/{id:\\d+}/issue")
    Page issue(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord draft = mine(id, actor);
        return switch (issuing.issue(id, actor)) {
            case Issued.Done(var invoice) ->
                Page.redirect("/o/invoice/" + id).toast(screen.t("billing.issued", invoice.title()));
            case Issued.Unready(var problems) ->
                Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.billingIssue(screen, draft, totals(draft), messages(problems, screen)));
            case Issued.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case Issued.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    @PostMapping("/o/invoice/{id:\\d+}/void")
    Page makeVoid(@PathVariable long id, Screen screen, Actor actor) {
        mine(id, actor);
        StoredRecord invoice = DocumentEditor.saved(invoices.makeVoid(id, actor), screen);
        return Page.redirect("/o/invoice/" + id).toast(screen.t("billing.voided", invoice.title()));
    }

    @GetMapping("/o/invoice/{id:\\d+}/correct")
    Page askToCorrect(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        String code = "simplified".equals(invoice.text("kind")) ? "r5" : "r1";
        return Page.of(
                templates.billingCorrect(screen, invoice, codes(invoice, screen), code, "differences", "", List.of()));
    }

    private static List<Option> codes(StoredRecord invoice, Screen screen) {
        boolean simplified = "simplified".equals(invoice.text("kind"));
        return invoice.type().field("correction_code").choices().stream()
                .filter(choice -> choice.key().equals("r5") == simplified)
                .map(choice -> new Option(choice.key(), choice.label().in(screen.locale())))
                .toList();
    }

    @PostMapping("/o/invoice/{id:\\d+}/correct")
    Page correct(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String method,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String reason,
            Screen screen,
            Actor actor) {
        StoredRecord invoice = mine(id, actor);
        var correction = new Invoices.Correction(code, method.equals("substitution"), reason.strip());
        WriteResult made = invoices.correct(invoice, correction, actor);
        if (made instanceof WriteResult.Invalid(var problems)) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.billingCorrect(
                            screen, invoice, codes(invoice, screen), code, method, reason, messages(problems, screen)));
        }
        return Page.redirect("/o/invoice/" + DocumentEditor.saved(made, screen).id() + "/edit");
    }

    /** As it was issued; a draft as it is now. */
    @GetMapping("/o/invoice/{id:\\d+}/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable long id, Actor actor) {
        StoredRecord invoice = load(id, actor);
        byte[] pdf = issuing.find(id)
                .map(issue -> printer.print(issue.content()))
                .orElseGet(() -> printer.print(contents.of(invoice, actor)));
        return DocumentFile.pdf(pdf, invoice.title());
    }

    @GetMapping("/o/invoice/{id:\\d+}/facturae")
    ResponseEntity<byte[]> facturae(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = load(id, actor);
        TaxInvoice legal = legal(id);
        refuse(FacturaeInvoice.objections(legal), screen);
        return DocumentFile.xml(FacturaeInvoice.write(legal), invoice.title() + "-facturae");
    }

    @GetMapping("/o/invoice/{id:\\d+}/ubl")
    ResponseEntity<byte[]> ubl(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = load(id, actor);
        TaxInvoice legal = legal(id);
        refuse(UblInvoice.objections(legal, UblInvoice.Profile.EN16931), screen);
        return DocumentFile.xml(UblInvoice.write(legal, UblInvoice.Profile.EN16931), invoice.title() + "-ubl");
    }

    private TaxInvoice legal(long id) {
        return issuing.find(id)
                .map(Issue::content)
                .orElseThrow(() ->
                        lazo.platform.web.Problem.of(HttpStatus.CONFLICT, "BIL-183", "billing.invoice.not-issued"))
                .legal();
    }

    private static void refuse(Set<FormatObjection> objections, Screen screen) {
        if (!objections.isEmpty()) {
            throw lazo.platform.web.Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "BIL-184",
                    "billing.format.refused",
                    String.join(
                            " ",
                            objections.stream()
                                    .map(one -> screen.t("einvoice.objection." + one))
                                    .toList()));
        }
    }
}
