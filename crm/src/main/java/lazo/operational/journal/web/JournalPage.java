package lazo.operational.journal.web;

import java.util.List;
import java.util.Map;
import lazo.operational.journal.JournalEntry;
import lazo.operational.journal.web.Books.Customer;
import lazo.operational.journal.web.Books.Days;
import lazo.operational.journal.web.Books.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the journal.
 *
 * @param account that every entry has, or empty
 * @param source where they come from, or empty
 * @param query the address of all of it, without the page
 * @param next the address of the page after this one, or null
 */
public record JournalPage(
        Frame frame,
        Days days,
        String account,
        String source,
        List<JournalEntry> entries,
        Map<Long, Customer> customers,
        String query,
        @Nullable String next) {
    public JournalPage {
        entries = List.copyOf(entries);
        customers = Map.copyOf(customers);
    }
}
