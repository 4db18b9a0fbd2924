package lazo.operational.payment.web;

import java.util.List;
import java.util.Map;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * What the dialog for money that comes in or goes out shows.
 *
 * @param title its heading
 * @param action where it is sent
 * @param values what was typed, by name
 * @param spreads which invoices it can be for; empty where that is settled
 * @param open the invoices among which it can be spread
 * @param wrong what keeps it from being recorded
 */
public record PaymentForm(
        String title,
        String action,
        String currency,
        Map<String, String> values,
        List<Option> spreads,
        List<StoredRecord> open,
        List<Option> methods,
        List<String> wrong) {
    public PaymentForm {
        values = Map.copyOf(values);
        spreads = List.copyOf(spreads);
        open = List.copyOf(open);
        methods = List.copyOf(methods);
        wrong = List.copyOf(wrong);
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    public @Nullable String invalid() {
        return wrong.isEmpty() ? null : "true";
    }
}
