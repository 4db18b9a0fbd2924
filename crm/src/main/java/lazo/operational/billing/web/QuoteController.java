package lazo.operational.billing.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.billing.DocumentContents;
import lazo.operational.billing.QuoteDecisions;
import lazo.operational.billing.QuoteLinks;
import lazo.operational.billing.QuoteMails;
import lazo.operational.billing.QuoteVersions;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.SalesOrders;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.web.Page;
import lazo.platform.web.PublicAddress;
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

/** A quote from its first line to the order: editor, versions, PDF, sending. */
@Controller
class QuoteController {
    private static final int LONGEST_MESSAGE = 4_000;

    private final Objects objects;
    private final DocumentEditor editor;
    private final Quotes quotes;
    private final DocumentContents contents;
    private final QuoteVersions versions;
    private final QuoteLinks links;
    private final QuoteMails mails;
    private final QuoteDecisions decisions;
    private final SalesOrders orders;
    private final RecordNames names;
    private final PaperPrinter printer;
    private final MailServerSettings server;
    private final PublicAddress address;
    private final Templates templates;

    QuoteController(
            Objects objects,
            DocumentEditor editor,
            Quotes quotes,
            DocumentContents contents,
            QuoteVersions versions,
            QuoteLinks links,
            QuoteMails mails,
            QuoteDecisions decisions,
            SalesOrders orders,
            RecordNames names,
            PaperPrinter printer,
            MailServerSettings server,
            PublicAddress address,
            Templates templates) {
        this.objects = objects;
        this.editor = editor;
        this.quotes = quotes;
        this.contents = contents;
        this.versions = versions;
        this.links = links;
        this.mails = mails;
        this.decisions = decisions;
        this.orders = orders;
        this.names = names;
        this.printer = printer;
        this.server = server;
        this.address = address;
        this.templates = templates;
    }

    private StoredRecord mine(long id, Actor actor) {
        return editor.mine(quotes.type(), id, actor);
    }

    /** A quote for a deal, with its customer and amount. */
    @PostMapping("/o/opportunity/{id:\\d+}/quote")
    Page begin(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord deal = objects.load(objects.load("opportunity"), id, actor);
        StoredRecord quote = DocumentEditor.saved(quotes.begin(deal, actor), screen);
        return Page.redirect("/o/quote/" + quote.id() + "/edit");
    }

    @GetMapping("/o/quote/{id:\\d+}/edit")
    Page open(@PathVariable long id, Screen screen, Actor actor) {
        return editor.open(quotes, id, templates::billingQuoteEditor, screen, actor);
    }

    @PostMapping("/o/quote/{id:\\d+}/edit")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        return editor.save(quotes, id, params, screen, actor);
    }

    @GetMapping("/o/quote/{id:\\d+}/lines/new")
    Page row(
            @PathVariable long id,
            @RequestParam(defaultValue = "ITEM") String kind,
            @RequestParam(defaultValue = "0") long product,
            Screen screen,
            Actor actor) {
        return editor.row(quotes, id, kind, product, screen, actor);
    }

    @GetMapping("/o/quote/{id:\\d+}/products")
    Page products(@PathVariable long id, @RequestParam(defaultValue = "") String q, Screen screen, Actor actor) {
        return editor.products(quotes, id, q, screen, actor);
    }

    /** The present state as PDF, or a version that was sent. */
    @GetMapping("/o/quote/{id:\\d+}/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable long id, @RequestParam Optional<Integer> version, Actor actor) {
        StoredRecord quote = objects.load(quotes.type(), id, actor);
        byte[] pdf = version.map(number -> versions.pdf(id, number)
                        .orElseThrow(() -> lazo.platform.web.Problem.notFound("BIL-404", "billing.no-version")))
                .orElseGet(() -> printer.print(contents.of(quote, actor)));
        return DocumentFile.pdf(pdf, quote.title());
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
                    decisions.find(id, one.number()).orElse(null)));
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
                templates.billingSend(screen, quote, mails.goOut(), links.recipient(quote, actor), "", List.of()));
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
                unsent(screen, quote, recipient, message, DocumentEditor.messages(quote.type(), problems, screen));
            case QuoteLinks.Sent.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case QuoteLinks.Sent.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    private Page unsent(Screen screen, StoredRecord quote, String to, String message, List<String> wrong) {
        return Page.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                templates.billingSend(screen, quote, mails.goOut(), to, message, wrong));
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
        return switch (decisions.note(id, accepted, customer, reason.isBlank() ? null : reason.strip(), actor)) {
            case QuoteDecisions.Noted.Done() ->
                Page.redirect("/o/quote/" + id)
                        .toast(screen.t(accepted ? "billing.noted.accepted" : "billing.noted.rejected", quote.title()));
            case QuoteDecisions.Noted.Unready(var problems) -> throw DocumentEditor.refusal(problems, screen);
            case QuoteDecisions.Noted.Missing() -> throw lazo.platform.web.Problem.notFound("REC-404");
            case QuoteDecisions.Noted.Denied() -> throw lazo.platform.web.Problem.forbidden("REC-403");
        };
    }

    /** The order of an accepted quote, in one click. */
    @PostMapping("/o/quote/{id:\\d+}/order")
    Page order(@PathVariable long id, Screen screen, Actor actor) {
        StoredRecord quote = mine(id, actor);
        StoredRecord order = DocumentEditor.saved(orders.of(quote, actor, Origin.PERSON), screen);
        return Page.redirect("/o/sales_order/" + order.id())
                .toast(screen.t("billing.order.made", order.title(), quote.title()));
    }
}
