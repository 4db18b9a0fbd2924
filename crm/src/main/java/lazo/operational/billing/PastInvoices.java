package lazo.operational.billing;

import static lazodb.Tables.DOCUMENT;
import static org.jooq.impl.DSL.any;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.transfer.ImportIdentifiers;
import lazo.kernel.transfer.RecordLoad;
import lazo.kernel.transfer.RowNote;
import lazo.kernel.transfer.RowTarget;
import lazo.platform.database.CopyRows;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was sold before Lazo: lines of sales from a shop or an ERP become invoices of the past, with their customers and
 * products. Such an invoice has the number it had, stands outside the series of the law, is owed by nobody and changes no
 * more; docs/decisions/0093.
 *
 * <p>Rows with the same number are one invoice. One that an earlier import brought in is left as it is.
 */
@Component
class PastInvoices implements RowTarget {
    /** What the numbers of documents, customers and products are remembered under. */
    private static final String SYSTEM = "past sales";

    private static final int PLACES = 6;
    private static final int LONGEST_NUMBER = 200;
    private static final String WITHOUT_DATE = "IMP-240";
    private static final String WITHOUT_CUSTOMER = "IMP-241";
    private static final String NEGATIVE_PRICE = "IMP-242";
    private static final String THERE = "IMP-243";
    private static final String REPEATED = "IMP-244";
    private static final String TOO_LARGE = "IMP-245";

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final ImportIdentifiers identifiers;
    private final RecordLoad load;
    private final Clock clock;

    PastInvoices(
            DSLContext sql,
            ObjectTypes types,
            Access access,
            ImportIdentifiers identifiers,
            RecordLoad load,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.identifiers = identifiers;
        this.load = load;
        this.clock = clock;
    }

    @Override
    public ObjectType type() {
        return types.load(InvoiceRules.OBJECT)
                .ofFile(
                        "number",
                        List.of(
                                column("number", FieldType.TEXT, "Número de la factura", "Number of the invoice"),
                                column("date", FieldType.DATE_TIME, "Fecha", "Date"),
                                column("customer_code", FieldType.TEXT, "Código del cliente", "Code of the customer"),
                                column("customer", FieldType.TEXT, "Cliente", "Customer"),
                                column("tax_id", FieldType.TEXT, "NIF del cliente", "Tax ID of the customer"),
                                column("email", FieldType.EMAIL, "Email del cliente", "Email of the customer"),
                                column("country", FieldType.TEXT, "País del cliente", "Country of the customer"),
                                column("code", FieldType.TEXT, "Referencia del producto", "Code of the product"),
                                column("product", FieldType.TEXT, "Producto o concepto", "Product or description"),
                                column("quantity", FieldType.NUMBER, "Cantidad", "Quantity"),
                                column("price", FieldType.NUMBER, "Precio sin impuestos", "Price without taxes"),
                                column("discount", FieldType.PERCENT, "Descuento", "Discount"),
                                column("amount", FieldType.NUMBER, "Importe sin impuestos", "Amount without taxes"),
                                column("currency", FieldType.TEXT, "Moneda", "Currency")));
    }

    private static ObjectField column(String key, FieldType type, String spanish, String english) {
        return ObjectField.ofFile(InvoiceRules.OBJECT, key, type, new Label(Map.of("es", spanish, "en", english)));
    }

    @Override
    public List<ObjectType> makes() {
        return List.of(types.load("account"), types.load("product"));
    }

    /** A row with what it comes to. */
    private record Line(
            Row row,
            String number,
            Instant at,
            @Nullable String customer,
            String product,
            String name,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal net,
            String currency) {}

    @Override
    public Written check(List<Row> rows, Writing writing) {
        List<RowNote> notes = new ArrayList<>();
        List<Line> lines = lines(rows, writing, notes);
        List<Line> fresh = fresh(lines, writing, notes).lines();
        return new Written(fresh.size(), lines.size() - (long) fresh.size(), notes);
    }

    @Override
    public Written write(List<Row> rows, Writing writing) {
        List<RowNote> notes = new ArrayList<>();
        List<Line> all = lines(rows, writing, notes);
        Fresh fresh = fresh(all, writing, notes);
        Map<String, Long> customers = customers(fresh.lines(), writing);
        Map<String, Long> products = products(fresh.lines(), writing);
        Map<String, List<Line>> byNumber = new LinkedHashMap<>();
        fresh.lines()
                .forEach(line -> byNumber.computeIfAbsent(line.number(), key -> new ArrayList<>())
                        .add(line));
        Map<String, Long> invoices = invoices(byNumber, fresh.begun(), customers, writing);
        CopyRows copy = new CopyRows();
        for (Line line : fresh.lines()) {
            copy.value(invoices.get(line.number()))
                    .value(line.row().number())
                    .value(line.row().number())
                    .value("ITEM")
                    .value(products.get(line.product()))
                    .value(line.name())
                    .value(line.quantity().toPlainString())
                    .value(line.price().toPlainString())
                    .value(line.discount().toPlainString())
                    .value(0)
                    .value(line.net().toPlainString())
                    .end();
        }
        copy.into(
                sql,
                "document_line (document_id, row_key, position, kind, product_id, name, quantity, price, discount,"
                        + " tax_percent, net)");
        return new Written(
                fresh.lines().size(), all.size() - (long) fresh.lines().size(), notes);
    }

