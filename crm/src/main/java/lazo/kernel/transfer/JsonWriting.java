package lazo.kernel.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** An array of objects for machines: keys of fields and choices, not their labels; empty fields are left out. */
final class JsonWriting implements ExportWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<ObjectField> columns;
    private final JsonGenerator json;

    JsonWriting(List<ObjectField> columns, OutputStream out) {
        this.columns = columns;
        this.json = JSON.createGenerator(out, JsonEncoding.UTF8);
        json.writeStartArray();
    }

    @Override
    public void write(StoredRecord record, ExportNames names) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeNumberProperty("id", record.id());
        for (ObjectField field : columns) {
            Object value = record.value(field.key());
            if (value != null) {
                json.writeName(field.key());
                value(field, value, names);
            }
        }
        json.writeEndObject();
    }

    private void value(ObjectField field, Object value, ExportNames names) {
        switch (value) {
            case BigDecimal number -> json.writeNumber(number);
            case Boolean yes -> json.writeBoolean(yes);
            case Money money -> {
                json.writeStartObject();
                json.writeNumberProperty("amount", money.amount());
                json.writeStringProperty("currency", money.currency());
                json.writeEndObject();
            }
            case Address address -> address(address);
            case List<?> words -> {
                json.writeStartArray();
                words.forEach(word -> json.writeString(String.valueOf(word)));
                json.writeEndArray();
            }
            case Long id -> {
                json.writeStartObject();
                json.writeNumberProperty("id", id);
                String name = field.type() == FieldType.USER ? names.user(id) : names.record(id);
                if (!name.isEmpty()) {
                    json.writeStringProperty("name", name);
                }
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private void address(Address address) {
        json.writeStartObject();
        for (int i = 0; i < Address.PARTS.size(); i++) {
            @Nullable String part = address.parts().get(i);
            if (part != null) {
                json.writeStringProperty(Address.PARTS.get(i), part);
            }
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.close();
    }
}
