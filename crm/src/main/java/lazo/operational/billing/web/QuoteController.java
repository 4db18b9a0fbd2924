package lazo.operational.billing.web;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges.Origin;
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
import lazo.operational.billing.QuoteLinks;
import lazo.operational.billing.QuoteVersions;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.Quotes.Edited;
import lazo.operational.billing.SalesOrders;
import lazo.operational.billing.Totals;
import lazo.operational.billing.TypedLines;
import lazo.operational.catalogue.Products;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import lazo.operational.catalogue.Taxes.Applied;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
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

/** A quote from its first line to the order: editor, versions, PDF, sending. */
@Controller
class QuoteController {
    private static final int LONGEST_MESSAGE = 4_000;

    private final Objects objects;
    private final Access access;
    private final Quotes quotes;
    private final Documents documents;
    private final DocumentContents contents;
    private final QuoteVersions versions;
    private final QuoteLinks links;
    private final SalesOrders orders;
    private final Products products;
    private final Taxes taxes;
    private final Reading reading;
    private final RecordNames names;
    private final PaperPrinter printer;
    private final MailServerSettings server;
    private final PublicAddress address;
    private final Templates templates;

    QuoteController(
            Objects objects,
            Access access,
            Quotes quotes,
            Documents documents,
            DocumentContents contents,
            QuoteVersions versions,
            QuoteLinks links,
            SalesOrders orders,
            Products products,
            Taxes taxes,
            Reading reading,
            RecordNames names,
            PaperPrinter printer,
            MailServerSettings server,
            PublicAddress address,
            Templates templates) {
        this.objects = objects;
        this.access = access;
        this.quotes = quotes;
        this.documents = documents;
        this.contents = contents;
        this.versions = versions;
        this.links = links;
        this.orders = orders;
        this.products = products;
        this.taxes = taxes;
        this.reading = reading;
        this.names = names;
        this.printer = printer;
        this.server = server;
        this.address = address;
        this.templates = templates;
    }

    private StoredRecord mine(long id, Actor actor) {
        StoredRecord quote = objects.load(quotes.type(), id, actor);
        if (!access.mayChange(actor, quote.type(), id)) {
            throw lazo.platform.web.Problem.forbidden("REC-403");
        }
        return quote;
    }

    /** A quote for a deal, with its customer and amount. */
    @PostMapping("/o/opportunity/{id:\\d+}/quote")
    Page begin(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord deal = objects.load(objects.load("opportunity"), id, actor);
        return switch (quotes.begin(deal, actor)) {
            case WriteResult.Saved(var quote, var changed) -> Page.redirect("/o/quote/" + quote.id() + "/edit");
            case WriteResult.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
            case WriteResult.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case WriteResult.Invalid(var problems) -> throw refusal(problems, screen);
            case WriteResult.Conflict conflict -> throw new IllegalStateException("A new quote cannot conflict");
        };
    }

    private static lazo.platform.web.Problem refusal(List<Problem> problems, Screen screen) {
        return lazo.platform.web.Problem.of(
                HttpStatus.BAD_REQUEST,
                problems.getFirst().code(),
                "billing.not-done",
                told(problems.getFirst(), screen));
    }

    private static String told(Problem problem, Screen screen) {
        return screen.t(problem.messageKey(), problem.args().toArray());
    }

    @GetMapping("/o/quote/{id:\\d+}/edit")
    Page open(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord quote = mine(id, actor);
        if (Quotes.status(quote).equals("accepted")) {
            return Page.redirect("/o/quote/" + id);
        }
        Document document = documents.find(quote);
        List<DocumentLine> lines = documents.lines(id);
        return Page.of(templates.billingEditor(
                screen, editor(quote, document, lines, documents.totals(document, lines), screen, actor)));
    }

    private QuoteEditor editor(
            StoredRecord quote,
            Document document,
            List<DocumentLine> lines,
            Totals totals,
            Screen screen,
            Actor actor) {
        Map<String, Applied> applied = taxes.on(documents.dateOf(quote));
        return new QuoteEditor(
                quote,
                document,
                lines,
                totals,
                FieldForm.of(quote, screen, names.of(quote.type(), List.of(quote), actor)),
                options(applied, screen, false),
                options(applied, screen, true),
                access.mask(actor, quote.type()).shows("margin"),
                printer.paper(contents.of(quote, actor)));
    }

    static List<Option> options(Map<String, Applied> applied, Screen screen, boolean withheld) {
        List<Option> options = new ArrayList<>();
        applied.forEach((key, one) -> {
            Tax tax = one.tax();
            if ((tax.kind() == Tax.Kind.WITHHOLDING) == withheld) {
                String percent = screen.formats().share(one.rate().percent());
                String label = tax.kind().isCharged()
                        ? screen.t("billing.tax." + tax.kind()) + " " + percent
                        : withheld
                                ? tax.label().in(screen.locale()) + " " + percent
                                : tax.label().in(screen.locale());
                options.add(new Option(key, label));
            }
        });
        return options;
    }

