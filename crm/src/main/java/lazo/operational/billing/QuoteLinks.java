package lazo.operational.billing;

import static lazodb.Tables.QUOTE_DECISION;
import static lazodb.Tables.QUOTE_LINK;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Tokens;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Stage;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.Kind;
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
import lazodb.tables.records.QuoteDecisionRecord;
import lazodb.tables.records.QuoteLinkRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Quotes on their way to the customer and back: a version is frozen and sent with a link; whoever has the link reads it,
 * says something about it, accepts or rejects it. The database knows only the hash of what is in the link.
 */
@Component
public class QuoteLinks {
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_TEXT = 2_000;

    private final DSLContext sql;
    private final Quotes quotes;
    private final QuoteVersions versions;
    private final DocumentContents contents;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Users users;
    private final CompanySettings company;
    private final Notifications notifications;
    private final Outbox outbox;
    private final MailServerSettings server;
    private final Messages messages;
    private final Screens screens;
    private final Clock clock;

    QuoteLinks(
            DSLContext sql,
            Quotes quotes,
            QuoteVersions versions,
            DocumentContents contents,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            Users users,
            CompanySettings company,
            Notifications notifications,
            Outbox outbox,
            MailServerSettings server,
            Messages messages,
            Screens screens,
            Clock clock) {
        this.sql = sql;
        this.quotes = quotes;
        this.versions = versions;
        this.contents = contents;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.users = users;
        this.company = company;
        this.notifications = notifications;
        this.outbox = outbox;
        this.server = server;
        this.messages = messages;
        this.screens = screens;
        this.clock = clock;
    }

    /** What became of a quote that was to be sent. */
    public sealed interface Sent {
        /** @param token goes into the link @param mailed whether it has been mailed */
        record Done(String token, boolean mailed) implements Sent {}

        record Unready(List<Problem> problems) implements Sent {
            public Unready {
                problems = List.copyOf(problems);
            }
        }

        record Missing() implements Sent {}

        record Denied() implements Sent {}
    }

    /** How the customer's page stands. */
    public enum State {
        OPEN,
        ACCEPTED,
        REJECTED,
        EXPIRED,
        /** Another version is being written or has been sent. */
        WITHDRAWN
    }

    /** What was decided on a version. @param by the user who noted it down, where the customer did not do it here */
    public record Decision(
            boolean accepted,
            String name,
            @Nullable String reason,
            Instant at,
            @Nullable Long by) {}

    /** What somebody with a link sees. */
    public record Shared(long linkId, StoredRecord quote, Version version, State state, Optional<Decision> decision) {}

    /** Whether mails go out. */
    public boolean mails() {
        return server.find().isPresent();
    }

    /** The e-mail of whom the quote is for, where it is known. */
    public String recipient(StoredRecord quote, Actor actor) {
        return contents.of(quote, actor).to().email();
    }

    /**
     * Freezes the present version and hands it over: by mail where there is a recipient and a mail server, else by a link
     * that the actor passes on.
     *
     * @param message what the actor wants to say besides
     */
    @Transactional
    public Sent send(long id, @Nullable String recipient, @Nullable String message, Actor actor) {
        ObjectType type = quotes.type();
        if (changes.hold(type, id, actor).isEmpty()) {
            return new Sent.Missing();
        }
        Optional<StoredRecord> found = records.find(type, id, actor);
        if (found.isEmpty()) {
            return new Sent.Missing();
        }
        if (!access.mayChange(actor, type, id)) {
            return new Sent.Denied();
        }
        StoredRecord quote = found.get();
        String status = Quotes.status(quote);
        if (!status.equals("draft") && !status.equals("sent")) {
            return new Sent.Unready(List.of(Problem.of("", "BIL-122")));
        }
        LocalDate until = quote.date("valid_until");
        if (until != null && until.isBefore(today())) {
            return new Sent.Unready(List.of(Problem.of("valid_until", "BIL-123")));
        }
        List<Problem> unready = quotes.unready(quote);
        if (!unready.isEmpty()) {
            return new Sent.Unready(unready);
        }
        Version version = versions.freeze(quote, actor);
        String token = link(version, recipient, actor);
        boolean mailed = recipient != null && mails();
        if (mailed) {
            mail(quote, version, Objects.requireNonNull(recipient), message, token, actor);
        }
        if (status.equals("draft")) {
            quotes.program(quote, Map.of("status", "sent", "sent_at", clock.instant()), actor, Origin.PERSON);
        }
        return new Sent.Done(token, mailed);
    }

    private String link(Version version, @Nullable String recipient, Actor actor) {
        String token = Tokens.random();
        sql.insertInto(QUOTE_LINK)
                .set(QUOTE_LINK.QUOTE_ID, version.quoteId())
                .set(QUOTE_LINK.VERSION, version.number())
                .set(QUOTE_LINK.TOKEN_HASH, Tokens.hash(token))
                .set(QUOTE_LINK.RECIPIENT, recipient)
                .set(QUOTE_LINK.MADE_AT, now())
                .set(QUOTE_LINK.MADE_BY, actor.id())
                .execute();
        return token;
    }

