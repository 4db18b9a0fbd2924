package lazo.kernel.record.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Operator;
import lazo.kernel.filter.Period;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Screen;

/**
 * One condition as a sentence: field, operator, value.
 *
 * @param without query of the address without it
 * @param editQuery query that opens its editor
 */
public record Chip(String field, String operator, String value, String without, String editQuery) {
    private static final int MOST_WORDS = 3;

    public static List<Chip> of(ViewState state, Names names, Screen screen) {
        List<Chip> chips = new ArrayList<>();
        for (int i = 0; i < state.conditions().size(); i++) {
            Condition condition = state.conditions().get(i);
            Optional<ObjectField> field = field(state.type(), condition);
            chips.add(new Chip(
                    field.map(is -> label(is, condition, screen)).orElse(condition.field()),
                    screen.t("filter.op." + condition.operator().key()),
                    condition.operator().takesValue() ? value(state.type(), field, condition, names, screen) : "",
                    state.queryWithout(condition),
                    state.query() + "&edit=" + i));
        }
        return chips;
    }

    private static Optional<ObjectField> field(ObjectType type, Condition condition) {
        return type.find(condition.field().split("\\.", 2)[0]);
    }

    private static String label(ObjectField field, Condition condition, Screen screen) {
        String label = field.label().in(screen.locale());
        int dot = condition.field().indexOf('.');
        return dot < 0 ? label : screen.t("record.address." + condition.field().substring(dot + 1));
    }

    /** The values in words: «Burgos o Soria», «62 y 3 más». */
    private static String value(
            ObjectType type, Optional<ObjectField> field, Condition condition, Names names, Screen screen) {
        List<String> words = condition.values().stream()
                .map(value -> field.map(is -> word(type, is, condition.operator(), value, names, screen))
                        .orElse(value))
                .toList();
        if (words.size() > MOST_WORDS) {
            return screen.t(
                    "filter.and-more", String.join(", ", words.subList(0, MOST_WORDS)), words.size() - MOST_WORDS);
        }
        return words.size() < 2
                ? String.join("", words)
                : screen.t("filter.or", String.join(", ", words.subList(0, words.size() - 1)), words.getLast());
    }

    private static String word(
            ObjectType type, ObjectField field, Operator operator, String value, Names names, Screen screen) {
        Locale locale = screen.locale();
        return switch (field.type()) {
            case CHOICE, MULTI_CHOICE ->
                field.choice(value).map(choice -> choice.label().in(locale)).orElse(value);
            case STAGE ->
                type.stage(value).map(stage -> stage.label().in(locale)).orElse(value);
            case USER ->
                switch (value) {
                    case "me" -> screen.t("filter.me");
                    case "my_team" -> screen.t("filter.my-team");
                    default ->
                        names.users().values().stream()
                                .filter(user -> String.valueOf(user.id()).equals(value))
                                .map(user -> user.name())
                                .findFirst()
                                .orElse(value);
                };
            case LOOKUP ->
                names.records().entrySet().stream()
                        .filter(entry -> String.valueOf(entry.getKey()).equals(value))
                        .map(java.util.Map.Entry::getValue)
                        .findFirst()
                        .orElse("#" + value);
            case DATE, DATE_TIME ->
                operator == Operator.WITHIN
                        ? Period.ofKey(value)
                                .map(period -> screen.t("filter.period." + period.key()))
                                .orElse(value)
                        : day(value, screen);
            case TEXT, LONG_TEXT, NUMBER, MONEY, PERCENT, YES_NO, EMAIL, PHONE, LINK, ADDRESS, TAGS, AUTO_NUMBER ->
                value;
        };
    }

    private static String day(String value, Screen screen) {
        if (value.equals("today")) {
            return screen.t("filter.period.today");
        }
        try {
            return screen.date(LocalDate.parse(value));
        } catch (DateTimeException unreadable) {
            return value;
        }
    }
}
