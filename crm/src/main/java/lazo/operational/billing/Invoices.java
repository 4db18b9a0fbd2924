package lazo.operational.billing;

import static lazodb.Tables.DOCUMENT_LINE;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Invoices while they are drafts: from an order, a quote or an issued invoice, edited, or made void. */
@Component
public class Invoices implements EditableDocuments {
    private static final int TOGETHER = 100;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Documents documents;
    private final Quotes quotes;
    private final CompanySettings company;
    private final TransactionTemplate transaction;

    Invoices(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Documents documents,
            Quotes quotes,
            CompanySettings company,
            TransactionTemplate transaction) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.documents = documents;
        this.quotes = quotes;
        this.company = company;
        this.transaction = transaction;
    }

    @Override
    public ObjectType type() {
        return types.load(InvoiceRules.OBJECT);
    }

    public static String status(StoredRecord invoice) {
        return Objects.requireNonNullElse(invoice.text("status"), "draft");
    }

    /** Whether it has its number and stays as it is. */
    public static boolean isIssued(StoredRecord invoice) {
        String status = status(invoice);
        return !status.equals("draft") && !status.equals("void") && !status.equals("past");
    }

    /** Writes all that a body does, or nothing when it does not end in a saved record. */
    private WriteResult wholly(java.util.function.Supplier<WriteResult> body) {
        return Objects.requireNonNull(transaction.execute(status -> {
            WriteResult result = body.get();
            if (!(result instanceof WriteResult.Saved)) {
                status.setRollbackOnly();
            }
            return result;
        }));
    }

    /** An invoice for what is not invoiced yet of an order, or of an accepted quote, which stands for its order. */
    public WriteResult of(StoredRecord source, Actor actor) {
        return wholly(() -> {
            boolean quoted = source.type().key().equals("quote");
            Optional<StoredRecord> order = quoted ? quotes.order(source, actor.asProgram()) : Optional.of(source);
            StoredRecord from = order.orElse(source);
            if (changes.hold(from.type(), from.id(), actor).isEmpty()) {
                return new WriteResult.Missing();
            }
            Optional<StoredRecord> now = records.find(from.type(), from.id(), actor);
            if (now.isEmpty()) {
                return new WriteResult.Missing();
            }
            String status = Objects.requireNonNullElse(now.get().text("status"), "");
            if (from.type().key().equals("quote") ? !status.equals("accepted") : status.equals("cancelled")) {
                return new WriteResult.Invalid(List.of(Problem.of("", "BIL-173")));
            }
            return begin(now.get(), actor);
        });
    }

    private WriteResult begin(StoredRecord source, Actor actor) {
        List<DocumentLine> lines = open(source);
        if (lines.isEmpty()) {
            return new WriteResult.Invalid(List.of(Problem.of("", "BIL-172")));
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        boolean ordered = source.type().key().equals("sales_order");
        values.put("sales_order", ordered ? source.id() : null);
        values.put("quote", ordered ? source.reference("quote") : Long.valueOf(source.id()));
        values.put("owner", source.owner());
        for (String field : List.of("account", "contact", "opportunity")) {
            values.put(field, source.reference(field));
        }
        for (String field : List.of("subject", "payment_terms", "terms")) {
            values.put(field, source.text(field));
        }
        WriteResult made = changes.create(type(), Draft.of(values), actor);
        if (made instanceof WriteResult.Saved(StoredRecord invoice, boolean changed)) {
            documents.follow(source, invoice, lines, actor);
        }
        return made;
    }

    /** The lines of an order or a quote, each for what is left to invoice of it. Headings stay where something follows. */
    List<DocumentLine> open(StoredRecord source) {
        Map<Long, BigDecimal> invoiced = invoiced(source.id());
        List<DocumentLine> open = new ArrayList<>();
        DocumentLine heading = null;
        for (DocumentLine line : documents.lines(source.id())) {
            if (line.kind() == DocumentLine.Kind.SECTION) {
                heading = line;
            } else if (line.counts()) {
                BigDecimal rest = line.quantity().subtract(invoiced.getOrDefault(line.id(), BigDecimal.ZERO));
                if (rest.signum() != 0 && rest.signum() == line.quantity().signum()) {
                    if (heading != null) {
                        open.add(Documents.from(heading, BigDecimal.ZERO));
                        heading = null;
                    }
                    open.add(Documents.from(line, rest));
                }
            }
        }
        return open;
    }

    /** How much of each line stands on invoices, those of the quote behind an order too. */
    private Map<Long, BigDecimal> invoiced(long documentId) {
        var own = DOCUMENT_LINE.as("own");
        var later = DOCUMENT_LINE.as("later");
        RecordTable invoice = new RecordTable(type(), "i");
        return sql
                .select(own.ID, sum(later.QUANTITY))
                .from(own)
                .join(later)
                .on(later.SOURCE_LINE_ID.eq(own.ID).or(later.SOURCE_LINE_ID.eq(own.SOURCE_LINE_ID)))
                .join(invoice.table())
                .on(
                        invoice.id().eq(later.DOCUMENT_ID),
                        invoice.deletedAt().isNull(),
                        invoice.text(type().field("status")).ne("void"))
                .where(own.DOCUMENT_ID.eq(documentId))
                .groupBy(own.ID)
                .fetch()
                .stream()
                .collect(java.util.stream.Collectors.toMap(row -> row.value1(), row -> row.value2()));
    }

    /** How a corrective invoice corrects. */
    public record Correction(String code, boolean substitutes, String reason) {}

    /**
     * The draft of a corrective invoice: by differences with the lines taken back, by substitution with the lines as they
     * were; to be edited to what is right.
     */
    public WriteResult correct(StoredRecord original, Correction correction, Actor actor) {
        return wholly(() -> {
            if (changes.hold(original.type(), original.id(), actor).isEmpty()) {
                return new WriteResult.Missing();
            }
            Optional<StoredRecord> now = records.find(type(), original.id(), actor);
            if (now.isEmpty()) {
                return new WriteResult.Missing();
            }
            List<Problem> problems = problems(now.get(), correction);
            if (!problems.isEmpty()) {
                return new WriteResult.Invalid(problems);
            }
            Map<String, @Nullable Object> program = new HashMap<>();
            program.put("kind", "corrective");
            program.put("corrects", original.id());
            program.put("correction_code", correction.code());
            program.put("correction_method", correction.substitutes() ? "substitution" : "differences");
            program.put("correction_reason", correction.reason());
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("owner", now.get().owner());
            for (String field : List.of("account", "contact", "opportunity", "quote", "sales_order")) {
                values.put(field, now.get().reference(field));
            }
            for (String field : List.of("subject", "payment_terms", "terms", "language")) {
                values.put(field, now.get().text(field));
            }
            WriteResult made = ScopedValue.where(InvoiceRules.PROGRAM, program)
                    .call(() -> changes.create(type(), Draft.of(values), actor));
            if (made instanceof WriteResult.Saved(StoredRecord invoice, boolean changed)) {
                List<DocumentLine> lines = documents.lines(original.id()).stream()
                        .map(line -> Documents.from(
                                line,
                                correction.substitutes()
                                        ? line.quantity()
                                        : line.quantity().negate()))
                        .toList();
                documents.follow(now.get(), invoice, lines, actor);
            }
            return made;
        });
    }

    private static List<Problem> problems(StoredRecord original, Correction correction) {
        List<Problem> problems = new ArrayList<>();
        String status = status(original);
        if (!isIssued(original) || status.equals("substituted")) {
            problems.add(Problem.of("", "BIL-179"));
        }
        boolean simplified = "simplified".equals(original.text("kind"));
        if (!correction.code().matches("r[1-5]")
                || simplified != correction.code().equals("r5")) {
            problems.add(Problem.of("correction_code", simplified ? "BIL-181" : "BIL-180"));
        }
        if (correction.reason().isBlank() || correction.reason().length() > 500) {
            problems.add(Problem.of("correction_reason", "BIL-182"));
        }
        return problems;
    }

    @Override
    public Optional<Problem> closed(StoredRecord invoice) {
        return status(invoice).equals("draft") ? Optional.empty() : Optional.of(Problem.of("", InvoiceRules.ISSUED));
    }

    /** A draft that is not going to be issued; what it was for can be invoiced again. */
    public WriteResult makeVoid(long id, Actor actor) {
        return wholly(() -> switch (documents.hold(type(), id, actor)) {
            case Documents.Held.Granted(var invoice) ->
                status(invoice).equals("draft")
                        ? new WriteResult.Saved(program(invoice, Map.of("status", "void"), actor), true)
                        : new WriteResult.Invalid(List.of(Problem.of("", "BIL-176")));
            case Documents.Held.Missing() -> new WriteResult.Missing();
            case Documents.Held.Denied() -> new WriteResult.Denied();
        });
    }

    /** Writes fields that nobody may type, in the name of whoever's deed they follow from. */
    StoredRecord program(StoredRecord invoice, Map<String, @Nullable Object> values, Actor actor) {
        WriteResult result = ScopedValue.where(InvoiceRules.PROGRAM, values)
                .call(() -> changes.change(
                        invoice.type(), invoice.id(), invoice.version(), Draft.of(Map.of()), actor.asProgram()));
        if (result instanceof WriteResult.Saved(StoredRecord saved, boolean changed)) {
            return saved;
        }
        throw new IllegalStateException("Invoice %d was not written: %s".formatted(invoice.id(), result));
    }

    /** Writes what is owed of an issued invoice by now, and the status that follows. Whoever calls holds its lock. */
    public StoredRecord settle(StoredRecord invoice, BigDecimal balance, Actor actor) {
        Money payable = Objects.requireNonNull(invoice.money("payable"));
        boolean settled = balance.signum() * payable.amount().signum() <= 0;
        String status =
                settled ? "paid" : balance.abs().compareTo(payable.amount().abs()) >= 0 ? "issued" : "partly_paid";
        return program(invoice, Map.of("status", status, "balance", new Money(balance, payable.currency())), actor);
    }

    /** The invoices made of a quote or an order, or correcting an invoice, as far as the actor sees them. */
    public List<StoredRecord> of(StoredRecord source, Actor actor, String through) {
        return records.list(
                        RecordQuery.of(type(), new Filter.Condition(through, Operator.IS, String.valueOf(source.id())))
                                .limited(TOGETHER),
                        actor,
                        company.load().zone())
                .records();
    }
}
