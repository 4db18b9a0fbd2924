package lazo.operational.billing;

import static lazodb.Tables.QUOTE_DECISION;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
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
import lazo.platform.web.Messages;
import lazo.platform.web.Text;
import lazodb.tables.records.QuoteDecisionRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What customers decide on quotes, on the page of a link or by word of mouth, and what follows from it. */
@Component
public class QuoteDecisions {
    static final int LONGEST_NAME = 120;
    static final int LONGEST_TEXT = 2_000;

    private final DSLContext sql;
    private final Quotes quotes;
    private final QuoteVersions versions;
    private final Documents documents;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final CompanySettings company;
    private final Notifications notifications;
    private final Messages messages;
    private final Clock clock;

    QuoteDecisions(
            DSLContext sql,
            Quotes quotes,
            QuoteVersions versions,
            Documents documents,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            CompanySettings company,
            Notifications notifications,
            Messages messages,
            Clock clock) {
        this.sql = sql;
        this.quotes = quotes;
        this.versions = versions;
        this.documents = documents;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.company = company;
        this.notifications = notifications;
        this.messages = messages;
        this.clock = clock;
    }

    /** What was decided on a version. @param by the user who noted it down, where the customer did not do it here */
    public record Decision(
            boolean accepted,
            String name,
            @Nullable String reason,
            Instant at,
            @Nullable Long by) {}

    /** Who decides, and from where. @param by the user who notes down what the customer said elsewhere */
    public record Signature(
            String name,
            @Nullable String ip,
            @Nullable String browser,
            @Nullable Long by) {}

    /** What became of a decision that was to be noted down. */
    public sealed interface Noted {
        record Done() implements Noted {}

        record Unready(List<Problem> problems) implements Noted {
            public Unready {
                problems = List.copyOf(problems);
            }
        }

        record Missing() implements Noted {}

        record Denied() implements Noted {}
    }

    public Optional<Decision> find(long quoteId, int version) {
        return sql.selectFrom(QUOTE_DECISION)
                .where(QUOTE_DECISION.QUOTE_ID.eq(quoteId), QUOTE_DECISION.VERSION.eq(version))
                .fetchOptional(QuoteDecisions::decision);
    }

    private static Decision decision(QuoteDecisionRecord row) {
        return new Decision(
                row.getKind().equals("ACCEPTED"),
                row.getName(),
                row.getReason(),
                row.getDecidedAt().toInstant(),
                row.getDecidedBy());
    }

    /** What the customer decided by word of mouth, noted down by a user who may change the quote. */
    @Transactional
    public Noted note(long id, boolean accepted, String name, @Nullable String reason, Actor actor) {
        return switch (documents.hold(quotes.type(), id, actor)) {
            case Documents.Held.Granted(var quote) -> note(quote, accepted, name, reason, actor);
            case Documents.Held.Missing() -> new Noted.Missing();
            case Documents.Held.Denied() -> new Noted.Denied();
        };
    }

    private Noted note(StoredRecord quote, boolean accepted, String name, @Nullable String reason, Actor actor) {
        String status = Quotes.status(quote);
        if (!status.equals("sent") && !status.equals("draft") && !status.equals("expired")) {
            return new Noted.Unready(List.of(Problem.of("", "BIL-122")));
        }
        List<Problem> unready = accepted ? quotes.unsold(quote) : quotes.unready(quote);
        if (!unready.isEmpty()) {
            return new Noted.Unready(unready);
        }
        Version version = versions.freeze(quote, actor);
        write(quote, version, null, accepted, new Signature(name, null, null, actor.id()), reason, actor);
        return new Noted.Done();
    }

    /** @param linkId the link on whose page the customer decided @param actor in whose name the quote is written */
    void write(
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
                .set(QUOTE_DECISION.DECIDED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(QUOTE_DECISION.DECIDED_BY, signature.by())
                .execute();
        Text text = messages.in(company.load().locale());
        String said = reason == null || reason.isBlank()
                ? text.t(accepted ? "billing.told.accepted" : "billing.told.rejected", name, version.number())
                : text.t("billing.told.rejected-because", name, version.number(), shortened(reason, 160));
        ScopedValue.where(DocumentRules.NOTE, said)
                .run(() -> quotes.program(
                        quote,
                        Map.of("status", accepted ? "accepted" : "rejected", "decided_at", clock.instant()),
                        actor,
                        Origin.PERSON));
        if (accepted) {
            win(quote, actor);
        }
        tellOwner(quote, said, signature.by());
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

    /** @param by the user who did it, who need not be told */
    void tellOwner(StoredRecord quote, String said, @Nullable Long by) {
        Long owner = quote.owner();
        if (owner != null) {
            notifications.tell(
                    Set.of(owner),
                    NotificationKind.DOCUMENT,
                    new Notifications.About(QuoteRules.OBJECT, quote.id(), by, said));
        }
    }

    static String shortened(String text, int longest) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ").strip();
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }
}