    /** Saves what stands in the editor and tells what it comes to. */
    @PostMapping("/o/quote/{id:\\d+}/edit")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        ObjectType type = quotes.type();
        var edit = new Quotes.Edit(
                whole(params.getFirst("version")),
                whole(params.getFirst("revision")),
                reading.draft(type, params, screen),
                TypedLines.read(Map.<String, List<String>>copyOf(params), screen.locale()),
                new Documents.Terms(
                        "true".equals(last(params, "surcharge")), blankToNull(params.getFirst("withholding"))));
        return switch (quotes.edit(id, edit, actor)) {
            case Edited.Done(var quote, var document, var lines, var totals) ->
                screen.isHtmx()
                        ? Page.of(templates.billingSaved(screen, editor(quote, document, lines, totals, screen, actor)))
                        : Page.redirect("/o/quote/" + id + "/edit");
            case Edited.Refused(var problems) ->
                Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.billingUnsaved(screen, messages(problems, screen), fields(problems)));
            case Edited.Clash(var by) ->
                Page.of(
                        HttpStatus.CONFLICT,
                        templates.billingUnsaved(screen, List.of(screen.t("billing.clash", name(by, screen))), ""));
            case Edited.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case Edited.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    private String name(@Nullable Long user, Screen screen) {
        return Optional.ofNullable(user == null ? null : names.users().get(user))
                .map(lazo.kernel.identity.User::name)
                .orElse(screen.t("billing.somebody"));
    }

