package lazo.operational.activity.web;

import java.util.List;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Names;
import lazo.platform.web.Option;

/**
 * What the page for the day shows.
 *
 * @param day overdue activities, then today's
 * @param overdue how many of them are overdue
 * @param attention address and sentence of what should be looked at
 */
public record Today(
        String who,
        List<String> cards,
        List<String> cardsToChoose,
        List<StoredRecord> day,
        int overdue,
        ObjectType activity,
        Names dayNames,
        ObjectType deal,
        List<StoredRecord> deals,
        Names dealNames,
        List<Figure> numbers,
        List<Option> attention,
        List<StoredRecord> news) {
    /** Nothing was brought in yet. */
    public boolean isFirstDay() {
        return news.isEmpty() && deals.isEmpty() && day.isEmpty();
    }

    /** One figure with the list behind it. */
    public record Figure(String key, String value, String href) {}

    /** The record an activity is about, by name, where the viewer may see it. */
    public String about(StoredRecord one) {
        return java.util.stream.Stream.of("contact", "account", "lead", "opportunity")
                .flatMap(key -> dayNames.record(one.reference(key)).stream())
                .findFirst()
                .orElse("");
    }
}
