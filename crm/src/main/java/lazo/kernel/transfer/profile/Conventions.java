package lazo.kernel.transfer.profile;

import java.util.Locale;
import java.util.Set;

/**
 * How the texts of one column are read.
 *
 * @param tagSeparator between the tags of one cell
 */
public record Conventions(DecimalMark decimalMark, DateOrder dateOrder, char tagSeparator) {
    private static final Set<String> MONTH_FIRST = Set.of("US", "PH", "FM", "PW");
    private static final Set<String> DECIMAL_DOT = Set.of(
            "US", "GB", "IE", "MX", "AU", "NZ", "IN", "CN", "JP", "PH", "GT", "HN", "SV", "NI", "DO", "PR", "PA", "PE");

    /** What is usual where the language is spoken; the language alone speaks for its country of origin. */
    public static Conventions of(Locale locale) {
        boolean english = locale.getLanguage().equals("en");
        String country = locale.getCountry();
        DecimalMark mark = country.isEmpty()
                ? english ? DecimalMark.DOT : DecimalMark.COMMA
                : DECIMAL_DOT.contains(country) ? DecimalMark.DOT : DecimalMark.COMMA;
        boolean monthFirst = MONTH_FIRST.contains(country) || country.isEmpty() && english;
        return new Conventions(mark, monthFirst ? DateOrder.MONTH_DAY_YEAR : DateOrder.DAY_MONTH_YEAR, ';');
    }

    public Conventions with(DecimalMark mark) {
        return new Conventions(mark, dateOrder, tagSeparator);
    }

    public Conventions with(DateOrder order) {
        return new Conventions(decimalMark, order, tagSeparator);
    }

    public Conventions withTagSeparator(char separator) {
        return new Conventions(decimalMark, dateOrder, separator);
    }
}
