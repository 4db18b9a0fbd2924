package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.MailFailure;
import lazo.platform.mail.MailServer;
import lazo.platform.mail.MailServer.Security;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.mail.Outbox;
import lazo.platform.mail.Postman;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The company's mail server and what became of the last mails, for administrators. */
@Controller
class MailServerController {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final int LONGEST = 250;

    private final MailServerSettings settings;
    private final Outbox outbox;
    private final Postman postman;
    private final PublicAddress address;
    private final Templates templates;

    MailServerController(
            MailServerSettings settings, Outbox outbox, Postman postman, PublicAddress address, Templates templates) {
        this.settings = settings;
        this.outbox = outbox;
        this.postman = postman;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/settings/mail")
    Page show(Screen screen, HttpServletRequest request, @RequestParam(defaultValue = "") String state) {
        Form form = settings.find()
                .map(MailServerController::form)
                .orElseGet(() -> Form.of(Map.of(
                        "security",
                        Security.STARTTLS.name(),
                        "port",
                        Integer.toString(Security.STARTTLS.usualPort()),
                        "sender",
                        screen.companyName(),
                        "base",
                        address.of(request).toString())));
        return page(screen, HttpStatus.OK, form, state);
    }

    private static Form form(MailServer server) {
        Map<String, String> values = new HashMap<>();
        values.put("host", server.host());
        values.put("port", Integer.toString(server.port()));
        values.put("security", server.security().name());
        values.put("private", server.privateNetwork() ? "on" : "");
        values.put("user", server.user() == null ? "" : server.user());
        values.put("sender", server.senderName());
        values.put("email", server.senderAddress());
        values.put("base", server.base().toString());
        return Form.of(values);
    }

    @Fresh
    @PostMapping("/settings/mail")
    Page save(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Optional<MailServer> server = server(form, screen);
        String password = form.value("password");
        if (password.length() > LONGEST) {
            form.reject("password", screen.t("identity.field.too-long", LONGEST));
        } else if (!form.stripped("user").isEmpty()
                && password.isEmpty()
                && server.filter(settings::keepsPassword).isEmpty()) {
            form.reject("password", screen.t("mail.password.missing"));
        }
        if (server.isEmpty() || !form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, "");
        }
        settings.save(server.get(), password.isEmpty() ? null : password);
        return Page.redirect("/settings/mail").toast(screen.t("mail.saved"));
    }

    private static Optional<MailServer> server(Form form, Screen screen) {
        String host = form.stripped("host").toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            form.reject("host", screen.t("mail.host.invalid"));
        }
        int port = form.stripped("port").matches("\\d{1,5}") ? Integer.parseInt(form.stripped("port")) : 0;
        if (!MailServer.isPort(port)) {
            form.reject("port", screen.t("mail.port.invalid"));
        }
        Optional<Security> security = Stream.of(Security.values())
                .filter(one -> one.name().equals(form.value("security")))
                .findFirst();
        boolean privateNetwork = form.value("private").equals("on");
        if (security.isEmpty()) {
            form.reject("security", screen.t("identity.field.choose"));
        } else if (security.get() == Security.NONE && (!privateNetwork || !isLoopback(host))) {
            form.reject("security", screen.t("mail.security.needed"));
        }
        String user = form.stripped("user");
        if (user.length() > LONGEST || user.chars().anyMatch(Character::isISOControl)) {
            form.reject("user", screen.t("identity.field.too-long", LONGEST));
        }
        Fields.shortText(form, "sender", screen.t("mail.sender.missing"), screen);
        Fields.email(form, screen);
        Optional<URI> base = origin(form.stripped("base"));
        if (base.isEmpty()) {
            form.reject("base", screen.t("mail.base.invalid"));
        }
        return form.isValid()
                ? Optional.of(new MailServer(
                        host,
                        port,
                        security.orElseThrow(),
                        privateNetwork,
                        user.isEmpty() ? null : user,
                        form.stripped("sender"),
                        form.stripped("email"),
                        base.orElseThrow()))
                : Optional.empty();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static Optional<URI> origin(String text) {
        try {
            URI uri = URI.create(text.replaceFirst("/$", ""));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return web && plain && text.length() <= LONGEST ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** To whoever asks, and to nobody else. */
    @PostMapping("/settings/mail/test")
    Page tryIt(Screen screen, SignedIn me) {
        MailServer server = settings.find().orElseThrow(MailServerController::none);
        String email = me.user().email();
        var letter = Letter.of(
                screen.locale(),
                screen.t("mail.test.subject", screen.companyName()),
                List.of(screen.t("mail.test.text")),
                new Letter.Link(screen.t("mail.test.link"), server.base() + "/settings/mail"),
                screen.t("mail.test.footer", me.user().name()));
        try {
            postman.trySending(server, email, letter);
            return Page.redirect("/settings/mail").toast(screen.t("mail.test.done", email));
        } catch (MailFailure failure) {
            Form form = form(server)
                    .reject("test", screen.t("mail.failure." + failure.reason()))
                    .reject("answer", failure.answer());
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, "").header("X-Lazo-Error", "MAIL-105");
        }
    }

    @PostMapping("/settings/mail/{id:\\d+}/again")
    Page again(Screen screen, @PathVariable long id) {
        if (!outbox.sendAgain(id)) {
            throw Problem.of(HttpStatus.GONE, "MAIL-410", "mail.again.gone");
        }
        return Page.redirect("/settings/mail").toast(screen.t("mail.again.done"));
    }

    @Fresh
    @PostMapping("/settings/mail/remove")
    Page remove(Screen screen) {
        settings.remove();
        return Page.redirect("/settings/mail").toast(screen.t("mail.removed"));
    }

    private static Problem none() {
        return Problem.of(HttpStatus.CONFLICT, "MAIL-409", "mail.none");
    }

    private Page page(Screen screen, HttpStatus status, Form form, String state) {
        Optional<Mail.State> shown = Stream.of(Mail.State.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(state))
                .findFirst();
        List<Option> securities = Stream.of(Security.values())
                .map(one -> new Option(one.name(), screen.t("mail.security." + one, Integer.toString(one.usualPort()))))
                .toList();
        return Page.of(
                status,
                templates.identityMailServer(
                        screen,
                        form,
                        securities,
                        settings.find().isPresent(),
                        outbox.list(shown),
                        shown.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(""),
                        outbox.count(Mail.State.WAITING),
                        outbox.count(Mail.State.DEAD)));
    }
}