    // What rows say

    private List<Line> lines(List<Row> rows, Writing writing, List<RowNote> notes) {
        List<Line> lines = new ArrayList<>(rows.size());
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (Row row : rows) {
            Instant at = (Instant) row.values().get("date");
            if (at == null) {
                notes.add(note(row, WITHOUT_DATE, true));
                continue;
            }
            BigDecimal discount = number(row, "discount", BigDecimal.ZERO);
            BigDecimal amount = (BigDecimal) row.values().get("amount");
            BigDecimal quantity = number(row, "quantity", BigDecimal.ONE);
            BigDecimal price = (BigDecimal) row.values().get("price");
            if (price == null) {
                price = amount == null || quantity.signum() == 0
                        ? BigDecimal.ZERO
                        : amount.divide(quantity, PLACES, RoundingMode.HALF_EVEN);
            }
            BigDecimal net = amount == null
                    ? quantity.multiply(price)
                            .multiply(BigDecimal.valueOf(100).subtract(discount))
                            .movePointLeft(2)
                    : amount;
            if (!fits(quantity) || !fits(price) || !fits(net) || discount.signum() < 0 || discount.intValue() > 100) {
                notes.add(note(row, TOO_LARGE, true));
                continue;
            }
            String customer = customer(row);
            if (customer == null) {
                notes.add(note(row, WITHOUT_CUSTOMER, false));
            }
            if (price.signum() < 0) {
                notes.add(note(row, NEGATIVE_PRICE, false));
            }
            if (!seen.add(new ArrayList<>(row.values().values()))) {
                notes.add(note(row, REPEATED, false));
            }
            String number = Objects.requireNonNullElse(row.text("number"), "");
            String code = row.text("code");
            String name = row.text("product");
            lines.add(new Line(
                    row,
                    number.length() > LONGEST_NUMBER ? number.substring(0, LONGEST_NUMBER) : number,
                    at,
                    customer,
                    key(code == null ? Objects.requireNonNullElse(name, "") : code),
                    name == null ? Objects.requireNonNullElse(code, "—") : name,
                    quantity.setScale(PLACES, RoundingMode.HALF_EVEN),
                    price.setScale(PLACES, RoundingMode.HALF_EVEN),
                    discount.setScale(4, RoundingMode.HALF_EVEN),
                    net.setScale(4, RoundingMode.HALF_EVEN),
                    currency(row.text("currency"), writing)));
        }
        return lines;
    }

    private static RowNote note(Row row, String code, boolean fatal) {
        return new RowNote(row.number(), row.line(), -1, code, List.of(), fatal);
    }

    private static BigDecimal number(Row row, String field, BigDecimal usual) {
        return Objects.requireNonNullElse((BigDecimal) row.values().get(field), usual);
    }

    private static boolean fits(BigDecimal number) {
        return number.precision() - number.scale() <= 11;
    }

    /** What a customer is told from others by; null when the row names nobody. */
    private static @Nullable String customer(Row row) {
        for (String field : List.of("customer_code", "tax_id", "email", "customer")) {
            String text = row.text(field);
            if (text != null) {
                return field + " " + key(text);
            }
        }
        return null;
    }

    private static String key(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String currency(@Nullable String code, Writing writing) {
        if (code != null) {
            try {
                return Currency.getInstance(code.strip().toUpperCase(Locale.ROOT))
                        .getCurrencyCode();
            } catch (IllegalArgumentException unknown) {
                return writing.reader().currency();
            }
        }
        return writing.reader().currency();
    }

    // What is there

    /** @param begun invoices of this import that have lines already, by number */
    private record Fresh(List<Line> lines, Map<String, Long> begun) {}

    /** Without the lines of invoices that an earlier import brought in. */
    private Fresh fresh(List<Line> lines, Writing writing, List<RowNote> notes) {
        ObjectType type = types.load(InvoiceRules.OBJECT);
        Set<String> numbers = new HashSet<>();
        lines.forEach(line -> numbers.add(line.number()));
        Map<String, Long> there = identifiers.find(SYSTEM, type, numbers);
        RecordTable table = new RecordTable(type);
        Set<Long> own = there.isEmpty() || writing.batch() == 0
                ? Set.of()
                : sql.select(table.id())
                        .from(table.table())
                        .where(
                                table.id().eq(any(ids(there.values()))),
                                table.batch().eq(writing.batch()))
                        .fetchSet(table.id());
        Map<String, Long> begun = new HashMap<>();
        there.forEach((number, id) -> {
            if (own.contains(id)) {
                begun.put(number, id);
            }
        });
        List<Line> fresh = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (there.containsKey(line.number()) && !begun.containsKey(line.number())) {
                notes.add(note(line.row(), THERE, false));
            } else {
                fresh.add(line);
            }
        }
        return new Fresh(fresh, begun);
    }

