package lazo.operational.activity.web;

import java.util.List;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;

/**
 * The form above a timeline that notes what was done or plans what is to be done.
 *
 * @param about the record whose page it is on
 * @param kind which tab is open
 * @param kinds which tabs there are
 */
public record Composer(ObjectType type, StoredRecord about, String kind, List<String> kinds, FieldForm form) {
    public static final List<String> KINDS = List.of("note", "call", "task", "meeting", "visit", "email");

    /** The tab for what colleagues say to each other, which is no activity. */
    public static final String COMMENT = "comment";

    public static String icon(String kind) {
        return switch (kind) {
            case "call" -> "phone";
            case "task" -> "checkbox";
            case "meeting" -> "users";
            case "visit" -> "map-pin";
            case "email" -> "mail";
            case COMMENT -> "message-circle";
            default -> "note";
        };
    }

    public boolean isComment() {
        return kind.equals(COMMENT);
    }

    /** The fields asked besides subject and text. */
    public List<ObjectField> asked() {
        return switch (kind) {
            case "call" -> fields("direction", "outcome", "duration");
            case "task" -> fields("due_at", "remind_at", "owner");
            case "meeting", "visit" -> fields("start_at", "end_at", "location", "remind_at");
            case "email" -> fields("direction");
            default -> List.of();
        };
    }

    /** Notes and e-mails can be for oneself. */
    public boolean asksPrivate() {
        return (kind.equals("note") || kind.equals("email"))
                && type.privateField().isPresent();
    }

    public boolean asksSubject() {
        return !kind.equals("note") && !kind.equals("call");
    }

    private List<ObjectField> fields(String... keys) {
        return List.of(keys).stream().flatMap(key -> type.find(key).stream()).toList();
    }
}
