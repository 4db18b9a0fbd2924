package lazo.kernel.transfer.source;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.Birthday;
import ezvcard.property.Email;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The people of an address book. One card is held at a time, and a broken card does not spoil its neighbours. */
final class CardCursor implements RowCursor {
    /** A card with a picture may be large; one larger than this is no card. */
    private static final int LONGEST_CARD = 8 * 1024 * 1024;

    private final BufferedReader reader;
    private final AtomicLong position = new AtomicLong();
    private long line;

    CardCursor(Path path, Format.Cards format) throws IOException {
        reader = new BufferedReader(
                new InputStreamReader(new CountingStream(Files.newInputStream(path), position), format.charset()));
    }

    @Override
    public List<SourceColumn> columns() {
        return Arrays.stream(CardColumn.values())
                .map(column -> new SourceColumn(column.ordinal(), column.header(), 1))
                .toList();
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        StringBuilder card = new StringBuilder();
        long begin = 0;
        int depth = 0;
        boolean tooLong = false;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            String bare = text.strip().replace("\uFEFF", "");
            if (bare.equalsIgnoreCase("BEGIN:VCARD")) {
                depth++;
                if (depth == 1) {
                    begin = line;
                }
            }
            if (depth > 0) {
                if (card.length() + text.length() > LONGEST_CARD) {
                    tooLong = true;
                } else {
                    card.append(text.replace("\uFEFF", "")).append("\r\n");
                }
            }
            if (bare.equalsIgnoreCase("END:VCARD") && depth > 0) {
                depth--;
                if (depth == 0) {
                    return tooLong ? unreadable(begin) : row(begin, card.toString());
                }
            }
        }
        return depth > 0 ? unreadable(begin) : null;
    }

    private static SourceRow unreadable(long begin) {
        String[] cells = new String[CardColumn.values().length];
        Arrays.fill(cells, "");
        return new SourceRow(begin, cells, null, List.of(new RowProblem.Unreadable()));
    }

    private static SourceRow row(long begin, String text) {
        VCard card;
        try {
            card = Ezvcard.parse(text).first();
        } catch (RuntimeException e) {
            return unreadable(begin);
        }
        if (card == null) {
            return unreadable(begin);
        }
        Map<CardColumn, String> values = new EnumMap<>(CardColumn.class);
        fillName(values, card);
        fillWays(values, card);
        fillAddress(values, card);
        put(values, CardColumn.WEBSITE, first(card.getUrls()));
        put(
                values,
                CardColumn.NOTE,
                card.getNotes().stream().map(TextProperty::getValue).collect(Collectors.joining("\n")));
        put(values, CardColumn.LANGUAGE, first(card.getLanguages()));
        put(values, CardColumn.BIRTHDAY, birthday(card.getBirthday()));
        put(values, CardColumn.UID, card.getUid() == null ? "" : card.getUid().getValue());
        if (card.getCategories() != null) {
            put(values, CardColumn.TAGS, String.join("; ", card.getCategories().getValues()));
        }
        String[] cells = new String[CardColumn.values().length];
        List<RowProblem> problems = List.of();
        for (CardColumn column : CardColumn.values()) {
            Cleaned cleaned = Cleaned.of(values.getOrDefault(column, ""), column.ordinal());
            cells[column.ordinal()] = cleaned.text();
            if (cleaned.problem() != null) {
                problems = DelimitedCursor.with(problems, cleaned.problem());
            }
        }
        return new SourceRow(begin, cells, null, problems);
    }

    private static void fillName(Map<CardColumn, String> values, VCard card) {
        put(
                values,
                CardColumn.FULL_NAME,
                card.getFormattedName() == null ? "" : card.getFormattedName().getValue());
        StructuredName name = card.getStructuredName();
        if (name != null) {
            put(values, CardColumn.FIRST_NAME, joined(name.getGiven(), String.join(" ", name.getAdditionalNames())));
            put(values, CardColumn.LAST_NAME, name.getFamily());
        }
        if (card.getOrganization() != null
                && !card.getOrganization().getValues().isEmpty()) {
            List<String> units = card.getOrganization().getValues();
            put(values, CardColumn.COMPANY, units.get(0));
            put(values, CardColumn.DEPARTMENT, String.join(", ", units.subList(1, units.size())));
        }
        put(values, CardColumn.JOB_TITLE, first(card.getTitles()));
    }

    private static void fillWays(Map<CardColumn, String> values, VCard card) {
        for (Email email : card.getEmails()) {
            putNext(values, email.getValue(), CardColumn.EMAIL, CardColumn.EMAIL_2);
        }
        for (Telephone telephone : card.getTelephoneNumbers()) {
            String number = telephone.getText();
            if (number == null && telephone.getUri() != null) {
                number = telephone.getUri().getNumber();
            }
            if (telephone.getTypes().contains(TelephoneType.FAX)) {
                continue;
            }
            if (telephone.getTypes().contains(TelephoneType.CELL)) {
                putNext(values, number, CardColumn.MOBILE, CardColumn.PHONE, CardColumn.PHONE_2);
            } else {
                putNext(values, number, CardColumn.PHONE, CardColumn.PHONE_2);
            }
        }
    }

    private static void fillAddress(Map<CardColumn, String> values, VCard card) {
        if (card.getAddresses().isEmpty()) {
            return;
        }
        Address address = card.getAddresses().get(0);
        put(values, CardColumn.STREET, joined(address.getStreetAddress(), address.getExtendedAddress()));
        put(values, CardColumn.POSTCODE, address.getPostalCode());
        put(values, CardColumn.CITY, address.getLocality());
        put(values, CardColumn.REGION, address.getRegion());
        put(values, CardColumn.COUNTRY, address.getCountry());
    }

    private static String birthday(@Nullable Birthday birthday) {
        if (birthday == null) {
            return "";
        }
        Temporal date = birthday.getDate();
        if (date == null) {
            return birthday.getText() == null ? "" : birthday.getText();
        }
        return date.isSupported(ChronoField.EPOCH_DAY) ? LocalDate.from(date).toString() : "";
    }

    private static String joined(@Nullable String first, @Nullable String second) {
        String start = first == null ? "" : first.strip();
        String end = second == null ? "" : second.strip();
        return start.isEmpty() ? end : end.isEmpty() ? start : start + " " + end;
    }

    private static String first(List<? extends TextProperty> properties) {
        return properties.isEmpty() || properties.get(0).getValue() == null
                ? ""
                : properties.get(0).getValue();
    }

    private static void put(Map<CardColumn, String> values, CardColumn column, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(column, value.strip());
        }
    }

    private static void putNext(Map<CardColumn, String> values, @Nullable String value, CardColumn... columns) {
        for (CardColumn column : columns) {
            if (!values.containsKey(column)) {
                put(values, column, value);
                return;
            }
        }
    }

    @Override
    public long position() {
        return position.get();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