    private static Long[] ids(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }

    // Customers

    /** The companies that lines name: those known by what the file calls them, those that are alike, those that are made. */
    private Map<String, Long> customers(List<Line> lines, Writing writing) {
        ObjectType type = types.load("account");
        Map<String, Row> named = new LinkedHashMap<>();
        for (Line line : lines) {
            String customer = line.customer();
            if (customer != null) {
                named.putIfAbsent(customer, line.row());
            }
        }
        Map<String, Long> found = new HashMap<>(identifiers.find(SYSTEM, type, named.keySet()));
        RecordTable table = new RecordTable(type);
        Map<String, Long> alike = new HashMap<>();
        match(named, found, "tax_id", table, writing, alike);
        match(named, found, "email", table, writing, alike);
        match(named, found, "customer", table, writing, alike);
        found.putAll(alike);
        if (writing.actor().on(type.key()).create()) {
            List<String> missing = named.keySet().stream()
                    .filter(customer -> !found.containsKey(customer))
                    .toList();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (String customer : missing) {
                Row row = Objects.requireNonNull(named.get(customer));
                String country = row.text("country");
                rows.add(new @Nullable Object[] {
                    called(row, writing),
                    row.text("tax_id"),
                    row.text("email"),
                    country == null ? null : new Address(null, null, null, null, country)
                });
            }
            List<Long> made = load.create(
                    type,
                    List.of("name", "tax_id", "email", "address.country"),
                    rows,
                    Objects.requireNonNull(writing.batches().get(type.key())),
                    writing);
            for (int i = 0; i < made.size(); i++) {
                alike.put(missing.get(i), made.get(i));
            }
            found.putAll(alike);
        }
        identifiers.remember(SYSTEM, type, alike);
        return found;
    }

    private static String called(Row row, Writing writing) {
        String name = row.text("customer");
        if (name == null) {
            name = row.text("email");
        }
        if (name == null) {
            name = Objects.requireNonNullElse(row.text("customer_code"), row.text("tax_id"));
            name = (writing.reader().locale().getLanguage().equals("es") ? "Cliente " : "Customer ") + name;
        }
        return name;
    }

    /** The oldest company the actor sees that has the same in a field. */
    private void match(
            Map<String, Row> named,
            Map<String, Long> known,
            String field,
            RecordTable table,
            Writing writing,
            Map<String, Long> alike) {
        Map<String, List<String>> wanted = new HashMap<>();
        named.forEach((customer, row) -> {
            String text = row.text(field);
            if (text != null && !known.containsKey(customer) && !alike.containsKey(customer)) {
                wanted.computeIfAbsent(key(text), key -> new ArrayList<>()).add(customer);
            }
        });
        if (wanted.isEmpty()) {
            return;
        }
        ObjectType type = table.type();
        Field<String> text = table.text(field.equals("customer") ? type.titleField() : type.field(field));
        sql.select(text, table.id())
                .from(table.table())
                .where(
                        RecordTable.fold(text)
                                .in(wanted.keySet().stream()
                                        .map(one -> RecordTable.fold(DSL.val(one)))
                                        .toList()),
                        table.deletedAt().isNull(),
                        access.visible(writing.actor(), table))
                .orderBy(table.id().desc())
                .forEach(row -> wanted.getOrDefault(key(row.value1()), List.of())
                        .forEach(customer -> alike.put(customer, row.value2())));
    }

    // Products

