package lazo.operational.billing;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.catalogue.Taxes;
import lazo.operational.catalogue.Taxes.Applied;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Quotes from the first line to the decision. What holds for each of them is kept by {@link QuoteRules}. */
@Component
public class Quotes implements EditableDocuments {
    private static final int TOGETHER = 500;

    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Documents documents;
    private final DiscountPolicy discounts;
    private final Taxes taxes;
    private final CompanySettings company;
    private final Users users;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Quotes(
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Documents documents,
            DiscountPolicy discounts,
            Taxes taxes,
            CompanySettings company,
            Users users,
            TransactionTemplate transaction,
            Clock clock) {
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.documents = documents;
        this.discounts = discounts;
        this.taxes = taxes;
        this.company = company;
        this.users = users;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public ObjectType type() {
        return types.load(QuoteRules.OBJECT);
    }

    public static String status(StoredRecord quote) {
        return Objects.requireNonNullElse(quote.text("status"), "draft");
    }

    public static int version(StoredRecord quote) {
        BigDecimal version = quote.number("version_number");
        return version == null ? 1 : version.intValue();
    }

    /** A quote for a deal, with its customer, and its amount as the first line. */
    @Transactional
    public WriteResult begin(StoredRecord deal, Actor actor) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("opportunity", deal.id());
        values.put("account", deal.reference("account"));
        values.put("contact", deal.reference("contact"));
        values.put("subject", deal.title());
        WriteResult made = changes.create(type(), Draft.of(values), actor);
        if (made instanceof WriteResult.Saved(StoredRecord quote, boolean changed)) {
            Money amount = deal.money("amount");
            Currency currency = amount == null ? company.load().currency() : Currency.getInstance(amount.currency());
            documents.begin(
                    quote,
                    currency,
                    amount == null ? List.of() : List.of(line(deal.title(), amount.amount(), quote)),
                    actor);
        }
        return made;
    }

    private DocumentLine line(String name, BigDecimal price, StoredRecord quote) {
        Applied usual = taxes.on(documents.dateOf(quote)).get(Taxes.USUAL);
        return DocumentLine.item(name, price)
                .taxed(
                        usual == null ? null : Taxes.USUAL,
                        usual == null ? BigDecimal.ZERO : usual.rate().percent());
    }

    @Override
    public Optional<Problem> closed(StoredRecord quote) {
        return status(quote).equals("accepted") ? Optional.of(Problem.of("", QuoteRules.ACCEPTED)) : Optional.empty();
    }

    @Override
    public StoredRecord linesChanged(StoredRecord quote, Actor actor) {
        return status(quote).equals("draft") ? quote : program(quote, QuoteRules.next(quote), actor, Origin.PERSON);
    }

    /** Writes fields that nobody may type, in the name of whoever's deed they follow from. */
    StoredRecord program(StoredRecord quote, Map<String, @Nullable Object> values, Actor actor, Origin origin) {
        WriteResult result = ScopedValue.where(QuoteRules.PROGRAM, values)
                .call(() -> changes.change(
                        quote.type(), quote.id(), quote.version(), Draft.of(Map.of()), actor.asProgram(), origin));
        if (result instanceof WriteResult.Saved(StoredRecord saved, boolean changed)) {
            return saved;
        }
        throw new IllegalStateException("Quote %d was not written: %s".formatted(quote.id(), result));
    }

    /** What is missing in a quote before anybody can decide on it. */
    List<Problem> unready(StoredRecord quote) {
        List<DocumentLine> lines = documents.lines(quote.id());
        if (lines.stream().noneMatch(DocumentLine::counts)) {
            return List.of(Problem.of("", "BIL-120"));
        }
        for (int place = 0; place < lines.size(); place++) {
            if (lines.get(place).name().isBlank()) {
                return List.of(Problem.of(place + 1 + ".name", "BIL-101", "" + (place + 1)));
            }
        }
        return quote.reference("account") == null && quote.reference("contact") == null
                ? List.of(Problem.of("", "BIL-121"))
                : List.of();
    }

    /** What keeps a quote from being sent or accepted; empty when it is ready. */
    List<Problem> unsold(StoredRecord quote) {
        List<Problem> unready = unready(quote);
        return unready.isEmpty() ? discounts.problems(quote) : unready;
    }

    /** The order made of a quote, where there is one. */
    public Optional<StoredRecord> order(StoredRecord quote, Actor actor) {
        return types.find("sales_order")
                .flatMap(type -> records
                        .list(
                                RecordQuery.of(
                                                type,
                                                new Filter.Condition("quote", Operator.IS, String.valueOf(quote.id())))
                                        .limited(1),
                                actor,
                                company.load().zone())
                        .records()
                        .stream()
                        .findFirst());
    }

    /** Sent quotes whose last day is over become expired. */
    public int expire() {
        Instant now = clock.instant();
        int count = 0;
        Optional<Actor> anybody = users.active().stream().findFirst().map(user -> users.actor(user.id()));
        if (anybody.isEmpty()) {
            return 0;
        }
        Actor program = anybody.get().asProgram();
        var today = java.time.LocalDate.ofInstant(now, company.load().zone());
        List<StoredRecord> sent = records.list(
                        RecordQuery.of(type(), new Filter.Condition("status", Operator.IS, "sent"))
                                .sorted(RecordQuery.Sort.of("valid_until"))
                                .limited(TOGETHER),
                        program,
                        company.load().zone())
                .records();
        for (StoredRecord quote : sent) {
            var until = quote.date("valid_until");
            if (until != null && until.isBefore(today)) {
                Actor owner = quote.owner() == null ? program : users.actor(quote.owner());
                transaction.executeWithoutResult(
                        status -> program(quote, Map.of("status", "expired"), owner, Origin.PERSON));
                count++;
            }
        }
        return count;
    }
}
