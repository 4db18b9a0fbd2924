package lazo.operational.sales.web;

import java.util.List;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.record.StoredRecord;
import lazo.operational.sales.LeadMatches.Match;
import lazo.platform.web.Form;

/**
 * What the conversion of a lead asks.
 *
 * @param form what stands in the inputs, by names such as {@code account.name}
 * @param also names of the fields that are carried over without being asked
 * @param errors what is wrong with the whole
 */
public record ConvertPage(
        StoredRecord lead,
        Form form,
        List<Match> accounts,
        List<Match> contacts,
        List<Pipeline> pipelines,
        List<String> also,
        List<String> errors) {
    public ConvertPage {
        accounts = List.copyOf(accounts);
        contacts = List.copyOf(contacts);
        also = List.copyOf(also);
        errors = List.copyOf(errors);
    }

    public boolean chose(String name, String value) {
        return form.value(name).equals(value);
    }
}