    private Map<String, Long> products(List<Line> lines, Writing writing) {
        ObjectType type = types.load("product");
        Map<String, Map<String, Integer>> names = new LinkedHashMap<>();
        Map<String, Line> first = new HashMap<>();
        for (Line line : lines) {
            if (!line.product().isEmpty()) {
                first.putIfAbsent(line.product(), line);
                Map<String, Integer> counts = names.computeIfAbsent(line.product(), key -> new LinkedHashMap<>());
                if (line.price().signum() > 0) {
                    counts.merge(line.name(), 1, Integer::sum);
                }
            }
        }
        Map<String, Long> found = new HashMap<>(identifiers.find(SYSTEM, type, names.keySet()));
        RecordTable table = new RecordTable(type);
        Field<String> code = RecordTable.fold(table.text(type.field("code")));
        Map<String, Long> fresh = new HashMap<>();
        List<String> unknown = names.keySet().stream()
                .filter(product -> !found.containsKey(product))
                .toList();
        if (unknown.isEmpty()) {
            return found;
        }
        sql.select(code, table.id())
                .from(table.table())
                .where(
                        code.in(unknown.stream()
                                .map(one -> RecordTable.fold(DSL.val(one)))
                                .toList()),
                        table.deletedAt().isNull())
                .forEach(row -> unknown.stream()
                        .filter(one -> one.equalsIgnoreCase(row.value1()))
                        .forEach(one -> fresh.put(one, row.value2())));
        if (writing.actor().on(type.key()).create()) {
            List<String> missing =
                    unknown.stream().filter(one -> !fresh.containsKey(one)).toList();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (String product : missing) {
                Line line = Objects.requireNonNull(first.get(product));
                String name = Objects.requireNonNull(names.get(product)).entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(line.name());
                rows.add(new @Nullable Object[] {
                    name,
                    line.row().text("code"),
                    "product",
                    line.price().signum() > 0
                            ? new Money(line.price().setScale(4, RoundingMode.HALF_EVEN), line.currency())
                            : null
                });
            }
            List<Long> made = load.create(
                    type,
                    List.of("name", "code", "kind", "price"),
                    rows,
                    Objects.requireNonNull(writing.batches().get(type.key())),
                    writing);
            for (int i = 0; i < made.size(); i++) {
                fresh.put(missing.get(i), made.get(i));
            }
        }
        identifiers.remember(SYSTEM, type, fresh);
        found.putAll(fresh);
        return found;
    }

    // Invoices

    private Map<String, Long> invoices(
            Map<String, List<Line>> byNumber, Map<String, Long> begun, Map<String, Long> customers, Writing writing) {
        ObjectType type = types.load(InvoiceRules.OBJECT);
        Map<String, Long> invoices = new HashMap<>();
        List<String> numbers = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        byNumber.forEach((number, lines) -> {
            Long known = begun.get(number);
            if (known != null) {
                invoices.put(number, known);
                add(type, known, lines);
                return;
            }
            Line line = lines.getFirst();
            Money total = new Money(total(lines), line.currency());
            LocalDate date =
                    LocalDate.ofInstant(line.at(), writing.reader().reading().zone());
            numbers.add(number);
            rows.add(new @Nullable Object[] {
                number,
                "past",
                line.customer() == null ? null : customers.get(line.customer()),
                date,
                line.at(),
                total,
                new Money(BigDecimal.ZERO.setScale(2), line.currency()),
                total,
                total,
                new Money(BigDecimal.ZERO.setScale(2), line.currency())
            });
        });
        List<Long> made = load.create(
                type,
                List.of(
                        "number",
                        "status",
                        "account",
                        "date",
                        "issued_at",
                        "subtotal",
                        "tax_total",
                        "total",
                        "payable",
                        "balance"),
                rows,
                writing.batch(),
                writing);
        Map<String, Long> fresh = new HashMap<>();
        CopyRows documents = new CopyRows();
        for (int i = 0; i < made.size(); i++) {
            fresh.put(numbers.get(i), made.get(i));
            documents
                    .value(made.get(i))
                    .value(InvoiceRules.OBJECT)
                    .value(Objects.requireNonNull(byNumber.get(numbers.get(i)))
                            .getFirst()
                            .currency())
                    .value(Rounding.DOCUMENT)
                    .value(clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                    .value(writing.actor().id())
                    .end();
        }
        documents.into(sql, DOCUMENT.getName() + " (document_id, object_key, currency, rounding, saved_at, saved_by)");
        identifiers.remember(SYSTEM, type, fresh);
        invoices.putAll(fresh);
        return invoices;
    }

    private static BigDecimal total(List<Line> lines) {
        return lines.stream()
                .map(Line::net)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(2, RoundingMode.HALF_UP);
    }

    /** More lines of an invoice that an earlier part of the file began. */
    private void add(ObjectType type, long invoice, List<Line> lines) {
        RecordTable table = new RecordTable(type);
        BigDecimal more = total(lines);
        List<Field<BigDecimal>> sums = Stream.of("subtotal", "total", "payable")
                .map(key -> DSL.field(DSL.name(type.field(key).column()), BigDecimal.class))
                .toList();
        sql.update(table.bare())
                .set(sums.stream().collect(Collectors.toMap(sum -> sum, sum -> sum.plus(more))))
                .where(DSL.field(DSL.name("id"), Long.class).eq(invoice))
                .execute();
    }
}
