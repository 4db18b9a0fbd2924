package lazo.operational.journal.web;

import java.util.List;
import lazo.operational.journal.web.Books.Frame;

/** An entry as somebody types it, and what is wrong with it. */
public record EntryForm(Frame frame, String date, String description, List<Row> rows, List<String> wrong) {
    public EntryForm {
        rows = List.copyOf(rows);
        wrong = List.copyOf(wrong);
    }

    /** A line as it was typed. */
    public record Row(String account, String debit, String credit) {
        static final Row EMPTY = new Row("", "", "");

        boolean isEmpty() {
            return account.isBlank() && debit.isBlank() && credit.isBlank();
        }
    }
}
