package lazo.operational.billing.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import lazo.kernel.identity.CompanySettings;
import lazo.operational.billing.QuoteDecisions.Signature;
import lazo.operational.billing.QuoteLinks;
import lazo.operational.billing.QuoteLinks.Shared;
import lazo.operational.billing.QuoteLinks.State;
import lazo.operational.billing.QuoteVersions;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a customer sees who was sent a quote, without signing in: the link is what lets them in. */
@Controller
class PublicQuoteController {
    private static final String TOKEN = "/p/{token:[\\w-]{43}}";

    private final QuoteLinks links;
    private final QuoteVersions versions;
    private final PaperPrinter printer;
    private final CompanySettings company;
    private final lazo.platform.web.Screens screens;
    private final Templates templates;

    PublicQuoteController(
            QuoteLinks links,
            QuoteVersions versions,
            PaperPrinter printer,
            CompanySettings company,
            lazo.platform.web.Screens screens,
            Templates templates) {
        this.links = links;
        this.versions = versions;
        this.printer = printer;
        this.company = company;
        this.screens = screens;
        this.templates = templates;
    }

    @GetMapping(TOKEN)
    Page show(@PathVariable String token, @RequestParam(defaultValue = "") String said, Screen screen) {
        return page(token, load(token), screen, Form.empty(), HttpStatus.OK, said.equals("thanks"));
    }

    private Shared load(String token) {
        return links.find(token).orElseThrow(() -> Problem.notFound("BIL-405", "billing.public.none"));
    }

    private Page page(String token, Shared shared, Screen screen, Form form, HttpStatus status, boolean thanks) {
        Paper paper = printer.paper(shared.version().content());
        Screen theirs = screen.in(
                screens.formats(paper.formats().locale(), company.load().zone()));
        boolean gone = shared.state() == State.EXPIRED || shared.state() == State.WITHDRAWN;
        return Page.of(
                        gone && status == HttpStatus.OK ? HttpStatus.GONE : status,
                        templates.billingShared(theirs, shared, paper, form, "/p/" + token, thanks))
                .header("X-Robots-Tag", "noindex, nofollow, noarchive")
                .header("Referrer-Policy", "no-referrer");
    }

    @GetMapping(TOKEN + "/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable String token) {
        Shared shared = load(token);
        if (shared.state() == State.EXPIRED || shared.state() == State.WITHDRAWN) {
            throw Problem.of(HttpStatus.GONE, "BIL-410", "billing.public." + shared.state());
        }
        byte[] pdf =
                versions.pdf(shared.quote().id(), shared.version().number()).orElseThrow();
        return DocumentFile.pdf(pdf, shared.version().content().number());
    }

    @PostMapping(TOKEN + "/accept")
    Page accept(
            @PathVariable String token,
            @RequestParam Map<String, String> typed,
            Screen screen,
            HttpServletRequest request) {
        Form form = Form.of(typed);
        Shared shared = load(token);
        Screen theirs = theirs(shared, screen);
        name(form, theirs);
        if (!form.value("consent").equals("true")) {
            form.reject("consent", theirs.t("billing.public.consent-missing"));
        }
        if (!form.isValid()) {
            return page(token, shared, screen, form, HttpStatus.UNPROCESSABLE_CONTENT, false);
        }
        return decided(token, true, form, screen, request);
    }

    @PostMapping(TOKEN + "/reject")
    Page reject(
            @PathVariable String token,
            @RequestParam Map<String, String> typed,
            Screen screen,
            HttpServletRequest request) {
        Form form = Form.of(typed);
        Shared shared = load(token);
        name(form, theirs(shared, screen));
        if (!form.isValid()) {
            return page(token, shared, screen, form, HttpStatus.UNPROCESSABLE_CONTENT, false);
        }
        return decided(token, false, form, screen, request);
    }

    private Page decided(String token, boolean accepted, Form form, Screen screen, HttpServletRequest request) {
        String reason = form.stripped("reason");
        String browser = request.getHeader("User-Agent");
        Shared after = links.decide(
                        token,
                        accepted,
                        new Signature(form.stripped("name"), request.getRemoteAddr(), browser, null),
                        reason.isEmpty() ? null : reason)
                .orElseThrow(() -> Problem.notFound("BIL-405", "billing.public.none"));
        return after.state() == State.OPEN || after.state() == State.EXPIRED || after.state() == State.WITHDRAWN
                ? page(token, after, screen, form, HttpStatus.OK, false)
                : Page.redirect("/p/" + token);
    }

    @PostMapping(TOKEN + "/comment")
    Page comment(@PathVariable String token, @RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        Shared shared = load(token);
        Screen theirs = theirs(shared, screen);
        name(form, theirs);
        if (form.stripped("comment").isEmpty()) {
            form.reject("comment", theirs.t("billing.public.comment-missing"));
        }
        if (!form.isValid()) {
            return page(token, shared, screen, form, HttpStatus.UNPROCESSABLE_CONTENT, false);
        }
        links.comment(token, form.stripped("name"), form.stripped("comment"));
        return Page.redirect("/p/" + token + "?said=thanks");
    }

    private static void name(Form form, Screen screen) {
        String name = form.stripped("name");
        if (name.length() < 2 || name.length() > 120) {
            form.reject("name", screen.t("billing.public.name-missing"));
        }
    }

    private Screen theirs(Shared shared, Screen screen) {
        Paper paper = printer.paper(shared.version().content());
        return screen.in(
                screens.formats(paper.formats().locale(), company.load().zone()));
    }
}
