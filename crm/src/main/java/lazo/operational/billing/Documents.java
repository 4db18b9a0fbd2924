package lazo.operational.billing;

import static lazodb.Tables.DOCUMENT;
import static lazodb.Tables.DOCUMENT_LINE;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.ListedPrice;
import lazo.operational.catalogue.Prices;
import lazo.operational.catalogue.ProductCosts;
import lazo.operational.catalogue.Taxes;
import lazo.operational.catalogue.Taxes.Applied;
import lazodb.tables.records.DocumentLineRecord;
import lazodb.tables.records.DocumentRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lines of documents and what they come to. Whoever calls has seen to it that the actor may change the record; the
 * totals stand on it as fields, written in the same transaction.
 */
@Component
public class Documents {
    /** Objects whose records have lines. */
    public static final List<String> OBJECTS = List.of("quote", "sales_order", "invoice");

    private static final BigDecimal LARGEST = new BigDecimal("1e13");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Taxes taxes;
    private final Prices prices;
    private final ProductCosts costs;
    private final CompanySettings company;
    private final Clock clock;

    Documents(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            Taxes taxes,
            Prices prices,
            ProductCosts costs,
            CompanySettings company,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.taxes = taxes;
        this.prices = prices;
        this.costs = costs;
        this.company = company;
        this.clock = clock;
    }

    /** A document that an actor wants to do something with. */
    public sealed interface Held {
        /** It stays as it is until the transaction ends, and the actor may change it. */
        record Granted(StoredRecord record) implements Held {}

        record Missing() implements Held {}

        record Denied() implements Held {}
    }

    /** What became of lines that were to be written. */
    public sealed interface Saved {
        record Done(Document document, List<DocumentLine> lines, Totals totals) implements Saved {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        /** Nothing was written: these rows must be mended first. */
        record Refused(List<Problem> problems) implements Saved {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /** Nothing was written: somebody else has changed the lines meanwhile. */
        record Clash(Document current) implements Saved {}
    }

    /** How a document is reckoned besides its lines. @param withholdingKey a tax of that kind, or null */
    public record Terms(boolean surcharge, @Nullable String withholdingKey) {}

    /** The document as it is now, kept from others until the transaction ends. */
    Held hold(ObjectType type, long id, Actor actor) {
        if (changes.hold(type, id, actor).isEmpty()) {
            return new Held.Missing();
        }
        Optional<StoredRecord> found = records.find(type, id, actor);
        if (found.isEmpty()) {
            return new Held.Missing();
        }
        return access.mayChange(actor, type, id) ? new Held.Granted(found.get()) : new Held.Denied();
    }

    public Document find(StoredRecord record) {
        return sql.selectFrom(DOCUMENT)
                .where(DOCUMENT.DOCUMENT_ID.eq(record.id()))
                .fetchOptional(Documents::document)
                .orElseGet(() -> new Document(
                        record.id(),
                        record.type().key(),
                        company.load().currency(),
                        Rounding.DOCUMENT,
                        false,
                        null,
                        BigDecimal.ZERO,
                        0,
                        null,
                        null));
    }

    public List<DocumentLine> lines(long documentId) {
        return sql.selectFrom(DOCUMENT_LINE)
                .where(DOCUMENT_LINE.DOCUMENT_ID.eq(documentId))
                .orderBy(DOCUMENT_LINE.POSITION, DOCUMENT_LINE.ID)
                .fetch(Documents::line);
    }

    List<DocumentLine> linesById(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : sql.selectFrom(DOCUMENT_LINE).where(DOCUMENT_LINE.ID.in(ids)).fetch(Documents::line);
    }

    public Totals totals(Document document, List<DocumentLine> lines) {
        return Totals.of(lines, document.currency(), document.rounding(), document.withheld());
    }

