package lazo.kernel.record.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a record's timeline, by day, newest first.
 *
 * @param shown which kinds: {@code all}, {@code talk}, {@code sales} or {@code changes}
 * @param next where the next stretch begins
 */
public record TimelinePage(StoredRecord record, String shown, List<Day> days, Optional<String> next, Names names) {
    public record Day(LocalDate date, List<Item> items) {}

    /**
     * One happening.
     *
     * @param subjectType the object of the record it happened to
     * @param subject what that record is called, {@code null} when it is this record itself
     * @param activity the activity itself, for entries of that kind
     */
    public record Item(
            TimelineEntry entry,
            ObjectType subjectType,
            @Nullable String subject,
            @Nullable StoredRecord activity) {}

    public boolean isEmpty() {
        return days.isEmpty();
    }
}
