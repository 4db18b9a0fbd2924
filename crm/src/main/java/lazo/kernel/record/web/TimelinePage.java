package lazo.kernel.record.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import lazo.kernel.record.RecordTimeline;
import lazo.kernel.record.StoredRecord;

/**
 * A stretch of a record's timeline, by day, newest first.
 *
 * @param shown which kinds: {@code all}, {@code talk}, {@code sales} or {@code changes}
 * @param next where the next stretch begins
 */
public record TimelinePage(StoredRecord record, String shown, List<Day> days, Optional<String> next, Names names) {
    public record Day(LocalDate date, List<RecordTimeline.Item> items) {}

    public boolean isEmpty() {
        return days.isEmpty();
    }
}
