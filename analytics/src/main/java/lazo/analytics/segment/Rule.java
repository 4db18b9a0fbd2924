package lazo.analytics.segment;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What sets a segment apart, as a few conditions that all hold.
 *
 * @param conditions none means "everyone"
 * @param covered share of the segment that meets them
 * @param precise share of those who meet them that is of the segment
 */
public record Rule(List<Condition> conditions, double covered, double precise) {
    public Rule {
        conditions = List.copyOf(conditions);
    }

    /** {@code feature ≤ bound}, or {@code feature > bound}. */
    public record Condition(String feature, boolean atMost, double bound) {
        boolean holds(double value) {
            return atMost ? value <= bound : value > bound;
        }
    }

    /** Balance of covering and being precise, 0 to 1: their harmonic mean. */
    public double f1() {
        return covered + precise == 0 ? 0 : 2 * covered * precise / (covered + precise);
    }

    /** "frequency above 4 and recency at most 30", in Spanish or English. */
    public String inWords(Locale locale) {
        boolean spanish = locale.getLanguage().equals("es");
        if (conditions.isEmpty()) {
            return spanish ? "todos" : "everyone";
        }
        NumberFormat number = NumberFormat.getInstance(locale);
        number.setMaximumFractionDigits(6);
        return conditions.stream()
                .map(condition -> condition.feature()
                        + " "
                        + (condition.atMost()
                                ? (spanish ? "hasta " : "at most ")
                                : (spanish ? "por encima de " : "above "))
                        + number.format(condition.bound()))
                .collect(Collectors.joining(spanish ? " y " : " and "));
    }
}