    static int whole(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    static @Nullable String last(MultiValueMap<String, String> params, String name) {
        List<String> values = params.get(name);
        return values == null || values.isEmpty() ? null : values.getLast();
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private List<String> messages(List<Problem> problems, Screen screen) {
        return problems.stream()
                .map(problem -> {
                    String said = FieldForm.message(problem, screen);
                    String[] place = problem.field().split("\\.", 2);
                    if (place.length == 2 && place[0].matches("\\d+")) {
                        return screen.t("billing.in-line", place[0], screen.t("billing.line." + place[1]), said);
                    }
                    return quotes.type()
                            .find(problem.field())
                            .map(field -> field.label().in(screen.locale()) + ": " + said)
                            .orElse(said);
                })
                .distinct()
                .toList();
    }

    static String fields(List<Problem> problems) {
        return String.join(
                " ",
                problems.stream()
                        .map(Problem::field)
                        .filter(field -> !field.isEmpty())
                        .toList());
    }

    /** A new row for the editor: empty, a heading, or a product of the catalogue. */
    @GetMapping("/o/quote/{id:\\d+}/lines/new")
    Page row(
            @PathVariable long id,
            @RequestParam(defaultValue = "ITEM") String kind,
            @RequestParam(defaultValue = "0") long product,
            Screen screen,
            Actor actor) {
        StoredRecord quote = mine(id, actor);
        Document document = documents.find(quote);
        Map<String, Applied> applied = taxes.on(documents.dateOf(quote));
        Optional<StoredRecord> chosen = product == 0 ? Optional.empty() : products.find(product, actor);
        DocumentLine line = chosen.map(of -> line(of, document, applied, screen))
                .orElseGet(() -> line(
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
                options(applied, screen, false)));
    }

    static DocumentLine line(StoredRecord product, Document document, Map<String, Applied> applied, Screen screen) {
        Money price = product.money("price");
        BigDecimal amount =
                price != null && price.currency().equals(document.currency().getCurrencyCode())
                        ? price.amount()
                        : BigDecimal.ZERO;
        String tax = product.text("tax");
        String unit = product.type()
                .field("unit")
                .choice(product.text("unit"))
                .map(choice -> choice.label().in(screen.locale()))
                .orElse(null);
        return line(
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                product.text("description"),
                unit,
                amount,
                applied.containsKey(String.valueOf(tax)) ? tax : applied.containsKey(Taxes.USUAL) ? Taxes.USUAL : null);
    }

    static DocumentLine line(
            DocumentLine.Kind kind,
            @Nullable Long product,
            String name,
            @Nullable String detail,
            @Nullable String unit,
            BigDecimal price,
            @Nullable String tax) {
        return new DocumentLine(
                0,
                Quotes.newRow(),
                kind,
                product,
                name,
                detail == null ? null : detail.replaceAll("\\s+", " "),
                BigDecimal.ONE,
                unit,
                price,
                BigDecimal.ZERO,
                null,
                tax,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
    }

    @GetMapping("/o/quote/{id:\\d+}/products")
    Page products(@PathVariable long id, @RequestParam(defaultValue = "") String q, Screen screen, Actor actor) {
        StoredRecord quote = mine(id, actor);
        return Page.of(templates.billingProducts(screen, quote, products.find(q, actor, screen.zone()), q));
    }

    /** The present state as PDF, or a version that was sent. */
    @GetMapping("/o/quote/{id:\\d+}/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable long id, @RequestParam Optional<Integer> version, Actor actor) {
        StoredRecord quote = objects.load(quotes.type(), id, actor);
        byte[] pdf = version.map(number -> versions.pdf(id, number)
                        .orElseThrow(() -> lazo.platform.web.Problem.notFound("BIL-404", "billing.no-version")))
                .orElseGet(() -> printer.print(contents.of(quote, actor)));
        return file(pdf, quote.title());
    }

    static ResponseEntity<byte[]> file(byte[] pdf, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.replaceAll("[^\\w.-]", "_") + ".pdf")
                                .build()
                                .toString())
                .body(pdf);
    }

    @GetMapping("/o/quote/{id:\\d+}/versions")
    Page versions(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord quote = objects.load(quotes.type(), id, actor);
        List<QuoteVersions.Version> sent = versions.list(id);
        List<VersionView> views = new ArrayList<>();
        for (int place = 0; place < sent.size(); place++) {
            QuoteVersions.Version one = sent.get(place);
            views.add(new VersionView(
                    one,
                    place + 1 < sent.size()
                            ? QuoteVersions.compare(sent.get(place + 1).content(), one.content())
                            : List.of(),
                    versions.isIntact(id, one.number()),
                    links.decision(id, one.number()).orElse(null)));
        }
        boolean open =
                !sent.isEmpty() && Quotes.version(quote) > sent.getFirst().number();
        return Page.of(templates.billingVersions(
                screen,
                quote,
                views,
                open ? QuoteVersions.compare(sent.getFirst().content(), contents.of(quote, actor)) : List.of(),
                open,
                names.of(quote.type(), List.of(quote), actor)));
    }

    @GetMapping("/o/quote/{id:\\d+}/send")
    Page askToSend(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord quote = mine(id, actor);
        return Page.of(
                templates.billingSend(screen, quote, links.mails(), links.recipient(quote, actor), "", List.of()));
    }

    @PostMapping("/o/quote/{id:\\d+}/send")
    Page send(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String message,
            Screen screen,
            Actor actor,
            HttpServletRequest request) {
        StoredRecord quote = mine(id, actor);
        String recipient = to.strip();
        List<String> wrong = new ArrayList<>();
        if (!recipient.isEmpty() && !recipient.matches("[^\\s@<>\"(),:;]{1,64}@[^\\s@<>\"(),:;]{1,190}")) {
            wrong.add(screen.t("billing.send.wrong-address", recipient));
        }
        if (message.length() > LONGEST_MESSAGE) {
            wrong.add(screen.t("billing.send.too-long", message.length(), LONGEST_MESSAGE));
        }
        if (!wrong.isEmpty()) {
            return unsent(screen, quote, recipient, message, wrong);
        }
        return switch (links.send(id, recipient.isEmpty() ? null : recipient, message, actor)) {
            case QuoteLinks.Sent.Done(var token, var mailed) -> {
                URI base = server.find()
                        .map(one -> one.base())
                        .or(address::configured)
                        .orElseGet(() -> address.of(request));
                yield Page.of(templates.billingSent(screen, quote, base + "/p/" + token, mailed, recipient));
            }
            case QuoteLinks.Sent.Unready(var problems) ->
                unsent(screen, quote, recipient, message, messages(problems, screen));
            case QuoteLinks.Sent.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case QuoteLinks.Sent.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    private Page unsent(Screen screen, StoredRecord quote, String to, String message, List<String> wrong) {
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.billingSend(screen, quote, links.mails(), to, message, wrong));
    }

    /** Notes down what the customer has said elsewhere. */
    @PostMapping("/o/quote/{id:\\d+}/decision")
    Page decide(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reason,
            Screen screen,
            Actor actor) {
        StoredRecord quote = mine(id, actor);
        boolean accepted = decision.equals("accepted");
        if (!accepted && !decision.equals("rejected")) {
            throw lazo.platform.web.Problem.of(HttpStatus.BAD_REQUEST, "BIL-131", "billing.decision.which");
        }
        String customer = contents.of(quote, actor).to().name();
        return switch (links.note(id, accepted, customer, blankToNull(reason.strip()), actor)) {
            case QuoteLinks.Sent.Done done ->
                Page.redirect("/o/quote/" + id)
                        .toast(screen.t(accepted ? "billing.noted.accepted" : "billing.noted.rejected", quote.title()));
            case QuoteLinks.Sent.Unready(var problems) -> throw refusal(problems, screen);
            case QuoteLinks.Sent.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case QuoteLinks.Sent.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    /** The order of an accepted quote, in one click. */
    @PostMapping("/o/quote/{id:\\d+}/order")
    Page order(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord quote = mine(id, actor);
        return switch (orders.of(quote, actor, Origin.PERSON)) {
            case WriteResult.Saved(var order, var changed) ->
                Page.redirect("/o/sales_order/" + order.id())
                        .toast(screen.t("billing.order.made", order.title(), quote.title()));
            case WriteResult.Invalid(var problems) -> throw refusal(problems, screen);
            case WriteResult.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
            case WriteResult.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case WriteResult.Conflict conflict -> throw new IllegalStateException("A new order cannot conflict");
        };
    }
}
