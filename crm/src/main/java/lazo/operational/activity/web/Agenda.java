package lazo.operational.activity.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Names;

/** What the agenda shows. @param who {@code me}, {@code my_team} or a user's id */
public record Agenda(
        boolean mayCreate,
        Span span,
        LocalDate day,
        LocalDate today,
        String who,
        Map<LocalDate, List<Slot>> days,
        Instant now,
        ObjectType type,
        Names names) {
    static final int FIRST_HOUR = 8;
    static final int ROWS = 24;

    /** One activity in its place. @param row half hours since the first hour shown, from 1 @param rows how many it lasts */
    public record Slot(StoredRecord activity, Instant start, int row, int rows) {}

    /** How many days are shown. */
    public enum Span {
        DAY,
        WEEK,
        MONTH;

        static Span of(String text) {
            return switch (text) {
                case "day" -> DAY;
                case "month" -> MONTH;
                default -> WEEK;
            };
        }

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        LocalDate first(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> AgendaController.monday(day);
                case MONTH -> AgendaController.monday(day.withDayOfMonth(1));
            };
        }

        LocalDate last(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> AgendaController.monday(day).plusDays(6);
                case MONTH ->
                    AgendaController.monday(day.with(TemporalAdjusters.lastDayOfMonth()))
                            .plusDays(6);
            };
        }

        public LocalDate before(LocalDate day) {
            return switch (this) {
                case DAY -> day.minusDays(1);
                case WEEK -> day.minusWeeks(1);
                case MONTH -> day.minusMonths(1);
            };
        }

        public LocalDate after(LocalDate day) {
            return switch (this) {
                case DAY -> day.plusDays(1);
                case WEEK -> day.plusWeeks(1);
                case MONTH -> day.plusMonths(1);
            };
        }
    }

    public List<Integer> hours() {
        return java.util.stream.IntStream.range(FIRST_HOUR, FIRST_HOUR + ROWS / 2)
                .boxed()
                .toList();
    }

    public String query(Span other, LocalDate date) {
        return "?span=" + other.key() + "&date=" + date + "&who=" + who;
    }

    /** The record an activity is about, by name, where the viewer may see it. */
    public String about(StoredRecord activity) {
        return java.util.stream.Stream.of("contact", "account", "lead", "opportunity")
                .flatMap(key -> names.record(activity.reference(key)).stream())
                .findFirst()
                .orElse("");
    }
}
