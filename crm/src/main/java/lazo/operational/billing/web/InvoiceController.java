package lazo.operational.billing.web;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.Reading;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.billing.Document;
import lazo.operational.billing.DocumentContents;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.InvoiceIssuing.Issue;
import lazo.operational.billing.InvoiceIssuing.Issued;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.Quotes.Edited;
import lazo.operational.billing.Totals;
import lazo.operational.billing.TypedLines;
import lazo.operational.catalogue.Products;
import lazo.operational.catalogue.Taxes;
import lazo.operational.catalogue.Taxes.Applied;
import lazo.operational.einvoice.FacturaeInvoice;
import lazo.operational.einvoice.FormatObjection;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.UblInvoice;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
    private final Access access;
    private final Invoices invoices;
    private final InvoiceIssuing issuing;
    private final Documents documents;
    private final DocumentContents contents;
    private final Products products;
    private final Taxes taxes;
    private final Reading reading;
    private final RecordNames names;
    private final PaperPrinter printer;
    private final Templates templates;

    InvoiceController(
            Objects objects,
            Access access,
            Invoices invoices,
            InvoiceIssuing issuing,
            Documents documents,
            DocumentContents contents,
            Products products,
            Taxes taxes,
            Reading reading,
            RecordNames names,
            PaperPrinter printer,
            Templates templates) {
        this.objects = objects;
        this.access = access;
        this.invoices = invoices;
        this.issuing = issuing;
        this.documents = documents;
        this.contents = contents;
        this.products = products;
        this.taxes = taxes;
        this.reading = reading;
        this.names = names;
        this.printer = printer;
        this.templates = templates;
    }

    private StoredRecord load(long id, Actor actor) {
        return objects.load(invoices.type(), id, actor);
    }

    private StoredRecord mine(long id, Actor actor) {
        StoredRecord invoice = load(id, actor);
        if (!access.mayChange(actor, invoice.type(), id)) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        return invoice;
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
        StoredRecord source = objects.load(objects.load(object), id, actor);
        if (!access.mayChange(actor, source.type(), id)) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        return Page.redirect(
                "/o/invoice/" + saved(invoices.of(source, actor), screen).id() + "/edit");
    }

    private static StoredRecord saved(WriteResult result, Screen screen) {
        return switch (result) {
            case WriteResult.Saved(var invoice, var changed) -> invoice;
            case WriteResult.Invalid(var problems) ->
                throw lazo.platform.web.Problem.of(
                        HttpStatus.BAD_REQUEST,
                        problems.getFirst().code(),
                        "billing.not-done",
                        screen.t(
                                problems.getFirst().messageKey(),
                                problems.getFirst().args().toArray()));
            case WriteResult.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
            case WriteResult.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case WriteResult.Conflict conflict -> throw new IllegalStateException("Nobody typed: " + conflict);
        };
    }

    @GetMapping("/o/invoice/{id:\\d+}/edit")
    Page open(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        if (!Invoices.status(invoice).equals("draft")) {
            return Page.redirect("/o/invoice/" + id);
        }
        Document document = documents.find(invoice);
        List<DocumentLine> lines = documents.lines(id);
        return Page.of(templates.billingInvoiceEditor(
                screen, editor(invoice, document, lines, documents.totals(document, lines), screen, actor)));
    }

    private QuoteEditor editor(
            StoredRecord invoice,
            Document document,
            List<DocumentLine> lines,
            Totals totals,
            Screen screen,
            Actor actor) {
        Map<String, Applied> applied = taxes.on(documents.dateOf(invoice));
        return new QuoteEditor(
                invoice,
                document,
                lines,
                totals,
                FieldForm.of(invoice, screen, names.of(invoice.type(), List.of(invoice), actor)),
                QuoteController.options(applied, screen, false),
                QuoteController.options(applied, screen, true),
                access.mask(actor, invoice.type()).shows("margin"),
                printer.paper(contents.of(invoice, actor)));
    }

    @PostMapping("/o/invoice/{id:\\d+}/edit")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        var edit = new Quotes.Edit(
                QuoteController.whole(params.getFirst("version")),
                QuoteController.whole(params.getFirst("revision")),
                reading.draft(invoices.type(), params, screen),
                TypedLines.read(Map.<String, List<String>>copyOf(params), screen.locale()),
                new Documents.Terms(
                        "true".equals(QuoteController.last(params, "surcharge")),
                        QuoteController.blankToNull(params.getFirst("withholding"))));
        return switch (invoices.edit(id, edit, actor)) {
            case Edited.Done(var invoice, var document, var lines, var totals) ->
                screen.isHtmx()
                        ? Page.of(
                                templates.billingSaved(screen, editor(invoice, document, lines, totals, screen, actor)))
                        : Page.redirect("/o/invoice/" + id + "/edit");
            case Edited.Refused(var problems) ->
                Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.billingUnsaved(screen, messages(problems, screen), QuoteController.fields(problems)));
            case Edited.Clash(var by) ->
                Page.of(
                        HttpStatus.CONFLICT,
                        templates.billingUnsaved(
                                screen, List.of(screen.t("billing.invoice.clash", name(by, screen))), ""));
            case Edited.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case Edited.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    private String name(@Nullable Long user, Screen screen) {
        return Optional.ofNullable(user == null ? null : names.users().get(user))
                .map(lazo.kernel.identity.User::name)
                .orElse(screen.t("billing.somebody"));
    }

    /** Each with its code; those of a row say which. */
    private List<String> messages(List<Problem> problems, Screen screen) {
        return problems.stream()
                .map(problem -> {
                    String said = told(problem, screen);
                    String[] place = problem.field().split("\\.", 2);
                    if (place.length == 2 && place[0].matches("\\d+")) {
                        return screen.t("billing.in-line", place[0], screen.t("billing.line." + place[1]), said);
                    }
                    return said;
                })
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
        StoredRecord invoice = mine(id, actor);
        Document document = documents.find(invoice);
        Map<String, Applied> applied = taxes.on(documents.dateOf(invoice));
        Optional<StoredRecord> chosen = product == 0 ? Optional.empty() : products.find(product, actor);
        DocumentLine line = chosen.map(of -> QuoteController.line(of, document, applied, screen))
                .orElseGet(() -> QuoteController.line(
                        kind.equals("SECTION") ? DocumentLine.Kind.SECTION : DocumentLine.Kind.ITEM,
                        null,
                        "",
                        null,
                        null,
                        BigDecimal.ZERO,
                        applied.containsKey(Taxes.USUAL) ? Taxes.USUAL : null));
        return Page.of(templates.billingLine(
                screen,
                line,
                document.currency().getCurrencyCode(),
                line.net(document.decimals()),
                QuoteController.options(applied, screen, false)));
    }

    @GetMapping("/o/invoice/{id:\\d+}/products")
    Page products(@PathVariable long id, @RequestParam(defaultValue = "") String q, Screen screen, Actor actor) {
        StoredRecord invoice = mine(id, actor);
        return Page.of(templates.billingProducts(screen, invoice, products.find(q, actor, screen.zone()), q));
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
        StoredRecord invoice = saved(invoices.makeVoid(id, actor), screen);
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
        return Page.redirect("/o/invoice/" + saved(made, screen).id() + "/edit");
    }

    /** As it was issued; a draft as it is now. */
    @GetMapping("/o/invoice/{id:\\d+}/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable long id, Actor actor) {
        StoredRecord invoice = load(id, actor);
        byte[] pdf = issuing.find(id)
                .map(issue -> printer.print(issue.content()))
                .orElseGet(() -> printer.print(contents.of(invoice, actor)));
        return QuoteController.file(pdf, invoice.title());
    }

    @GetMapping("/o/invoice/{id:\\d+}/facturae")
    ResponseEntity<byte[]> facturae(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = load(id, actor);
        TaxInvoice legal = legal(id);
        refuse(FacturaeInvoice.objections(legal), screen);
        return xml(FacturaeInvoice.write(legal), invoice.title() + "-facturae");
    }

    @GetMapping("/o/invoice/{id:\\d+}/ubl")
    ResponseEntity<byte[]> ubl(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord invoice = load(id, actor);
        TaxInvoice legal = legal(id);
        refuse(UblInvoice.objections(legal, UblInvoice.Profile.EN16931), screen);
        return xml(UblInvoice.write(legal, UblInvoice.Profile.EN16931), invoice.title() + "-ubl");
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

    private static ResponseEntity<byte[]> xml(String text, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.replaceAll("[^\\w.-]", "_") + ".xml")
                                .build()
                                .toString())
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
