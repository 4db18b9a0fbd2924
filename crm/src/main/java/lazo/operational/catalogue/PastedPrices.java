package lazo.operational.catalogue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.operational.catalogue.PriceList.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Prices pasted out of a spreadsheet or typed, one a line: the code or name of a product, the quantity from which it holds
 * where there is one, and a price or a percentage off, with tabs or semicolons between them.
 */
@Component
public class PastedPrices {
    public static final int MOST = 5_000;
    private static final BigDecimal LARGEST = new BigDecimal("1e11");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int DECIMALS = 6;

    private final Products products;

    PastedPrices(Products products) {
        this.products = products;
    }

    /** @param problems the field of each is the number of its line */
    public record Read(List<Line> lines, List<Problem> problems) {
        public Read {
            lines = List.copyOf(lines);
            problems = List.copyOf(problems);
        }
    }

    public Read read(String text, Locale locale, Actor actor) {
        List<String> rows = text.lines().toList();
        if (rows.size() > MOST) {
            return new Read(List.of(), List.of(Problem.of("", "CAT-115", "" + rows.size(), "" + MOST)));
        }
        Map<String, Long> ids = products.ids(
                rows.stream()
                        .map(row -> columns(row)[0].strip())
                        .filter(word -> !word.isEmpty())
                        .toList(),
                actor);
        List<Problem> problems = new ArrayList<>();
        Map<String, Line> lines = new HashMap<>();
        for (int place = 0; place < rows.size(); place++) {
            String row = rows.get(place);
            if (row.isBlank()) {
                continue;
            }
            String number = "" + (place + 1);
            String[] columns = columns(row);
            String name = columns[0].strip();
            Long product = ids.get(name.toLowerCase(Locale.ROOT));
            if (columns.length < 2 || columns.length > 3) {
                problems.add(Problem.of(number, "CAT-112"));
            } else if (product == null) {
                problems.add(Problem.of(number, "CAT-111", name));
            } else {
                String minimum = columns.length == 3 ? columns[1].strip() : "";
                String price = columns[columns.length - 1].strip();
                Line line = line(product, minimum, price, locale);
                if (line == null) {
                    problems.add(Problem.of(number, "CAT-113", (minimum + " " + price).strip()));
                } else {
                    lines.put(product + " " + line.minimum().stripTrailingZeros(), line);
                }
            }
        }
        return new Read(List.copyOf(lines.values()), problems);
    }

    private static String[] columns(String row) {
        return row.split(row.contains("\t") ? "\t" : ";", -1);
    }

    private static @Nullable Line line(long product, String minimum, String price, Locale locale) {
        boolean discount = price.endsWith("%");
        BigDecimal from;
        BigDecimal value;
        try {
            from = minimum.isEmpty() ? BigDecimal.ZERO : Draft.number(minimum, locale);
            value = Draft.number(price.replaceAll("[%€$£]", "").strip(), locale);
        } catch (Draft.Unreadable unreadable) {
            return null;
        }
        boolean odd = from.signum() < 0
                || value.signum() < 0
                || from.scale() > DECIMALS
                || value.scale() > (discount ? 4 : DECIMALS)
                || from.compareTo(LARGEST) >= 0
                || value.compareTo(discount ? HUNDRED : LARGEST) > 0;
        return odd ? null : new Line(0, product, from, discount ? null : value, discount ? value : null);
    }
}
