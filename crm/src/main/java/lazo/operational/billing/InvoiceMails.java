package lazo.operational.billing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.platform.mail.Attachment;
import lazo.platform.mail.AttachmentSource;
import lazo.platform.mail.Letter;
import lazo.platform.mail.Mail;
import lazo.platform.mail.MailServerSettings;
import lazo.platform.mail.Outbox;
import lazo.platform.web.Formats;
import lazo.platform.web.Messages;
import lazo.platform.web.Screens;
import lazo.platform.web.Text;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Mails with an issued invoice, whose PDF is printed from what was frozen when the mail goes out. */
@Component
public class InvoiceMails implements AttachmentSource {
    private static final int FIRMEST = 3;

    private final InvoiceIssuing issuing;
    private final DocumentContents contents;
    private final DocumentPrinter printer;
    private final Access access;
    private final Users users;
    private final CompanySettings company;
    private final Outbox outbox;
    private final MailServerSettings server;
    private final Messages messages;
    private final Screens screens;

    InvoiceMails(
            InvoiceIssuing issuing,
            DocumentContents contents,
            DocumentPrinter printer,
            Access access,
            Users users,
            CompanySettings company,
            Outbox outbox,
            MailServerSettings server,
            Messages messages,
            Screens screens) {
        this.issuing = issuing;
        this.contents = contents;
        this.printer = printer;
        this.access = access;
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

    /** The e-mail of whom the invoice is for, where it is known. */
    public String recipient(StoredRecord invoice, Actor actor) {
        return contents.of(invoice, actor).to().email();
    }

    /** Mails an issued invoice. @param message what the actor wants to say, or nothing @return why it was not mailed */
    @Transactional
    public Optional<Problem> write(StoredRecord invoice, String recipient, String message, Actor actor) {
        if (!access.mayChange(actor, invoice.type(), invoice.id())) {
            return Optional.of(Problem.of("", "REC-403"));
        }
        Optional<InvoiceContent> issued = issuing.find(invoice.id()).map(InvoiceIssuing.Issue::content);
        if (issued.isEmpty() || !goOut()) {
            return Optional.of(Problem.of("", issued.isEmpty() ? "BIL-183" : "BIL-185"));
        }
        DocumentContent paper = issued.get().paper();
        Locale locale = contents.locale(invoice);
        Text text = messages.in(locale);
        Formats formats = screens.formats(locale, company.load().zone());
        String from = paper.from().name();
        List<String> sentences = new ArrayList<>();
        if (message.isBlank()) {
            sentences.add(text.t("billing.mail.invoice.hello", invoice.title(), from));
        } else {
            sentences.addAll(
                    message.strip().lines().filter(line -> !line.isBlank()).toList());
        }
        Money balance = invoice.money("balance");
        LocalDate due = issued.get().due();
        if (balance != null && balance.amount().signum() > 0) {
            String amount = formats.money(balance.amount(), balance.currency());
            sentences.add(
                    due == null
                            ? text.t("billing.mail.invoice.open", amount)
                            : text.t("billing.mail.invoice.due", amount, formats.date(due)));
        }
        outbox.write(
                Mail.Kind.DOCUMENT,
                recipient,
                Letter.of(
                        locale,
                        text.t("billing.mail.invoice.subject", invoice.title(), from),
                        sentences,
                        null,
                        text.t(
                                "billing.mail.invoice.footer",
                                users.load(actor.id()).name(),
                                from)),
                List.of(new Attachment(invoice.title() + ".pdf", "application/pdf", key(), "" + invoice.id())),
                null);
        return Optional.empty();
    }

    /**
     * Reminds whom an invoice is for of what is overdue, friendlier the first time than the third.
     *
     * @param step which reminder it is, from 1
     * @return whether a mail was written; not where their e-mail is not known
     */
    @Transactional
    public boolean remind(StoredRecord invoice, int step, long daysLate) {
        Optional<InvoiceContent> issued = issuing.find(invoice.id()).map(InvoiceIssuing.Issue::content);
        Money balance = invoice.money("balance");
        if (issued.isEmpty() || balance == null || !goOut()) {
            return false;
        }
        DocumentContent paper = issued.get().paper();
        String recipient = paper.to().email();
        LocalDate due = issued.get().due();
        if (recipient.isBlank() || due == null) {
            return false;
        }
        Locale locale = contents.locale(invoice);
        Text text = messages.in(locale);
        Formats formats = screens.formats(locale, company.load().zone());
        String from = paper.from().name();
        String key = "billing.mail.reminder." + Math.min(step, FIRMEST);
        outbox.write(
                Mail.Kind.DOCUMENT,
                recipient,
                Letter.of(
                        locale,
                        text.t(key + ".subject", invoice.title(), from),
                        List.of(
                                text.t(
                                        key,
                                        invoice.title(),
                                        formats.money(balance.amount(), balance.currency()),
                                        formats.date(due),
                                        daysLate),
                                text.t("billing.mail.reminder.paid")),
                        null,
                        text.t("billing.mail.reminder.footer", from)),
                List.of(new Attachment(invoice.title() + ".pdf", "application/pdf", key(), "" + invoice.id())),
                null);
        return true;
    }

    @Override
    public String key() {
        return "invoice";
    }

    @Override
    public Optional<byte[]> read(String reference) {
        return issuing.find(Long.parseLong(reference)).map(issue -> printer.print(issue.content()));
    }
}
