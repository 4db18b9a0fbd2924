package lazo.operational.billing;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.operational.billing.QuoteVersions.Version;
import lazo.platform.mail.Attachment;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.MailServer;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.mail.Outbox;
import lazo.platform.web.Formats;
import lazo.platform.web.Messages;
import lazo.platform.web.Screens;
import lazo.platform.web.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Mails with a version of a quote. */
@Component
public class QuoteMails {
    private final QuoteVersions versions;
    private final Users users;
    private final CompanySettings company;
    private final Outbox outbox;
    private final MailServerSettings server;
    private final Messages messages;
    private final Screens screens;

    QuoteMails(
            QuoteVersions versions,
            Users users,
            CompanySettings company,
            Outbox outbox,
            MailServerSettings server,
            Messages messages,
            Screens screens) {
        this.versions = versions;
        this.users = users;
        this.company = company;
        this.outbox = outbox;
        this.server = server;
        this.messages = messages;
        this.screens = screens;
    }

    /** Whether mails go out. */
    public boolean goOut() {
        return server.find().isPresent();
    }

    /** @param message what the actor wants to say besides @param token what the link to the version ends with */
    void write(Version version, Locale locale, String recipient, @Nullable String message, String token, Actor actor) {
        Text text = messages.in(locale);
        Formats formats = screens.formats(locale, company.load().zone());
        DocumentContent content = version.content();
        String from = content.from().name();
        URI base = server.find().map(MailServer::base).orElseThrow();
        LocalDate until = content.validUntil();
        List<String> sentences = new ArrayList<>();
        if (message != null && !message.isBlank()) {
            sentences.addAll(
                    message.strip().lines().filter(line -> !line.isBlank()).toList());
        } else {
            sentences.add(text.t("billing.mail.quote.hello", content.number(), from));
        }
        sentences.add(text.t(
                "billing.mail.quote.total",
                content.subject() == null ? content.number() : content.subject(),
                formats.money(content.totals().total(), content.totals().currency())));
        if (until != null) {
            sentences.add(text.t("billing.mail.quote.until", formats.date(until)));
        }
        outbox.write(
                Mail.Kind.DOCUMENT,
                recipient,
                Letter.of(
                        locale,
                        text.t("billing.mail.quote.subject", content.number(), from),
                        sentences,
                        new Letter.Link(text.t("billing.mail.quote.open"), base + "/p/" + token),
                        text.t(
                                "billing.mail.quote.footer",
                                users.load(actor.id()).name(),
                                from)),
                List.of(new Attachment(
                        content.number() + ".pdf",
                        "application/pdf",
                        versions.key(),
                        QuoteVersions.reference(version))),
                until == null
                        ? null
                        : until.plusDays(1).atStartOfDay(company.load().zone()).toInstant());
    }
}
