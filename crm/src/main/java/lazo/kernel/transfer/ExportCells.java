package lazo.kernel.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as cells of a table: String, BigDecimal, LocalDate, LocalDateTime or null. Money has two columns and an address
 * five, so that what goes out can come in again.
 */
record ExportCells(ObjectType type, List<ObjectField> columns, Exports.Style style) {
    List<String> headers() {
        List<String> headers = new ArrayList<>();
        for (ObjectField field : columns) {
            String label = field.label().in(style.locale());
            if (field.type() == FieldType.MONEY) {
                headers.add(label);
                headers.add(label + " (" + style.names().currency() + ")");
            } else if (field.type() == FieldType.ADDRESS) {
                headers.addAll(addressHeaders(label));
            } else {
                headers.add(label);
            }
        }
        return headers;
    }

    private List<String> addressHeaders(String label) {
        List<String> names = style.names().addressParts();
        boolean single = columns.stream()
                        .filter(field -> field.type() == FieldType.ADDRESS)
                        .count()
                == 1;
        return single ? names : names.stream().map(name -> label + ": " + name).toList();
    }

    List<@Nullable Object> cells(StoredRecord record, ExportNames names) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (ObjectField field : columns) {
            Object value = record.value(field.key());
            switch (field.type()) {
                case MONEY -> {
                    cells.add(value == null ? null : ((Money) value).amount());
                    cells.add(value == null ? null : ((Money) value).currency());
                }
                case ADDRESS ->
                    cells.addAll(
                            value == null
                                    ? Arrays.asList(new String[Address.PARTS.size()])
                                    : ((Address) value).parts());
                case TEXT,
                        LONG_TEXT,
                        NUMBER,
                        PERCENT,
                        DATE,
                        DATE_TIME,
                        YES_NO,
                        CHOICE,
                        MULTI_CHOICE,
                        EMAIL,
                        PHONE,
                        LINK,
                        USER,
                        LOOKUP,
                        TAGS,
                        AUTO_NUMBER,
                        STAGE -> cells.add(value == null ? null : cell(field, value, names));
            }
        }
        return cells;
    }

    private Object cell(ObjectField field, Object value, ExportNames names) {
        return switch (field.type()) {
            case NUMBER, PERCENT -> (BigDecimal) value;
            case DATE -> (LocalDate) value;
            case DATE_TIME ->
                ((Instant) value).atZone(style.zone()).toLocalDateTime().withNano(0);
            case YES_NO ->
                Boolean.TRUE.equals(value) ? style.names().yes() : style.names().no();
            case CHOICE -> choice(field, (String) value);
            case MULTI_CHOICE ->
                ((List<?>) value)
                        .stream().map(key -> choice(field, String.valueOf(key))).collect(Collectors.joining("; "));
            case STAGE ->
                type.stage((String) value)
                        .map(Stage::label)
                        .map(label -> label.in(style.locale()))
                        .orElse((String) value);
            case TAGS -> ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining("; "));
            case USER -> names.user((Long) value);
            case LOOKUP -> names.record((Long) value);
            case TEXT, LONG_TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER, MONEY, ADDRESS -> value.toString();
        };
    }

    private String choice(ObjectField field, String key) {
        return field.choice(key)
                .map(Choice::label)
                .map(label -> label.in(style.locale()))
                .orElse(key);
    }
}
