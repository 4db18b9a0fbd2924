package lazo.operational.journal.web;

import java.util.Map;
import lazo.operational.journal.JournalLists.Statement;
import lazo.operational.journal.web.Books.Customer;
import lazo.operational.journal.web.Books.Days;
import lazo.operational.journal.web.Books.Frame;
import org.jspecify.annotations.Nullable;

/** The movements of an account. @param customer of whom alone, or null @param next the address of the next page, or null */
public record StatementPage(
        Frame frame,
        Days days,
        String account,
        @Nullable Long customer,
        Statement statement,
        Map<Long, Customer> customers,
        @Nullable String next) {
    public StatementPage {
        customers = Map.copyOf(customers);
    }
}