    private void mail(
            StoredRecord quote,
            Version version,
            String recipient,
            @Nullable String message,
            String token,
            Actor actor) {
        Locale locale = contents.locale(quote);
        Text text = messages.in(locale);
        Formats formats = screens.formats(locale, company.load().zone());
        DocumentContent content = version.content();
        String from = content.from().name();
        URI base = server.find().map(MailServer::base).orElseThrow();
        LocalDate until = content.validUntil();
        List<String> sentences = new java.util.ArrayList<>();
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

    /** What is behind a link; empty for one that nobody was given. */
    public Optional<Shared> find(String token) {
        return sql.selectFrom(QUOTE_LINK)
                .where(QUOTE_LINK.TOKEN_HASH.eq(Tokens.hash(token)))
                .fetchOptional()
                .flatMap(this::shared);
    }

    private Optional<Shared> shared(QuoteLinkRecord link) {
        Optional<Actor> program = program(link);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredRecord> quote = records.find(quotes.type(), link.getQuoteId(), program.get());
        Optional<Version> version = versions.find(link.getQuoteId(), link.getVersion());
        if (quote.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        Optional<Decision> decision = decision(link.getQuoteId(), link.getVersion());
        return Optional.of(new Shared(
                link.getId(), quote.get(), version.get(), state(quote.get(), version.get(), decision), decision));
    }

    private State state(StoredRecord quote, Version version, Optional<Decision> decision) {
        if (decision.isPresent()) {
            return decision.get().accepted() ? State.ACCEPTED : State.REJECTED;
        }
        String status = Quotes.status(quote);
        if (Quotes.version(quote) != version.number() || status.equals("draft")) {
            return State.WITHDRAWN;
        }
        LocalDate until = version.content().validUntil();
        boolean over = until != null && until.isBefore(today());
        return over || status.equals("expired") ? State.EXPIRED : status.equals("sent") ? State.OPEN : State.WITHDRAWN;
    }

    /** Lazo in the name of who made the link. */
    private Optional<Actor> program(QuoteLinkRecord link) {
        return Optional.ofNullable(link.getMadeBy()).map(id -> users.actor(id).asProgram());
    }

    public Optional<Decision> decision(long quoteId, int version) {
        return sql.selectFrom(QUOTE_DECISION)
                .where(QUOTE_DECISION.QUOTE_ID.eq(quoteId), QUOTE_DECISION.VERSION.eq(version))
                .fetchOptional(QuoteLinks::decision);
    }

    private static Decision decision(QuoteDecisionRecord row) {
        return new Decision(
                row.getKind().equals("ACCEPTED"),
                row.getName(),
                row.getReason(),
                row.getDecidedAt().toInstant(),
                row.getDecidedBy());
    }

    /** Who decides, and from where. @param by the user who notes down what the customer said elsewhere */
    public record Signature(
            String name,
            @Nullable String ip,
            @Nullable String browser,
            @Nullable Long by) {}

    /**
     * What the customer decides on the page of a link. Only the first decision counts: whoever comes later is told what was
     * decided.
     */
    @Transactional
    public Optional<Shared> decide(String token, boolean accepted, Signature signature, @Nullable String reason) {
        Optional<QuoteLinkRecord> link = sql.selectFrom(QUOTE_LINK)
                .where(QUOTE_LINK.TOKEN_HASH.eq(Tokens.hash(token)))
                .fetchOptional();
        Optional<Actor> program = link.flatMap(this::program);
        if (link.isEmpty() || program.isEmpty()) {
            return Optional.empty();
        }
        changes.hold(quotes.type(), link.get().getQuoteId(), program.get());
        Optional<Shared> shared = shared(link.get());
        if (shared.isEmpty() || shared.get().state() != State.OPEN) {
            return shared;
        }
        Actor owner = owner(shared.get().quote(), program.get());
        decide(shared.get().quote(), shared.get().version(), link.get().getId(), accepted, signature, reason, owner);
        return shared(link.get());
    }

    /** What the customer decided by word of mouth, noted down by a user who may change the quote. */
    @Transactional
    public Sent note(long id, boolean accepted, String name, @Nullable String reason, Actor actor) {
        ObjectType type = quotes.type();
        if (changes.hold(type, id, actor).isEmpty()) {
            return new Sent.Missing();
        }
        Optional<StoredRecord> found = records.find(type, id, actor);
        if (found.isEmpty()) {
            return new Sent.Missing();
        }
        if (!access.mayChange(actor, type, id)) {
            return new Sent.Denied();
        }
        StoredRecord quote = found.get();
        String status = Quotes.status(quote);
        if (!status.equals("sent") && !status.equals("draft") && !status.equals("expired")) {
            return new Sent.Unready(List.of(Problem.of("", "BIL-122")));
        }
        List<Problem> unready = quotes.unready(quote);
        if (!unready.isEmpty()) {
            return new Sent.Unready(unready);
        }
        Version version = versions.freeze(quote, actor);
        decide(quote, version, null, accepted, new Signature(name, null, null, actor.id()), reason, actor);
        return new Sent.Done("", false);
    }

    private void decide(
            StoredRecord quote,
            Version version,
            @Nullable Long linkId,
            boolean accepted,
            Signature signature,
            @Nullable String reason,
            Actor actor) {
        String name = shortened(signature.name(), LONGEST_NAME);
        sql.insertInto(QUOTE_DECISION)
                .set(QUOTE_DECISION.QUOTE_ID, quote.id())
                .set(QUOTE_DECISION.VERSION, version.number())
                .set(QUOTE_DECISION.LINK_ID, linkId)
                .set(QUOTE_DECISION.KIND, accepted ? "ACCEPTED" : "REJECTED")
                .set(QUOTE_DECISION.NAME, name)
                .set(QUOTE_DECISION.REASON, reason == null ? null : shortened(reason, LONGEST_TEXT))
                .set(QUOTE_DECISION.IP, signature.ip())
                .set(QUOTE_DECISION.BROWSER, signature.browser() == null ? null : shortened(signature.browser(), 300))
                .set(QUOTE_DECISION.SHA256, HexFormat.of().parseHex(version.hash()))
                .set(QUOTE_DECISION.DECIDED_AT, now())
                .set(QUOTE_DECISION.DECIDED_BY, signature.by())
                .execute();
        Text text = messages.in(company.load().locale());
        String said = reason == null || reason.isBlank()
                ? text.t(accepted ? "billing.told.accepted" : "billing.told.rejected", name, version.number())
                : text.t("billing.told.rejected-because", name, version.number(), shortened(reason, 160));
        ScopedValue.where(QuoteRules.NOTE, said)
                .run(() -> quotes.program(
                        quote,
                        Map.of("status", accepted ? "accepted" : "rejected", "decided_at", clock.instant()),
                        actor,
                        Origin.PERSON));
        if (accepted) {
            win(quote, actor);
        }
        Long owner = quote.owner();
        if (owner != null) {
            notifications.tell(
                    Set.of(owner),
                    NotificationKind.DOCUMENT,
                    new Notifications.About(QuoteRules.OBJECT, quote.id(), signature.by(), said));
        }
    }

    /** The deal goes to the stage that means won; one that asks for more before that stays where it is. */
    private void win(StoredRecord quote, Actor actor) {
        Long id = quote.reference("opportunity");
        Optional<ObjectType> type = types.find("opportunity");
        if (id == null || type.isEmpty()) {
            return;
        }
        Actor program = actor.asProgram();
        records.find(type.get(), id, program)
                .filter(deal -> type.get()
                        .stage(deal.text("stage"))
                        .filter(Stage::isOpen)
                        .isPresent())
                .ifPresent(deal -> type.get()
                        .pipelineOf(deal.text("stage"))
                        .flatMap(pipeline -> pipeline.current().stream()
                                .filter(stage -> stage.outcome() == Stage.Outcome.WON)
                                .findFirst())
                        .ifPresent(won -> changes.change(
                                type.get(),
                                id,
                                deal.version(),
                                Draft.of(Map.of("stage", won.key())),
                                program,
                                new Origin(null, Kind.CREATED, 1, null))));
    }

    /** What the customer says about a version: a note on the quote's customer, and the owner hears of it. */
    @Transactional
    public Optional<Shared> comment(String token, String name, String said) {
        Optional<Shared> shared = find(token);
        if (shared.isEmpty() || shared.get().state() != State.OPEN) {
            return shared;
        }
        StoredRecord quote = shared.get().quote();
        Actor program = owner(
                quote,
                sql.selectFrom(QUOTE_LINK)
                        .where(QUOTE_LINK.ID.eq(shared.get().linkId()))
                        .fetchOptional()
                        .flatMap(this::program)
                        .orElseThrow());
        Text text = messages.in(company.load().locale());
        String subject = text.t("billing.told.comment", shortened(name, LONGEST_NAME), quote.title());
        Map<String, @Nullable Object> values = new java.util.HashMap<>();
        values.put("kind", "note");
        values.put("subject", shortened(subject, 400));
        values.put("description", shortened(said, LONGEST_TEXT));
        values.put("done", true);
        values.put("start_at", clock.instant());
        for (String field : List.of("account", "contact", "opportunity")) {
            values.put(field, quote.reference(field));
        }
        types.find("activity").ifPresent(type -> changes.create(type, Draft.of(values), program.asProgram()));
        Long owner = quote.owner();
        if (owner != null) {
            notifications.tell(
                    Set.of(owner),
                    NotificationKind.DOCUMENT,
                    new Notifications.About(
                            QuoteRules.OBJECT, quote.id(), null, subject + ": " + shortened(said, 160)));
        }
        return shared;
    }

    private Actor owner(StoredRecord quote, Actor otherwise) {
        Long owner = quote.owner();
        return owner == null ? otherwise : users.actor(owner);
    }

    private static String shortened(String text, int longest) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ").strip();
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
