package lazo.operational.journal.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lazo.operational.journal.ChartOfAccounts.Use;
import lazo.operational.journal.Closings.Closing;
import lazo.operational.journal.LedgerAccount;
import lazo.operational.journal.web.Books.Frame;
import lazo.platform.web.Form;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the ledger.
 *
 * @param behind whether documents of before are still being posted
 * @param uses everything an account can be used for, and the account, or an empty text
 * @param closed the last closed day, or null
 * @param people names of users by id
 * @param form what was typed and refused
 */
public record LedgerSettingsPage(
        Frame frame,
        boolean behind,
        List<LedgerAccount> accounts,
        List<Map.Entry<Use, String>> uses,
        @Nullable LocalDate closed,
        List<Closing> closings,
        Map<Long, String> people,
        Form form) {
    public LedgerSettingsPage {
        accounts = List.copyOf(accounts);
        uses = List.copyOf(uses);
        closings = List.copyOf(closings);
        people = Map.copyOf(people);
    }

    /** What an account is used for, in words. */
    public static String label(Use use, Screen screen) {
        String kind = screen.t("journal.use." + use.use());
        if (use.detail().isEmpty()) {
            return kind;
        }
        return switch (use.use()) {
            case MONEY -> kind + ": " + screen.t("payment.method." + use.detail());
            case SALES_GOODS, SALES_SERVICES -> kind + ": " + screen.t("ledger.treatment." + use.detail());
            case OUTPUT_TAX -> kind + ": " + use.detail() + " %";
            case CUSTOMERS, SALES_RETURNS, SURCHARGE, WITHHOLDING, ADVANCES, ROUNDING -> kind;
        };
    }

    public static String name(Use use) {
        return use.use() + "." + use.detail();
    }
}
