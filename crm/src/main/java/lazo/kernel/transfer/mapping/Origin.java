package lazo.kernel.transfer.mapping;

import java.util.Map;

/**
 * The system a file was exported from, and what it holds.
 *
 * @param system key such as {@code hubspot}
 * @param title name such as "HubSpot"
 * @param object the kind of record
 * @param kind the kind of activity, empty for other objects
 * @param columns header as exported to field, {@code -} for none, {@code #} for the identifier in that system
 */
public record Origin(String system, String title, String object, String kind, Map<String, String> columns) {
    /** The column is known and has no field. */
    public static final String ASIDE = "-";
    /** The identifier of the record in the other system. */
    public static final String IDENTIFIER = "#";

    public Origin {
        columns = Map.copyOf(columns);
    }
}