    /** The day whose taxes hold for a document. */
    public LocalDate dateOf(StoredRecord record) {
        LocalDate date = record.date("date");
        return date != null
                ? date
                : LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    /**
     * Writes all lines of a document: what is not among them is gone.
     *
     * @param revision the one the actor saw
     * @param priceAgain whether prices that nobody typed are looked up although product and quantity are the same
     */
    @Transactional
    public Saved save(
            StoredRecord record, int revision, TypedLines typed, Terms terms, boolean priceAgain, Actor actor) {
        Document before = lock(record, actor);
        if (before.revision() != revision) {
            return new Saved.Clash(before);
        }
        LocalDate day = dateOf(record);
        Map<String, Applied> applied = taxes.on(day);
        List<Problem> problems = new ArrayList<>(typed.problems());
        Map<String, DocumentLine> known = lines(record.id()).stream()
                .collect(Collectors.toMap(DocumentLine::rowKey, line -> line, (one, other) -> one));
        Map<Long, StoredRecord> products = products(typed, actor);
        Map<Long, BigDecimal> dated = costs.on(products.keySet(), before.currency(), day);
        Prices.For listed = prices.of(products.keySet(), record.reference("account"), actor);
        List<DocumentLine> lines = new ArrayList<>();
        for (int place = 0; place < typed.rows().size(); place++) {
            TypedLines.Row row = typed.rows().get(place);
            Applied tax = row.taxKey() == null ? null : applied.get(row.taxKey());
            if (row.taxKey() != null && row.kind() != DocumentLine.Kind.SECTION && tax == null) {
                problems.add(Problem.of(place + 1 + ".tax", "BIL-105", row.taxKey()));
            }
            DocumentLine line =
                    line(row, known.get(row.key()), tax, terms.surcharge(), products, dated, before.currency());
            lines.add(priced(line, known.get(row.key()), listed, before.currency(), day, priceAgain));
        }
        Applied withholding = terms.withholdingKey() == null ? null : applied.get(terms.withholdingKey());
        BigDecimal withheld =
                withholding == null ? BigDecimal.ZERO : withholding.rate().percent();
        Totals totals = Totals.of(lines, before.currency(), before.rounding(), withheld);
        if (totals.total().abs().compareTo(LARGEST) >= 0
                || lines.stream().anyMatch(line -> line.net(0).abs().compareTo(LARGEST) >= 0)) {
            problems.add(Problem.of("", "BIL-106"));
        }
        if (!problems.isEmpty()) {
            return new Saved.Refused(problems);
        }
        DocumentRecord row = sql.update(DOCUMENT)
                .set(DOCUMENT.SURCHARGE, terms.surcharge())
                .set(DOCUMENT.WITHHOLDING_KEY, withholding == null ? null : terms.withholdingKey())
                .set(DOCUMENT.WITHHOLDING_PERCENT, withholding == null ? null : withheld)
                .set(DOCUMENT.REVISION, DOCUMENT.REVISION.plus(1))
                .set(DOCUMENT.SAVED_AT, now())
                .set(DOCUMENT.SAVED_BY, actor.id())
                .where(DOCUMENT.DOCUMENT_ID.eq(record.id()))
                .returning()
                .fetchSingle();
        write(record, lines, before.decimals());
        keep(record.type(), record.id(), totals);
        return new Saved.Done(document(row), lines(record.id()), totals);
    }

    /** Gives a document that has none yet its currency and first lines. */
    @Transactional
    public Totals begin(StoredRecord record, Currency currency, List<DocumentLine> lines, Actor actor) {
        insert(record, currency, actor);
        write(record, lines, Math.max(0, currency.getDefaultFractionDigits()));
        Totals totals = totals(find(record), lines);
        keep(record.type(), record.id(), totals);
        return totals;
    }

    /** Begins a document with the lines of another one that count, and knows where each came from. */
    @Transactional
    public Totals follow(StoredRecord from, StoredRecord to, Actor actor) {
        List<DocumentLine> lines = lines(from.id()).stream()
                .filter(line -> line.kind() != DocumentLine.Kind.OPTIONAL)
                .map(line -> from(line, line.quantity()))
                .toList();
        return follow(from, to, lines, actor);
    }

    /** The line of the next document in the chain, for so much of this one. */
    static DocumentLine from(DocumentLine line, BigDecimal quantity) {
        return new DocumentLine(
                0,
                line.rowKey(),
                line.kind() == DocumentLine.Kind.SECTION ? DocumentLine.Kind.SECTION : DocumentLine.Kind.ITEM,
                line.productId(),
                line.name(),
                line.detail(),
                quantity,
                line.unit(),
                line.price(),
                line.discount(),
                line.cost(),
                line.taxKey(),
                line.taxPercent(),
                line.surcharge(),
                line.id(),
                line.listed());
    }

    /** Begins a document reckoned as another one is, with these lines. */
    @Transactional
    Totals follow(StoredRecord from, StoredRecord to, List<DocumentLine> lines, Actor actor) {
        Document source = find(from);
        insert(to, source.currency(), actor);
        sql.update(DOCUMENT)
                .set(DOCUMENT.ROUNDING, source.rounding().name())
                .set(DOCUMENT.SURCHARGE, source.surcharge())
                .set(DOCUMENT.WITHHOLDING_KEY, source.withholdingKey())
                .set(DOCUMENT.WITHHOLDING_PERCENT, source.withholdingKey() == null ? null : source.withheld())
                .where(DOCUMENT.DOCUMENT_ID.eq(to.id()))
                .execute();
        write(to, lines, source.decimals());
        Totals totals = totals(find(to), lines);
        keep(to.type(), to.id(), totals);
        return totals;
    }

    private void insert(StoredRecord record, Currency currency, @Nullable Actor actor) {
        sql.insertInto(DOCUMENT)
                .set(DOCUMENT.DOCUMENT_ID, record.id())
                .set(DOCUMENT.OBJECT_KEY, record.type().key())
                .set(DOCUMENT.CURRENCY, currency.getCurrencyCode())
                .set(DOCUMENT.SAVED_AT, now())
                .set(DOCUMENT.SAVED_BY, actor == null ? null : actor.id())
                .onConflictDoNothing()
                .execute();
    }

    private Document lock(StoredRecord record, Actor actor) {
        insert(record, company.load().currency(), actor);
        return sql.selectFrom(DOCUMENT)
                .where(DOCUMENT.DOCUMENT_ID.eq(record.id()))
                .forUpdate()
                .fetchSingle(Documents::document);
    }

    /** Those the actor sees, with what they cost, which not every seller may see: the margin is the company's figure. */
    private Map<Long, StoredRecord> products(TypedLines typed, Actor actor) {
        List<Long> ids = typed.rows().stream()
                .map(TypedLines.Row::productId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Optional<ObjectType> type = types.find("product");
        if (ids.isEmpty() || type.isEmpty()) {
            return Map.of();
        }
        List<Long> visible = records.find(type.get(), ids, actor).stream()
                .map(StoredRecord::id)
                .toList();
        return records.find(type.get(), visible, actor.asProgram()).stream()
                .collect(Collectors.toMap(StoredRecord::id, product -> product));
    }

    private DocumentLine line(
            TypedLines.Row row,
            @Nullable DocumentLine known,
            @Nullable Applied tax,
            boolean surcharged,
            Map<Long, StoredRecord> products,
            Map<Long, BigDecimal> dated,
            Currency currency) {
        boolean heading = row.kind() == DocumentLine.Kind.SECTION;
        boolean same = known != null && Objects.equals(known.productId(), row.productId());
        StoredRecord product = row.productId() == null ? null : products.get(row.productId());
        Long productId = same ? row.productId() : product == null ? null : row.productId();
        BigDecimal more = tax == null ? null : tax.rate().surcharge();
        BigDecimal cost = known != null && same ? known.cost() : null;
        return new DocumentLine(
                known == null ? 0 : known.id(),
                row.key(),
                row.kind(),
                heading ? null : productId,
                row.name(),
                row.detail(),
                heading ? BigDecimal.ZERO : row.quantity(),
                heading ? null : row.unit(),
                heading ? BigDecimal.ZERO : row.price(),
                heading ? BigDecimal.ZERO : row.discount(),
                heading ? null : cost != null ? cost : cost(product, dated, currency),
                heading || tax == null ? null : row.taxKey(),
                heading || tax == null ? BigDecimal.ZERO : tax.rate().percent(),
                heading || !surcharged || more == null ? BigDecimal.ZERO : more,
                known == null ? null : known.sourceLineId());
    }

    /** A line with the price of the catalogue, unless somebody typed another or it was agreed in an earlier document. */
    private static DocumentLine priced(
            DocumentLine line,
            @Nullable DocumentLine known,
            Prices.For prices,
            Currency currency,
            LocalDate day,
            boolean again) {
        Long product = line.productId();
        if (product == null) {
            return line;
        }
        DocumentLine same = known != null && product.equals(known.productId()) ? known : null;
        if (same != null
                && (same.sourceLineId() != null || !again && same.quantity().compareTo(line.quantity()) == 0)) {
            return line.listed(line.price(), same.listed());
        }
        ListedPrice listed = prices.of(product, line.quantity(), currency, day).orElse(null);
        ListedPrice proposed = same != null
                ? same.listed()
                : prices.of(product, BigDecimal.ONE, currency, day).orElse(null);
        boolean untouched = proposed != null && proposed.amount().compareTo(line.price()) == 0;
        return line.listed(untouched && listed != null ? listed.amount() : line.price(), listed);
    }

    /** The dated costs on the day of the document, else what stands on the product. */
    private static @Nullable BigDecimal cost(
            @Nullable StoredRecord product, Map<Long, BigDecimal> dated, Currency currency) {
        if (product == null) {
            return null;
        }
        if (dated.containsKey(product.id())) {
            return dated.get(product.id());
        }
        Money cost = product.money("cost");
        return cost != null && cost.currency().equals(currency.getCurrencyCode()) ? cost.amount() : null;
    }

    private void write(StoredRecord record, List<DocumentLine> lines, int decimals) {
        sql.deleteFrom(DOCUMENT_LINE)
                .where(
                        DOCUMENT_LINE.DOCUMENT_ID.eq(record.id()),
                        DOCUMENT_LINE.ROW_KEY.notIn(
                                lines.stream().map(DocumentLine::rowKey).toList()))
                .execute();
        List<DocumentLineRecord> rows = new ArrayList<>();
        for (int place = 0; place < lines.size(); place++) {
            DocumentLine line = lines.get(place);
            DocumentLineRecord row = new DocumentLineRecord();
            row.setDocumentId(record.id());
            row.setRowKey(line.rowKey());
            row.setPosition(place);
            row.setKind(line.kind().name());
            row.setProductId(line.productId());
            row.setName(line.name());
            row.setDetail(line.detail());
            row.setQuantity(line.quantity());
            row.setUnit(line.unit());
            row.setPrice(line.price());
            row.setDiscount(line.discount());
            row.setCost(line.cost());
            row.setTaxKey(line.taxKey());
            row.setTaxPercent(line.taxPercent());
            row.setSurcharge(line.surcharge());
            row.setNet(line.net(decimals));
            row.setSourceLineId(line.sourceLineId());
            ListedPrice listed = line.listed();
            row.setListedPrice(listed == null ? null : listed.amount());
            row.setListedSource(listed == null ? null : listed.source().name());
            row.setListedList(listed == null ? null : listed.list());
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            sql.batch(rows.stream()
                            .map(row -> sql.insertInto(DOCUMENT_LINE)
                                    .set(row)
                                    .onConflict(DOCUMENT_LINE.DOCUMENT_ID, DOCUMENT_LINE.ROW_KEY)
                                    .doUpdate()
                                    .setAllToExcluded())
                            .toList())
                    .execute();
        }
    }

    private void keep(ObjectType type, long id, Totals totals) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("subtotal", new Money(totals.net(), totals.currency()));
        values.put("tax_total", new Money(totals.tax().add(totals.surcharge()), totals.currency()));
        values.put("total", new Money(totals.total(), totals.currency()));
        values.put("margin", totals.margin());
        Map<String, @Nullable Object> there = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (type.find(key).isPresent()) {
                there.put(key, value);
            }
        });
        changes.keep(type, id, there);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Document document(DocumentRecord row) {
        return new Document(
                row.getDocumentId(),
                row.getObjectKey(),
                Currency.getInstance(row.getCurrency()),
                Rounding.valueOf(row.getRounding()),
                row.getSurcharge(),
                row.getWithholdingKey(),
                row.getWithholdingPercent() == null ? BigDecimal.ZERO : row.getWithholdingPercent(),
                row.getRevision(),
                row.getSavedAt().toInstant(),
                row.getSavedBy());
    }

    private static DocumentLine line(DocumentLineRecord row) {
        return new DocumentLine(
                row.getId(),
                row.getRowKey(),
                DocumentLine.Kind.valueOf(row.getKind()),
                row.getProductId(),
                row.getName(),
                row.getDetail(),
                plain(row.getQuantity()),
                row.getUnit(),
                plain(row.getPrice()),
                plain(row.getDiscount()),
                row.getCost() == null ? null : plain(row.getCost()),
                row.getTaxKey(),
                plain(row.getTaxPercent()),
                plain(row.getSurcharge()),
                row.getSourceLineId(),
                row.getListedPrice() == null
                        ? null
                        : new ListedPrice(
                                ListedPrice.Source.valueOf(row.getListedSource()),
                                row.getListedList(),
                                plain(row.getListedPrice())));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
