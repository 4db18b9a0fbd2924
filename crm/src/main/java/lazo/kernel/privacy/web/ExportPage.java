package lazo.kernel.privacy.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.privacy.PersonFile;
import lazo.kernel.record.FieldValues;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Screen;
import tools.jackson.databind.JsonNode;

/** What a person reads of what is kept about them. */
public record ExportPage(PersonFile file, Map<Long, User> users) {
    /** One line: what it is, what it says. */
    public record Line(String name, String value) {}

    /** The facts of a record in the reader's language. */
    public List<Line> facts(StoredRecord record, Screen screen) {
        List<Line> lines = new ArrayList<>();
        for (ObjectField field : record.type().allFields()) {
            Object value = record.value(field.key());
            if (value != null) {
                lines.add(new Line(field.label().in(screen.locale()), shown(field, value, screen)));
            }
        }
        return lines;
    }

    private String shown(ObjectField field, Object value, Screen screen) {
        return switch (field.type()) {
            case CHOICE ->
                field.choice((String) value)
                        .map(choice -> choice.label().in(screen.locale()))
                        .orElse((String) value);
            case USER ->
                Optional.ofNullable(users.get((Long) value)).map(User::name).orElse("#" + value);
            case DATE_TIME -> screen.dateTime((java.time.Instant) value);
            case DATE -> screen.date((java.time.LocalDate) value);
            default -> String.valueOf(FieldValues.canonical(field, value));
        };
    }

    /** The filled columns of any row. */
    public static List<Line> cells(JsonNode row) {
        List<Line> lines = new ArrayList<>();
        row.properties().forEach(column -> {
            JsonNode value = column.getValue();
            if (!value.isNull()) {
                lines.add(new Line(column.getKey(), value.isValueNode() ? value.asString("") : value.toString()));
            }
        });
        return lines;
    }
}
