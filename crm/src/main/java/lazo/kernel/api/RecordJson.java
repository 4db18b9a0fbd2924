package lazo.kernel.api;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lazo.kernel.access.FieldMask;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.FieldValues;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records as JSON: how each type of field is written, and how strictly it is read. */
public final class RecordJson {
    /** Refuses what two readers could understand in two ways: names twice, endless nesting, not-a-number. */
    public static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1_000_000)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST_NUMBER = 30;

    private RecordJson() {}

    /**
     * One JSON object in UTF-8, without anything PostgreSQL could not keep.
     *
     * @throws ApiRefusal when it is something else
     */
    public static JsonNode object(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw ApiRefusal.of(400, "API-112", "{ }");
            }
            checkTexts(node);
            return node;
        } catch (CharacterCodingException notUtf8) {
            throw ApiRefusal.of(400, "API-110", "UTF-8");
        } catch (JacksonException unreadable) {
            var place = unreadable.getLocation();
            throw ApiRefusal.of(
                    400,
                    "API-110",
                    place == null ? "JSON" : "JSON %d:%d".formatted(place.getLineNr(), place.getColumnNr()));
        }
    }

    private static void checkTexts(JsonNode node) {
        if (node.isString()) {
            checkText(node.stringValue());
        } else if (node.isObject()) {
            node.properties().forEach(member -> {
                checkText(member.getKey());
                checkTexts(member.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(RecordJson::checkTexts);
        }
    }

    /** No text of PostgreSQL holds a NUL or half a character. */
    public static void checkText(@Nullable String text) {
        for (int place = 0; text != null && place < text.length(); place++) {
            char at = text.charAt(place);
            boolean pair = Character.isHighSurrogate(at)
                    && place + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(place + 1));
            if (at == '\0' || Character.isSurrogate(at) && !pair) {
                throw ApiRefusal.of(400, "API-110", "U+%04X".formatted((int) at));
            }
            place += pair ? 1 : 0;
        }
    }

    /** @param shown which fields to write */
    public static ObjectNode record(StoredRecord record, Predicate<ObjectField> shown) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", record.id());
        node.put("object", record.type().key());
        node.put("version", record.version());
        node.put("title", record.title());
        node.put(
                "deleted_at",
                record.deletedAt() == null ? null : record.deletedAt().toString());
        ObjectNode fields = node.putObject("fields");
        record.type().fields().stream()
                .filter(shown)
                .forEach(field -> fields.set(field.key(), value(field, record.value(field.key()))));
        return node;
    }

    static JsonNode value(ObjectField field, @Nullable Object value) {
        var nodes = JSON.getNodeFactory();
        if (value == null) {
            return nodes.nullNode();
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE -> nodes.stringNode((String) value);
            case NUMBER, PERCENT -> nodes.numberNode((BigDecimal) value);
            case DATE, DATE_TIME -> nodes.stringNode(value.toString());
            case YES_NO -> nodes.booleanNode((Boolean) value);
            case USER, LOOKUP -> nodes.numberNode((Long) value);
            case MONEY -> {
                ObjectNode money = nodes.objectNode();
                money.put("amount", ((Money) value).amount());
                money.put("currency", ((Money) value).currency());
                yield money;
            }
            case MULTI_CHOICE, TAGS -> {
                ArrayNode words = nodes.arrayNode();
                ((List<?>) value).forEach(word -> words.add((String) word));
                yield words;
            }
            case ADDRESS -> {
                ObjectNode address = nodes.objectNode();
                List<@Nullable String> parts = ((Address) value).parts();
                for (int place = 0; place < parts.size(); place++) {
                    address.put(Address.PARTS.get(place), parts.get(place));
                }
                yield address;
            }
        };
    }

    /** A value of the history, which keeps canonical text. */
    static JsonNode ofCanonical(ObjectField field, @Nullable String text) {
        try {
            return value(field, FieldValues.ofCanonical(field, text));
        } catch (RuntimeException ofAnotherType) {
            return JSON.getNodeFactory().stringNode(text);
        }
    }

    /** Tells of a field what it was and what it became, both as the history keeps them. */
    public static void putChange(
            ObjectNode node, ObjectType type, String key, @Nullable String from, @Nullable String to) {
        node.put("field", key);
        Optional<ObjectField> field = type.find(key);
        if (field.isPresent()) {
            node.set("from", ofCanonical(field.get(), from));
            node.set("to", ofCanonical(field.get(), to));
        } else {
            node.put("from", from);
            node.put("to", to);
        }
    }

    /** Reads the fields of a request. Every field that cannot be written as it stands is a problem; none is ignored. */
    static Draft draft(ObjectType type, JsonNode fields, FieldMask mask, Draft.Reading reading) {
        Map<String, @Nullable Object> values = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : fields.properties()) {
            String key = entry.getKey();
            ObjectField field = type.find(key)
                    .filter(found -> !found.archived() && mask.shows(key))
                    .orElse(null);
            if (field == null) {
                problems.add(Problem.of(shortened(key), "API-113", type.key()));
            } else if (!field.isTyped() || !mask.allowsChange(key)) {
                problems.add(Problem.of(key, "API-114"));
            } else {
                try {
                    values.put(key, read(type, field, entry.getValue(), reading));
                } catch (Draft.Unreadable unreadable) {
                    problems.add(new Problem(
                            key,
                            unreadable.code(),
                            unreadable.args().stream()
                                    .map(RecordJson::shortened)
                                    .toList()));
                } catch (WrongKind wrong) {
                    problems.add(Problem.of(key, "API-112", wrong.expected));
                }
            }
        }
        return new Draft(values, problems);
    }

    private static final class WrongKind extends RuntimeException {
        private final String expected;

        WrongKind(String expected) {
            super(expected, null, false, false);
            this.expected = expected;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static @Nullable Object read(ObjectType type, ObjectField field, JsonNode node, Draft.Reading reading) {
        if (node.isNull()) {
            return null;
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE, DATE ->
                one(type, field, string(node), reading);
            case DATE_TIME -> one(type, field, utc(string(node)), reading);
            case NUMBER, PERCENT -> one(type, field, number(node), reading);
            case YES_NO -> {
                if (!node.isBoolean()) {
                    throw new WrongKind("true, false");
                }
                yield node.booleanValue();
            }
            case USER, LOOKUP -> {
                if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                    throw new WrongKind("17");
                }
                yield node.longValue();
            }
            case MULTI_CHOICE, TAGS -> words(type, field, node, reading);
            case MONEY -> money(type, field, node, reading);
            case ADDRESS -> address(type, field, node, reading);
        };
    }

    private static @Nullable Object one(ObjectType type, ObjectField field, String text, Draft.Reading reading) {
        return Draft.one(type, field, List.of(text), null, reading);
    }

    private static String string(JsonNode node) {
        if (!node.isString()) {
            throw new WrongKind("\"…\"");
        }
        return node.stringValue();
    }

    /** With any offset, as other programs write moments. */
    private static String utc(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException withoutOffset) {
            return text;
        }
    }

    private static String number(JsonNode node) {
        if (!node.isNumber()) {
            throw new WrongKind("1234.5");
        }
        BigDecimal number = node.decimalValue();
        if (number.precision() > LONGEST_NUMBER || Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw new WrongKind("1234.5");
        }
        return number.toPlainString();
    }

    private static @Nullable Object words(ObjectType type, ObjectField field, JsonNode node, Draft.Reading reading) {
        if (!node.isArray()) {
            throw new WrongKind("[\"…\"]");
        }
        List<String> words = new ArrayList<>();
        node.forEach(word -> words.add(string(word)));
        return Draft.one(type, field, words, null, reading);
    }

    private static @Nullable Object money(ObjectType type, ObjectField field, JsonNode node, Draft.Reading reading) {
        if (node.isNumber()) {
            return one(type, field, number(node), reading);
        }
        if (!node.isObject() || !node.has("amount") || !hasOnly(node, List.of("amount", "currency"))) {
            throw new WrongKind("{\"amount\": 1234.5, \"currency\": \"EUR\"}");
        }
        JsonNode currency = node.path("currency");
        return Draft.one(
                type,
                field,
                List.of(number(node.path("amount"))),
                currency.isMissingNode() || currency.isNull() ? null : string(currency),
                reading);
    }

    private static @Nullable Object address(ObjectType type, ObjectField field, JsonNode node, Draft.Reading reading) {
        if (!node.isObject() || !hasOnly(node, Address.PARTS)) {
            throw new WrongKind("{\"street\": \"…\", \"postcode\": \"…\", \"city\": \"…\"}");
        }
        Map<String, List<String>> parts = new HashMap<>();
        for (String part : Address.PARTS) {
            JsonNode value = node.path(part);
            parts.put(
                    field.key() + "." + part,
                    value.isMissingNode() || value.isNull() ? List.of() : List.of(string(value)));
        }
        Draft read = Draft.read(type, parts, reading);
        if (!read.problems().isEmpty()) {
            Problem problem = read.problems().getFirst();
            throw new WrongKind(String.join(" / ", problem.args()));
        }
        return read.values().get(field.key());
    }

    private static boolean hasOnly(JsonNode node, List<String> names) {
        return names.containsAll(node.propertyNames());
    }
}
