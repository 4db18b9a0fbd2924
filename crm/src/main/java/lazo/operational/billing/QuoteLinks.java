package lazo.operational.billing;

import static lazodb.Tables.QUOTE_LINK;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Tokens;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.QuoteVersions.Version;
import lazo.platform.web.Messages;
import lazo.platform.web.Text;
import lazodb.tables.records.QuoteLinkRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Quotes on their way to the customer: a version is frozen and sent with a link; whoever has the link reads it, says
 * something about it, or decides on it. The database knows only the hash of what is in the link.
 */
@Component
public class QuoteLinks {
    private final DSLContext sql;
    private final Quotes quotes;
    private final QuoteVersions versions;
    private final QuoteDecisions decisions;
    private final QuoteMails mails;
    private final Documents documents;
    private final DocumentContents contents;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Users users;
    private final CompanySettings company;
    private final Messages messages;
    private final Clock clock;

    QuoteLinks(
            DSLContext sql,
            Quotes quotes,
            QuoteVersions versions,
            QuoteDecisions decisions,
            QuoteMails mails,
            Documents documents,
            DocumentContents contents,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Users users,
            CompanySettings company,
            Messages messages,
            Clock clock) {
        this.sql = sql;
        this.quotes = quotes;
        this.versions = versions;
        this.decisions = decisions;
        this.mails = mails;
        this.documents = documents;
        this.contents = contents;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.users = users;
        this.company = company;
        this.messages = messages;
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

    /** What somebody with a link sees. */
    public record Shared(
            long linkId,
            StoredRecord quote,
            Version version,
            State state,
            Optional<QuoteDecisions.Decision> decision) {}

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
        return switch (documents.hold(quotes.type(), id, actor)) {
            case Documents.Held.Granted(var quote) -> send(quote, recipient, message, actor);
            case Documents.Held.Missing() -> new Sent.Missing();
            case Documents.Held.Denied() -> new Sent.Denied();
        };
    }

    private Sent send(StoredRecord quote, @Nullable String recipient, @Nullable String message, Actor actor) {
        String status = Quotes.status(quote);
        if (!status.equals("draft") && !status.equals("sent")) {
            return new Sent.Unready(List.of(Problem.of("", "BIL-122")));
        }
        LocalDate until = quote.date("valid_until");
        if (until != null && until.isBefore(today())) {
            return new Sent.Unready(List.of(Problem.of("valid_until", "BIL-123")));
        }
        List<Problem> unready = quotes.unsold(quote);
        if (!unready.isEmpty()) {
            return new Sent.Unready(unready);
        }
        Version version = versions.freeze(quote, actor);
        String token = link(version, recipient, actor);
        boolean mailed = recipient != null && mails.goOut();
        if (mailed) {
            mails.write(version, contents.locale(quote), Objects.requireNonNull(recipient), message, token, actor);
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
        Optional<QuoteDecisions.Decision> decision = decisions.find(link.getQuoteId(), link.getVersion());
        return Optional.of(new Shared(
                link.getId(), quote.get(), version.get(), state(quote.get(), version.get(), decision), decision));
    }

    private State state(StoredRecord quote, Version version, Optional<QuoteDecisions.Decision> decision) {
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

    /**
     * What the customer decides on the page of a link. Only the first decision counts: whoever comes later is told what was
     * decided.
     */
    @Transactional
    public Optional<Shared> decide(
            String token, boolean accepted, QuoteDecisions.Signature signature, @Nullable String reason) {
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
        decisions.write(
                shared.get().quote(), shared.get().version(), link.get().getId(), accepted, signature, reason, owner);
        return shared(link.get());
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
        String subject = text.t(
                "billing.told.comment", QuoteDecisions.shortened(name, QuoteDecisions.LONGEST_NAME), quote.title());
        Map<String, @Nullable Object> values = new java.util.HashMap<>();
        values.put("kind", "note");
        values.put("subject", QuoteDecisions.shortened(subject, 400));
        values.put("description", QuoteDecisions.shortened(said, QuoteDecisions.LONGEST_TEXT));
        values.put("done", true);
        values.put("start_at", clock.instant());
        for (String field : List.of("account", "contact", "opportunity")) {
            values.put(field, quote.reference(field));
        }
        types.find("activity").ifPresent(type -> changes.create(type, Draft.of(values), program.asProgram()));
        decisions.tellOwner(quote, subject + ": " + QuoteDecisions.shortened(said, 160), null);
        return shared;
    }

    private Actor owner(StoredRecord quote, Actor otherwise) {
        Long owner = quote.owner();
        return owner == null ? otherwise : users.actor(owner);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
