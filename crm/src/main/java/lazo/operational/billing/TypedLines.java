package lazo.operational.billing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.operational.billing.DocumentLine.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a document as somebody typed them, read row by row. Problems are collected; the field of each is the number
 * of its row and the name of the column: {@code 3.price}.
 *
 * @param rows in their order
 */
public record TypedLines(List<Row> rows, List<Problem> problems) {
    public static final int MOST = 500;
    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_DETAIL = 4_000;
    private static final int DECIMALS = 6;
    private static final BigDecimal LARGEST = new BigDecimal("1e11");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final List<String> COLUMNS =
            List.of("row", "kind", "product", "name", "detail", "quantity", "unit", "price", "discount", "tax");

    /** One row. @param key tells it from others */
    public record Row(
            String key,
            Kind kind,
            @Nullable Long productId,
            String name,
            @Nullable String detail,
            BigDecimal quantity,
            @Nullable String unit,
            BigDecimal price,
            BigDecimal discount,
            @Nullable String taxKey) {}

    public TypedLines {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** Reads parameters {@code line.row}, {@code line.name} and so on, one of each for every row. */
    public static TypedLines read(Map<String, List<String>> params, Locale locale) {
        int count = params.getOrDefault("line.row", List.of()).size();
        for (String column : COLUMNS) {
            if (params.getOrDefault("line." + column, List.of()).size() != count) {
                return new TypedLines(List.of(), List.of(Problem.of("", "BIL-100")));
            }
        }
        if (count > MOST) {
            return new TypedLines(List.of(), List.of(Problem.of("", "BIL-107", "" + count, "" + MOST)));
        }
        List<Problem> problems = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int place = 0; place < count; place++) {
            Reader reader = new Reader(params, place, locale, problems);
            String key = reader.text("row", 40);
            if (!key.matches("[\\w-]{1,40}") || !keys.add(key)) {
                problems.add(Problem.of("", "BIL-100"));
                continue;
            }
            String product = reader.text("product", 20);
            rows.add(new Row(
                    key,
                    kind(reader.text("kind", 20)),
                    product.matches("\\d{1,18}") ? Long.valueOf(product) : null,
                    reader.text("name", LONGEST_NAME),
                    blankToNull(reader.text("detail", LONGEST_DETAIL)),
                    reader.number("quantity", BigDecimal.ONE),
                    blankToNull(reader.text("unit", 40)),
                    reader.number("price", BigDecimal.ZERO),
                    reader.percent("discount"),
                    blankToNull(reader.text("tax", 40))));
        }
        return new TypedLines(rows, problems);
    }

    private static Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        return Kind.ITEM;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private record Reader(Map<String, List<String>> params, int place, Locale locale, List<Problem> problems) {
        private String raw(String column) {
            return params.getOrDefault("line." + column, List.of()).get(place);
        }

        private void refuse(String column, String code, String... args) {
            problems.add(Problem.of(place + 1 + "." + column, code, args));
        }

        String text(String column, int longest) {
            String text = raw(column)
                    .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "")
                    .replaceAll("\\s*\\n\\s*", " ")
                    .strip();
            if (text.length() > longest) {
                refuse(column, "BIL-108", "" + text.length(), "" + longest);
                return "";
            }
            return text;
        }

        BigDecimal number(String column, BigDecimal otherwise) {
            String text = raw(column).strip();
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                BigDecimal number = Draft.number(text, locale);
                if (number.scale() > DECIMALS || number.abs().compareTo(LARGEST) >= 0) {
                    refuse(column, "BIL-103", text);
                    return otherwise;
                }
                return number;
            } catch (Draft.Unreadable unreadable) {
                refuse(column, "BIL-102", text);
                return otherwise;
            }
        }

        BigDecimal percent(String column) {
            int before = problems.size();
            String typed = raw(column).replace("%", "");
            BigDecimal number = typed.isBlank() ? BigDecimal.ZERO : number(column, BigDecimal.ZERO);
            boolean odd = number.signum() < 0 || number.compareTo(HUNDRED) > 0 || number.scale() > 4;
            if (odd && problems.size() == before) {
                refuse(column, "BIL-104", typed);
                return BigDecimal.ZERO;
            }
            return number;
        }
    }
}
