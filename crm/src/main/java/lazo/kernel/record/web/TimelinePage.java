package lazo.kernel.record.web;

import gg.jte.Content;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.record.RecordTimeline;
import lazo.kernel.record.StoredRecord;

/**
 * A stretch of a record's timeline, by day, newest first.
 *
 * @param shown which kinds: {@code all}, {@code talk}, {@code sales} or {@code changes}
 * @param next where the next stretch begins
 * @param entries what other modules show of entries, by their id
 */
public record TimelinePage(
        StoredRecord record,
        String shown,
        List<Day> days,
        Optional<String> next,
        Names names,
        Map<Long, Content> entries) {
    public record Day(LocalDate date, List<RecordTimeline.Item> items) {}

    public boolean isEmpty() {
        return days.isEmpty();
    }
}
