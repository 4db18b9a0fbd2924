package lazo.operational.catalogue.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days as browsers send them. */
final class Dates {
    private Dates() {}

    /** Null when it is none, or one no business is done on. */
    static @Nullable LocalDate read(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() >= 1900 && date.getYear() <= 9999 ? date : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
