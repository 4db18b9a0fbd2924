package lazo.operational.billing;

import static lazodb.Tables.QUOTE_VERSION;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.DocumentContent.Line;
import lazo.platform.mail.AttachmentSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was sent of a quote, each version as it was: content, hash over it, PDF. */
@Component
public class QuoteVersions implements AttachmentSource {
    private final DSLContext sql;
    private final DocumentContents contents;
    private final DocumentPrinter printer;
    private final Clock clock;

    QuoteVersions(DSLContext sql, DocumentContents contents, DocumentPrinter printer, Clock clock) {
        this.sql = sql;
        this.contents = contents;
        this.printer = printer;
        this.clock = clock;
    }

    /** @param hash SHA-256 of the canonical content, in hexadecimal */
    public record Version(
            long quoteId,
            int number,
            DocumentContent content,
            String hash,
            Instant madeAt,
            @Nullable Long madeBy) {}

    /** One line that is not the same in two versions. Null where the version has no such line. */
    public record Difference(
            @Nullable Line before, @Nullable Line after, Set<String> columns) {
        public Difference {
            columns = Set.copyOf(columns);
        }
    }

    /** Keeps the quote as it is now as its present version; a version that is there already stays as it is. */
    Version freeze(StoredRecord quote, Actor actor) {
        int number = Quotes.version(quote);
        Optional<Version> there = find(quote.id(), number);
        if (there.isPresent()) {
            return there.get();
        }
        DocumentContent content = contents.of(quote, actor);
        String text = DocumentContents.text(content);
        sql.insertInto(QUOTE_VERSION)
                .set(QUOTE_VERSION.QUOTE_ID, quote.id())
                .set(QUOTE_VERSION.VERSION, number)
                .set(QUOTE_VERSION.CONTENT, text)
                .set(QUOTE_VERSION.SHA256, sha256(text))
                .set(QUOTE_VERSION.PDF, printer.print(content))
                .set(QUOTE_VERSION.TOTAL, content.totals().total())
                .set(QUOTE_VERSION.CURRENCY, content.totals().currency())
                .set(QUOTE_VERSION.MADE_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(QUOTE_VERSION.MADE_BY, actor.id())
                .execute();
        return find(quote.id(), number).orElseThrow();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Optional<Version> find(long quoteId, int number) {
        return list(quoteId).stream().filter(one -> one.number() == number).findFirst();
    }

    /** The newest first. */
    public List<Version> list(long quoteId) {
        return sql.select(
                        QUOTE_VERSION.VERSION,
                        QUOTE_VERSION.CONTENT,
                        QUOTE_VERSION.SHA256,
                        QUOTE_VERSION.MADE_AT,
                        QUOTE_VERSION.MADE_BY)
                .from(QUOTE_VERSION)
                .where(QUOTE_VERSION.QUOTE_ID.eq(quoteId))
                .orderBy(QUOTE_VERSION.VERSION.desc())
                .fetch(row -> new Version(
                        quoteId,
                        row.value1(),
                        DocumentContents.read(row.value2()),
                        HexFormat.of().formatHex(row.value3()),
                        row.value4().toInstant(),
                        row.value5()));
    }

    public Optional<byte[]> pdf(long quoteId, int number) {
        return sql.select(QUOTE_VERSION.PDF)
                .from(QUOTE_VERSION)
                .where(QUOTE_VERSION.QUOTE_ID.eq(quoteId), QUOTE_VERSION.VERSION.eq(number))
                .fetchOptional(QUOTE_VERSION.PDF);
    }

    /** Whether what is stored still has the hash that was taken when it was sent. */
    public boolean isIntact(long quoteId, int number) {
        return sql.select(QUOTE_VERSION.CONTENT, QUOTE_VERSION.SHA256)
                .from(QUOTE_VERSION)
                .where(QUOTE_VERSION.QUOTE_ID.eq(quoteId), QUOTE_VERSION.VERSION.eq(number))
                .fetchOptional(row -> MessageDigest.isEqual(sha256(row.value1()), row.value2()))
                .orElse(false);
    }

    /** The lines that two contents do not have in common, in the order of the later one. */
    public static List<Difference> compare(DocumentContent before, DocumentContent after) {
        Map<String, Line> old = byKey(before);
        Map<String, Line> now = byKey(after);
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            Line was = old.get(key);
            Line is = now.get(key);
            Set<String> columns = was == null || is == null ? Set.of() : changed(was, is);
            if (was == null || is == null || !columns.isEmpty()) {
                differences.add(new Difference(was, is, columns));
            }
        }
        return differences;
    }

    private static Map<String, Line> byKey(DocumentContent content) {
        return content.lines().stream()
                .collect(Collectors.toMap(Line::rowKey, line -> line, (one, other) -> one, LinkedHashMap::new));
    }

    private static Set<String> changed(Line was, Line is) {
        Map<String, Function<Line, @Nullable Object>> columns = Map.of(
                "kind", Line::kind,
                "name", Line::name,
                "detail", Line::detail,
                "quantity", line -> line.quantity().stripTrailingZeros(),
                "price", line -> line.price().stripTrailingZeros(),
                "discount", line -> line.discount().stripTrailingZeros(),
                "tax",
                        line -> List.of(
                                String.valueOf(line.taxKey()), line.taxPercent().stripTrailingZeros()),
                "net", line -> line.net().stripTrailingZeros());
        return columns.entrySet().stream()
                .filter(column -> !Objects.equals(
                        column.getValue().apply(was), column.getValue().apply(is)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public String key() {
        return "quote";
    }

    @Override
    public Optional<byte[]> read(String reference) {
        String[] parts = reference.split("/", 2);
        return parts.length == 2 ? pdf(Long.parseLong(parts[0]), Integer.parseInt(parts[1])) : Optional.empty();
    }

    static String reference(Version version) {
        return version.quoteId() + "/" + version.number();
    }
}
