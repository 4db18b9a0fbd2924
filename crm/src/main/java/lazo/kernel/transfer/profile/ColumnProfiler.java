package lazo.kernel.transfer.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import lazo.kernel.transfer.profile.Misfits.Place;
import lazo.kernel.transfer.source.CellKind;
import lazo.kernel.transfer.source.SourceColumn;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every value of one column and then says what the column is.
 *
 * <p>Each value is turned into {@link Sign}s; of each sign the column keeps how often it was there, where it was first
 * there and where it was first missing. Columns with few different values are judged once per value, so the cost per
 * row is one look-up. Memory: at most {@value #MOST_DISTINCT} values.
 */
final class ColumnProfiler {
    private static final int MOST_DISTINCT = 1_000;
    private static final int LONGEST_DISTINCT = 120;
    private static final int EXAMPLES = 5;
    private static final int PLACES = 5;
    /** A type is proposed when this share of the values is of it. */
    private static final double ENOUGH = 0.95;

    private static final int MOST_CHOICES = 60;
    private static final int MOST_TAGS = 200;
    private static final Set<String> PHONE_WORDS = Set.of(
            "telefono",
            "telefonos",
            "tel",
            "tlf",
            "tfno",
            "movil",
            "celular",
            "phone",
            "mobile",
            "cell",
            "fax",
            "whatsapp",
            "telephone");
    private static final Set<String> NAME_WORDS = Set.of(
            "id",
            "code",
            "codigo",
            "cod",
            "number",
            "numero",
            "num",
            "nr",
            "ref",
            "referencia",
            "reference",
            "nif",
            "cif",
            "dni",
            "vat",
            "iva",
            "zip",
            "cp",
            "postal",
            "postcode",
            "iban",
            "cuenta",
            "key",
            "clave",
            "uuid",
            "guid",
            "sku",
            "ean");
    private static final Set<String> LINK_WORDS = Set.of(
            "web",
            "website",
            "url",
            "link",
            "enlace",
            "dominio",
            "domain",
            "sitio",
            "pagina",
            "site",
            "linkedin",
            "homepage");
    private static final Set<String> MONEY_WORDS = Set.of(
            "importe",
            "amount",
            "precio",
            "price",
            "revenue",
            "facturacion",
            "ingresos",
            "coste",
            "cost",
            "saldo",
            "valor",
            "euros",
            "eur",
            "usd");

    private final SourceColumn column;
    private final List<String> words;
    private @Nullable Map<String, Tally> tallies = new LinkedHashMap<>();
    private List<Tally> sample = List.of();
    private final Distinct distinct = new Distinct();
    private final long[] counts = new long[Sign.values().length];
    private final @Nullable Place[] firsts = new Place[Sign.values().length];
    private final Missing[] missing = new Missing[Sign.values().length];
    private final List<String> examples = new ArrayList<>();
    private final Map<String, Long> currencies = new HashMap<>();
    private long rows;
    private long blank;
    private boolean exact;
    private int longest;
    private int scaleDot;
    private int scaleComma;

    ColumnProfiler(SourceColumn column) {
        this.column = column;
        this.words = Words.of(column.header());
        for (int i = 0; i < missing.length; i++) {
            missing[i] = new Missing();
        }
    }

    /** The first places where a sign was not there. */
    private static final class Missing {
        private final List<Place> places = new ArrayList<>(0);
    }

    private static final class Tally {
        private final String value;
        private final int signs;
        private final long line;
        private long count;

        Tally(String value, int signs, long line) {
            this.value = value;
            this.signs = signs;
            this.line = line;
        }
    }

    void add(long line, String cell, CellKind kind) {
        rows++;
        String value = cell.strip();
        if (value.isEmpty()) {
            blank++;
            return;
        }
        Map<String, Tally> few = tallies;
        if (few == null) {
            distinct.add(value);
            count(Sign.of(value, kind), line, value, 1);
            note(value, kind);
            return;
        }
        Tally tally = few.get(value);
        if (tally == null) {
            tally = new Tally(value, Sign.of(value, kind), line);
            few.put(value, tally);
            note(value, kind);
            if (few.size() > MOST_DISTINCT || value.length() > LONGEST_DISTINCT * 10) {
                tally.count = 1;
                spill(few);
                return;
            }
        }
        tally.count++;
    }

    /** Too many different values to keep: from here on they are only counted. */
    private void spill(Map<String, Tally> few) {
        sample = new ArrayList<>(few.values());
        for (Tally tally : sample) {
            distinct.add(tally.value);
            count(tally.signs, tally.line, tally.value, tally.count);
        }
        tallies = null;
    }

    private void note(String value, CellKind kind) {
        if (examples.size() < EXAMPLES && !examples.contains(shortened(value))) {
            examples.add(shortened(value));
        }
        longest = Math.max(longest, value.length());
        if (value.length() > 60 || (scaleDot >= 6 && scaleComma >= 6 && currencies.isEmpty())) {
            return;
        }
        NumberText number = NumberText.of(value);
        if (number != null) {
            if (number.fits(DecimalMark.DOT)) {
                scaleDot = Math.max(scaleDot, number.scale(DecimalMark.DOT));
            }
            if (kind != CellKind.TEXT) {
                scaleComma = Math.max(scaleComma, number.scale(DecimalMark.DOT));
            } else if (number.fits(DecimalMark.COMMA)) {
                scaleComma = Math.max(scaleComma, number.scale(DecimalMark.COMMA));
            }
            if (!number.currency().isEmpty()) {
                currencies.merge(number.currency(), 1L, Long::sum);
            }
        }
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 79) + "…";
    }

    private void count(int signs, long line, String value, long times) {
        for (int i = 0; i < counts.length; i++) {
            if ((signs >>> i & 1) != 0) {
                if (counts[i] == 0) {
                    firsts[i] = new Place(line, shortened(value));
                }
                counts[i] += times;
            } else if (missing[i].places.size() < PLACES) {
                missing[i].places.add(new Place(line, shortened(value)));
            }
        }
    }

    private long of(Sign sign) {
        return counts[sign.ordinal()];
    }

    /**
     * May be asked again with other conventions.
     *
     * @param usual how texts are read where the column does not tell
     */
    ColumnProfile finish(Conventions usual) {
        Map<String, Tally> few = tallies;
        if (few != null) {
            exact = true;
            spill(few);
        }
        long different = exact ? sample.size() : distinct.estimate();
        long filled = rows - blank;
        long typed = filled - of(Sign.NOTHING);
        ColumnType type = type(typed, filled, different);
        Conventions conventions = usual;
        Evidence evidence = new Evidence.NotNeeded();
        if (type.isNumber()) {
            conventions = usual.with(
                    of(Sign.NUMBER_DOT) == of(Sign.NUMBER_COMMA)
                            ? usual.decimalMark()
                            : of(Sign.NUMBER_DOT) > of(Sign.NUMBER_COMMA) ? DecimalMark.DOT : DecimalMark.COMMA);
            evidence = evidence(
                    Sign.ONLY_DOT,
                    Sign.ONLY_COMMA,
                    Sign.AMBIGUOUS_NUMBER,
                    conventions.decimalMark() == DecimalMark.DOT);
        } else if (type.isDate()) {
            conventions = usual.with(order(usual.dateOrder()));
            evidence = conventions.dateOrder() == DateOrder.YEAR_MONTH_DAY
                    ? new Evidence.NotNeeded()
                    : evidence(
                            Sign.ONLY_DAY_FIRST,
                            Sign.ONLY_MONTH_FIRST,
                            Sign.AMBIGUOUS_DATE,
                            conventions.dateOrder() == DateOrder.DAY_MONTH_YEAR);
        }
        List<Frequency> tags = List.of();
        if (type == ColumnType.TAGS) {
            Tagging tagging = tagging();
            if (tagging != null) {
                conventions = conventions.withTagSeparator(tagging.separator);
                tags = tagging.words;
            }
        }
        boolean fractions =
                conventions.decimalMark() == DecimalMark.DOT ? of(Sign.FRACTION_DOT) > 0 : of(Sign.FRACTION_COMMA) > 0;
        ColumnType settled = type == ColumnType.WHOLE && fractions ? ColumnType.DECIMAL : type;
        return new ColumnProfile(
                column,
                rows,
                blank,
                of(Sign.NOTHING),
                different,
                exact,
                settled,
                conventions,
                evidence,
                currencies.size() == 1 ? currencies.keySet().iterator().next() : "",
                examples,
                exact && sample.size() <= MOST_CHOICES ? frequencies() : List.of(),
                tags,
                conventions.decimalMark() == DecimalMark.DOT ? scaleDot : scaleComma,
                longest,
                misfits(settled, conventions, typed));
    }

    private ColumnType type(long typed, long filled, long different) {
        if (filled == 0) {
            return ColumnType.TEXT;
        }
        if (typed > 0) {
            long yesNo = of(Sign.YES) + of(Sign.NO);
            boolean digitsOnly = of(Sign.ZERO_OR_ONE) == yesNo;
            if (exact
                    && yesNo == typed
                    && different - nothingsDistinct() <= 4
                    && (!digitsOnly || of(Sign.YES) > 0 && of(Sign.NO) > 0)) {
                return ColumnType.YES_NO;
            }
            if (enough(of(Sign.EMAIL), typed)) {
                return ColumnType.EMAIL;
            }
            boolean linkNamed = named(LINK_WORDS);
            if (of(Sign.LINK) > 0 && enough(of(Sign.LINK) + of(Sign.BARE_DOMAIN), typed)
                    || linkNamed && enough(of(Sign.LINK) + of(Sign.BARE_DOMAIN), typed)) {
                return ColumnType.LINK;
            }
            if (enough(dates(), typed)) {
                return of(Sign.TIME) > 0 ? ColumnType.DATE_TIME : ColumnType.DATE;
            }
            ColumnType number = numberType(typed);
            if (number != null) {
                return number;
            }
            if (enough(of(Sign.PHONE), typed) && (of(Sign.PHONE_MARKED) > 0 || named(PHONE_WORDS))) {
                return ColumnType.PHONE;
            }
        }
        return textType(filled, different);
    }

    private @Nullable ColumnType numberType(long typed) {
        long numbers = Math.max(of(Sign.NUMBER_DOT), of(Sign.NUMBER_COMMA));
        if (!enough(numbers, typed) || of(Sign.LEADING_ZERO) > 0 || of(Sign.LONG_NUMBER) > 0) {
            return null;
        }
        boolean phones = enough(of(Sign.PHONE), typed);
        if (phones && (named(PHONE_WORDS) || of(Sign.SPACED_NUMBER) > 0 && of(Sign.CURRENCY) == 0)) {
            return null;
        }
        if (of(Sign.PERCENT) > 0 && enough(of(Sign.PERCENT), typed)) {
            return ColumnType.PERCENT;
        }
        if (of(Sign.CURRENCY) * 2 > typed) {
            return currencies.size() <= 1 ? ColumnType.MONEY : null;
        }
        boolean fractions = of(Sign.FRACTION_DOT) > 0 || of(Sign.FRACTION_COMMA) > 0;
        if (!fractions && named(NAME_WORDS)) {
            return null;
        }
        int scale = of(Sign.NUMBER_DOT) > of(Sign.NUMBER_COMMA) ? scaleDot : scaleComma;
        if (named(MONEY_WORDS) && scale <= 2) {
            return ColumnType.MONEY;
        }
        return ColumnType.WHOLE;
    }

    private ColumnType textType(long filled, long different) {
        if (of(Sign.LINES) > 0 || of(Sign.LONG) * 20 > filled || longest > 2_000) {
            return ColumnType.LONG_TEXT;
        }
        if (of(Sign.LISTED) * 5 > filled && !named(NAME_WORDS) && tagging() != null) {
            return ColumnType.TAGS;
        }
        boolean codes = of(Sign.LEADING_ZERO) > 0 || named(NAME_WORDS) || named(PHONE_WORDS);
        boolean few = different <= 30 ? different * 3 <= filled : different <= MOST_CHOICES && different * 50 <= filled;
        if (exact && filled >= 10 && few && longest <= 80 && !codes && different > 1) {
            return ColumnType.CHOICE;
        }
        return ColumnType.TEXT;
    }

    private long dates() {
        return Math.max(of(Sign.YEAR_FIRST), Math.max(of(Sign.DAY_FIRST), of(Sign.MONTH_FIRST)));
    }

    private DateOrder order(DateOrder usual) {
        long day = of(Sign.DAY_FIRST);
        long month = of(Sign.MONTH_FIRST);
        long year = of(Sign.YEAR_FIRST);
        if (year > day && year > month || of(Sign.NAMED_MONTH) == dates() && year == day && year == month) {
            return DateOrder.YEAR_MONTH_DAY;
        }
        return day == month ? usual : day > month ? DateOrder.DAY_MONTH_YEAR : DateOrder.MONTH_DAY_YEAR;
    }

    private Evidence evidence(Sign oneWay, Sign otherWay, Sign ambiguous, boolean one) {
        Place proof = firsts[(one ? oneWay : otherWay).ordinal()];
        Place against = firsts[(one ? otherWay : oneWay).ordinal()];
        if (proof != null && against != null) {
            return new Evidence.Contradicted(proof.line(), proof.value(), against.line(), against.value());
        }
        if (proof != null) {
            return new Evidence.Proven(proof.line(), proof.value());
        }
        Place open = firsts[ambiguous.ordinal()];
        return open == null ? new Evidence.NotNeeded() : new Evidence.Assumed(open.line(), open.value());
    }

    private Misfits misfits(ColumnType type, Conventions conventions, long typed) {
        Sign sign = switch (type) {
            case WHOLE, DECIMAL, MONEY, PERCENT ->
                conventions.decimalMark() == DecimalMark.DOT ? Sign.NUMBER_DOT : Sign.NUMBER_COMMA;
            case DATE, DATE_TIME ->
                switch (conventions.dateOrder()) {
                    case DAY_MONTH_YEAR -> Sign.DAY_FIRST;
                    case MONTH_DAY_YEAR -> Sign.MONTH_FIRST;
                    case YEAR_MONTH_DAY -> Sign.YEAR_FIRST;
                };
            case EMAIL -> Sign.EMAIL;
            case PHONE -> Sign.PHONE;
            case YES_NO, LINK, CHOICE, TAGS, LONG_TEXT, TEXT -> null;
        };
        if (sign == null || typed <= of(sign)) {
            return new Misfits(0, List.of());
        }
        List<Place> places = missing[sign.ordinal()].places.stream()
                .filter(place -> !Words.isNothing(place.value()))
                .toList();
        return new Misfits(typed - of(sign), places);
    }

    private static boolean enough(long fitting, long all) {
        return fitting > 0 && fitting >= all * ENOUGH;
    }

    private boolean named(Set<String> vocabulary) {
        for (String word : words) {
            if (vocabulary.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private long nothingsDistinct() {
        long nothings = 0;
        for (Tally tally : sample) {
            if (Sign.has(tally.signs, Sign.NOTHING)) {
                nothings++;
            }
        }
        return nothings;
    }

    private List<Frequency> frequencies() {
        return sample.stream()
                .sorted(Comparator.comparingLong((Tally tally) -> -tally.count).thenComparing(tally -> tally.value))
                .map(tally -> new Frequency(tally.value, tally.count))
                .toList();
    }

    private record Tagging(char separator, List<Frequency> words) {}

    /** Cells that are lists of few short words which come again and again, or null. */
    private @Nullable Tagging tagging() {
        for (char separator : new char[] {';', '|', ','}) {
            Map<String, Long> words = new HashMap<>();
            long all = 0;
            long lists = 0;
            long cells = 0;
            boolean fits = true;
            for (Tally tally : sample) {
                String[] parts = tally.value.split(Pattern.quote(String.valueOf(separator)));
                cells += tally.count;
                if (parts.length > 1) {
                    lists += tally.count;
                }
                for (String part : parts) {
                    String word = part.strip();
                    if (word.length() > 40) {
                        fits = false;
                    } else if (!word.isEmpty()) {
                        words.merge(word, tally.count, Long::sum);
                        all += tally.count;
                    }
                }
            }
            if (fits
                    && lists * 5 >= cells
                    && words.size() > 1
                    && words.size() <= MOST_TAGS
                    && all >= words.size() * 2L) {
                return new Tagging(
                        separator,
                        words.entrySet().stream()
                                .map(word -> new Frequency(word.getKey(), word.getValue()))
                                .sorted(Comparator.comparingLong((Frequency word) -> -word.count())
                                        .thenComparing(Frequency::value))
                                .toList());
            }
        }
        return null;
    }
}
