package lazo.kernel.transfer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.Draft;
import lazo.kernel.record.FieldValues;
import lazo.kernel.transfer.profile.Conventions;
import lazo.kernel.transfer.profile.DateText;
import lazo.kernel.transfer.profile.DecimalMark;
import lazo.kernel.transfer.profile.NumberText;
import lazo.kernel.transfer.profile.Words;
import lazo.kernel.transfer.source.CellKind;
import lazo.kernel.transfer.source.RowProblem;
import lazo.kernel.transfer.source.SourceRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows of text into values of the fields they go to, and says of every cell that does not fit why not. */
final class RowReader {
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_WORDS = 50;
    private static final int MOST_UNKNOWN = 200;
    private static final Pattern WORD_BREAK = Pattern.compile("\\s*[\\r\\n]+\\s*");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Words for "done" and "not done" that other systems use for the state of a task. */
    private static final Set<String> DONE = Set.of(
            "completed",
            "complete",
            "done",
            "closed",
            "held",
            "finished",
            "completada",
            "completado",
            "hecha",
            "hecho",
            "terminada",
            "terminado",
            "realizada",
            "realizado",
            "finalizada",
            "finalizado",
            "cerrada",
            "cerrado");

    private static final Set<String> OPEN = Set.of(
            "not started",
            "in progress",
            "planned",
            "pending",
            "deferred",
            "waiting on someone else",
            "waiting",
            "open",
            "not held",
            "scheduled",
            "waiting for input",
            "pending input",
            "pendiente",
            "planificada",
            "planificado",
            "en curso",
            "abierta",
            "abierto",
            "sin empezar",
            "aplazada");

    private final Slots slots;
    private final ImportPlan plan;
    private final Draft.Reading reading;
    private final ZoneId zone;
    private final Map<String, Long> users;
    private final @Nullable Object[] constants;
    private final List<Map<String, String>> choices;
    private final String namePrefix;
    private final Map<Integer, Set<String>> unknownChoices = new HashMap<>();

    /**
     * @param users ids by folded name and e-mail address
     * @param namePrefix what goes before the running number of a row without name
     */
    RowReader(Slots slots, ImportPlan plan, Map<String, Long> users, String namePrefix) {
        this.slots = slots;
        this.plan = plan;
        this.reading = plan.reader().reading();
        this.zone = reading.zone();
        this.users = users;
        this.namePrefix = namePrefix;
        this.constants = new Object[slots.slots().size()];
        this.choices = new ArrayList<>();
        for (int i = 0; i < constants.length; i++) {
            Slot slot = slots.slots().get(i);
            if (slot.constant()) {
                constants[i] = FieldValues.ofCanonical(
                        slot.field(), plan.constants().get(slot.field().key()));
            }
            choices.add(slot.field().type() == FieldType.STAGE ? stages() : choices(slot.field()));
        }
    }

    private static Map<String, String> choices(ObjectField field) {
        Map<String, String> keys = new HashMap<>();
        for (Choice choice : field.choices()) {
            for (String label : choice.label().byLanguage().values()) {
                keys.putIfAbsent(Words.fold(label.strip()), choice.key());
            }
        }
        for (Choice choice : field.choices()) {
            keys.put(Words.fold(choice.key()), choice.key());
        }
        return keys;
    }

    private Map<String, String> stages() {
        Map<String, String> keys = new HashMap<>();
        slots.type().pipelines().forEach(pipeline -> {
            for (Stage stage : pipeline.stages()) {
                for (String label : stage.label().byLanguage().values()) {
                    keys.putIfAbsent(Words.fold(label.strip()), stage.key());
                }
                keys.put(Words.fold(stage.key()), stage.key());
            }
        });
        return keys;
    }

    /** Values of lists that Lazo does not know yet, by position of the column; a list grows by {@value #MOST_UNKNOWN} at most. */
    Map<Integer, Set<String>> unknownChoices() {
        return unknownChoices;
    }

    StagedRow read(SourceRow row, long number) {
        List<RowNote> notes = new ArrayList<>(0);
        for (RowProblem problem : row.problems()) {
            notes.add(note(row, number, problem));
        }
        int size = slots.slots().size();
        @Nullable Object[] values = new Object[size];
        @Nullable String[] texts = new String[size];
        Map<String, String> aside = null;
        if (!row.isRefused()) {
            for (int i = 0; i < size; i++) {
                Slot slot = slots.slots().get(i);
                if (slot.constant()) {
                    values[i] = constants[i];
                } else {
                    fill(slot, i, row, number, values, texts, notes);
                }
            }
            aside = aside(row);
            name(values, row, number, notes);
        }
        String identifier = null;
        ColumnPlan identified = slots.identifier();
        if (identified != null) {
            String text = row.cell(identified.position()).strip();
            identifier = text.isEmpty() || text.length() > 200 ? null : text;
        }
        for (RowNote note : notes) {
            if (!note.fatal() && note.position() >= 0 && plan.badCells() == ImportPlan.BadCells.LEAVE_EMPTY) {
                aside = keep(aside, row, note.position());
            }
        }
        return new StagedRow(
                number,
                row.line(),
                values,
                texts,
                identifier,
                aside == null ? null : JSON.writeValueAsString(aside),
                notes);
    }

    private static RowNote note(SourceRow row, long number, RowProblem problem) {
        return switch (problem) {
            case RowProblem.TooManyCells(int expected, int found) ->
                new RowNote(number, row.line(), -1, "IMP-230", List.of("" + expected, "" + found), true);
            case RowProblem.TooFewCells(int expected, int found) ->
                new RowNote(number, row.line(), -1, "IMP-231", List.of("" + expected, "" + found), false);
            case RowProblem.CellTooLong(int column, int length) ->
                new RowNote(number, row.line(), column, "IMP-232", List.of("" + length), true);
            case RowProblem.CharactersRemoved(int column) ->
                new RowNote(number, row.line(), column, "IMP-233", List.of(), false);
            case RowProblem.Undecodable(int column) ->
                new RowNote(number, row.line(), column, "IMP-234", List.of(row.cell(column)), false);
            case RowProblem.Unreadable() -> new RowNote(number, row.line(), -1, "IMP-235", List.of(), true);
        };
    }

    private @Nullable Map<String, String> aside(SourceRow row) {
        Map<String, String> aside = null;
        for (ColumnPlan column : slots.aside()) {
            aside = keep(aside, row, column.position());
        }
        return aside;
    }

    private @Nullable Map<String, String> keep(@Nullable Map<String, String> aside, SourceRow row, int position) {
        String text = row.cell(position).strip();
        if (text.isEmpty()) {
            return aside;
        }
        Map<String, String> kept = aside == null ? new java.util.LinkedHashMap<>() : aside;
        String header = plan.columns().stream()
                .filter(column -> column.position() == position)
                .map(ColumnPlan::header)
                .findFirst()
                .orElse("");
        kept.put(header.isEmpty() ? "" + (position + 1) : header, text);
        return kept;
    }

    /** A record must be called something. */
    private void name(@Nullable Object[] values, SourceRow row, long number, List<RowNote> notes) {
        ObjectField title = slots.type().titleField();
        List<String> keys = title.isDerived() ? title.template() : List.of(title.key());
        int first = -1;
        for (int i = 0; i < values.length; i++) {
            if (keys.contains(slots.slots().get(i).field().key())) {
                if (values[i] != null) {
                    return;
                }
                first = first < 0 ? i : first;
            }
        }
        if (plan.runningName() && first >= 0 && slots.slots().get(first).constant()) {
            values[first] = namePrefix + " " + number;
        } else if (plan.mode() == ImportPlan.Mode.CREATE && notes.stream().noneMatch(RowNote::fatal)) {
            notes.add(new RowNote(number, row.line(), -1, "IMP-211", List.of(title.key()), true));
        }
    }

    private void fill(
            Slot slot,
            int index,
            SourceRow row,
            long number,
            @Nullable Object[] values,
            @Nullable String[] texts,
            List<RowNote> notes) {
        if (slot.field().type() == FieldType.ADDRESS) {
            values[index] = address(slot, row, number, notes);
            return;
        }
        if (slot.columns().size() > 1) {
            values[index] = joined(slot, row, number, notes);
            return;
        }
        ColumnPlan column = slot.columns().get(0);
        String text = row.cell(column.position()).strip();
        if (text.isEmpty()) {
            return;
        }
        if (slot.isLookup()) {
            texts[index] = text.length() > LONGEST_LINE
                    ? text.substring(0, LONGEST_LINE)
                    : WORD_BREAK.matcher(text).replaceAll(" ");
            return;
        }
        try {
            values[index] = value(slot, column, text, row.kind(column.position()), choices.get(index));
        } catch (Unfit unfit) {
            boolean fatal = unfit.fatal && plan.badCells() == ImportPlan.BadCells.REJECT_ROW;
            notes.add(new RowNote(number, row.line(), column.position(), unfit.code, List.of(unfit.arguments), fatal));
        }
    }

    private @Nullable Object address(Slot slot, SourceRow row, long number, List<RowNote> notes) {
        List<@Nullable String> parts =
                new ArrayList<>(java.util.Collections.nCopies(Address.PARTS.size(), (String) null));
        for (int i = 0; i < slot.columns().size(); i++) {
            ColumnPlan column = slot.columns().get(i);
            try {
                String text = line(row.cell(column.position()));
                int place = Address.PARTS.indexOf(slot.parts().get(i));
                String before = parts.get(place);
                parts.set(place, text.isEmpty() ? before : before == null ? text : before + ", " + text);
            } catch (Unfit unfit) {
                notes.add(
                        new RowNote(number, row.line(), column.position(), unfit.code, List.of(unfit.arguments), true));
            }
        }
        return Address.of(parts);
    }

    private @Nullable Object joined(Slot slot, SourceRow row, long number, List<RowNote> notes) {
        boolean lines = slot.field().type() == FieldType.LONG_TEXT;
        StringBuilder joined = new StringBuilder();
        for (ColumnPlan column : slot.columns()) {
            String text = row.cell(column.position()).strip();
            if (!text.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : lines ? "\n" : " ").append(text);
            }
        }
        if (joined.isEmpty()) {
            return null;
        }
        try {
            return lines ? text(joined.toString()) : line(joined.toString());
        } catch (Unfit unfit) {
            notes.add(new RowNote(
                    number, row.line(), slot.columns().get(0).position(), unfit.code, List.of(unfit.arguments), true));
            return null;
        }
    }

    /** A cell that does not fit its field. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String[] arguments;
        private final boolean fatal;

        Unfit(String code, String... arguments) {
            this(true, code, arguments);
        }

        Unfit(boolean fatal, String code, String... arguments) {
            super(code, null, false, false);
            this.code = code;
            this.arguments = arguments;
            this.fatal = fatal;
        }
    }

    private @Nullable Object value(Slot slot, ColumnPlan column, String text, CellKind kind, Map<String, String> known)
            throws Unfit {
        ObjectField field = slot.field();
        boolean textual = field.type() == FieldType.TEXT
                || field.type() == FieldType.LONG_TEXT
                || field.type() == FieldType.CHOICE
                || field.type() == FieldType.MULTI_CHOICE
                || field.type() == FieldType.TAGS;
        if (!textual && Words.isNothing(text)) {
            return null;
        }
        Conventions conventions = column.conventions();
        return switch (field.type()) {
            case TEXT ->
                slot.parts().isEmpty()
                        ? line(text)
                        : nullIfEmpty(
                                PersonName.of(line(text)).part(slot.parts().get(0)));
            case LONG_TEXT -> text(text);
            case NUMBER -> decimal(number(text, kind, conventions), text);
            case PERCENT -> decimal(number(text, kind, conventions), text);
            case MONEY -> money(text, kind, conventions);
            case DATE -> date(text, kind, conventions);
            case DATE_TIME -> moment(text, kind, conventions);
            case YES_NO -> yesNo(text);
            case CHOICE -> choice(slot, column, text, known);
            case MULTI_CHOICE -> multiChoice(slot, column, text, known);
            case STAGE -> stage(column, text, known);
            case TAGS -> tags(column, text);
            case EMAIL ->
                viaDraft(field, text.regionMatches(true, 0, "mailto:", 0, 7) ? text.substring(7) : text, "IMP-205");
            case PHONE -> viaDraft(field, text, "IMP-206");
            case LINK -> viaDraft(field, text, "IMP-207");
            case USER -> user(column, text);
            case AUTO_NUMBER -> line(text);
            case ADDRESS, LOOKUP -> throw new IllegalStateException("Read as a whole: " + field.type());
        };
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** One line without control characters. A leading apostrophe that keeps a spreadsheet from computing is taken off. */
    private static String line(String cell) throws Unfit {
        String text = plain(cell, true);
        if (text.length() > LONGEST_LINE) {
            throw new Unfit("IMP-210", "" + text.length(), "" + LONGEST_LINE);
        }
        return text;
    }

    private static String text(String cell) throws Unfit {
        String text = plain(cell, false);
        if (text.length() > LONGEST_TEXT) {
            throw new Unfit("IMP-210", "" + text.length(), "" + LONGEST_TEXT);
        }
        return text;
    }

    private static String plain(String cell, boolean single) {
        String text = SafeCell.restored(cell.strip());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) {
                return cleaned(text, single);
            }
        }
        return text;
    }

    private static String cleaned(String text, boolean single) {
        String lines = single
                ? WORD_BREAK.matcher(text).replaceAll(" ")
                : text.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder kept = new StringBuilder(lines.length());
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c >= ' ' && c != 0x7F || c == '\n' || c == '\t') {
                kept.append(c);
            }
        }
        return kept.toString().strip();
    }

    private static NumberText numberText(String text, CellKind kind) throws Unfit {
        NumberText number = NumberText.of(text);
        if (number == null) {
            throw new Unfit("IMP-201", text);
        }
        return number;
    }

    private static BigDecimal number(String text, CellKind kind, Conventions conventions) throws Unfit {
        DecimalMark mark =
                kind == CellKind.NUMBER || kind == CellKind.PERCENT ? DecimalMark.DOT : conventions.decimalMark();
        BigDecimal value = numberText(text, kind).value(mark);
        if (value == null) {
            throw new Unfit("IMP-201", text);
        }
        return value;
    }

    private static BigDecimal decimal(BigDecimal value, String text) throws Unfit {
        if (value.precision() > 30 || Math.abs(value.scale()) > 15) {
            throw new Unfit("IMP-201", text);
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private Money money(String text, CellKind kind, Conventions conventions) throws Unfit {
        BigDecimal amount = decimal(number(text, kind, conventions), text);
        if (amount.scale() > 4) {
            amount = amount.setScale(4, java.math.RoundingMode.HALF_EVEN).stripTrailingZeros();
            amount = amount.scale() < 0 ? amount.setScale(0) : amount;
        }
        if (amount.precision() - amount.scale() > 15) {
            throw new Unfit("IMP-223", text);
        }
        String currency = kind == CellKind.TEXT ? numberText(text, kind).currency() : "";
        return new Money(amount, currency.isEmpty() ? reading.currency() : currency);
    }

    private static LocalDate date(String text, CellKind kind, Conventions conventions) throws Unfit {
        return moment(text, kind, conventions, "IMP-202").date();
    }

    private java.time.Instant moment(String text, CellKind kind, Conventions conventions) throws Unfit {
        return moment(text, kind, conventions, "IMP-203").at(zone).toInstant();
    }

    private static DateText.Moment moment(String text, CellKind kind, Conventions conventions, String code)
            throws Unfit {
        if (kind == CellKind.DATE) {
            return new DateText.Moment(LocalDate.parse(text), null, null);
        }
        if (kind == CellKind.DATE_TIME) {
            LocalDateTime moment = LocalDateTime.parse(text);
            return new DateText.Moment(moment.toLocalDate(), moment.toLocalTime(), null);
        }
        DateText date = DateText.of(text);
        DateText.Moment moment = date == null ? null : date.moment(conventions.dateOrder(), true);
        if (moment == null) {
            throw new Unfit(code, text);
        }
        return moment;
    }

    private static Boolean yesNo(String text) throws Unfit {
        if (Words.isYes(text)) {
            return true;
        }
        if (Words.isNo(text)) {
            return false;
        }
        String folded = Words.fold(text);
        if (DONE.contains(folded)) {
            return true;
        }
        if (OPEN.contains(folded)) {
            return false;
        }
        throw new Unfit("IMP-204", text);
    }

    private @Nullable String choice(Slot slot, ColumnPlan column, String text, Map<String, String> known) throws Unfit {
        String meant = column.values().get(text);
        if (meant != null) {
            return meant.isEmpty() ? null : meant;
        }
        if (slot.fresh()) {
            return line(text);
        }
        String key = known.get(Words.fold(text));
        if (key == null) {
            note(column, text);
            if (plan.newChoices()
                    && unknownChoices.getOrDefault(column.position(), Set.of()).contains(text)) {
                return null;
            }
            throw new Unfit("IMP-208", text);
        }
        return key;
    }

    private void note(ColumnPlan column, String text) {
        Set<String> unknown = unknownChoices.computeIfAbsent(column.position(), position -> new TreeSet<>());
        if (unknown.size() < MOST_UNKNOWN && text.length() <= 120) {
            unknown.add(text);
        }
    }

    private @Nullable List<String> multiChoice(Slot slot, ColumnPlan column, String text, Map<String, String> known)
            throws Unfit {
        LinkedHashSet<String> keys = new LinkedHashSet<>();
        for (String word : split(text, column.conventions().tagSeparator())) {
            String key = choice(slot, column, word, known);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys.isEmpty() ? null : List.copyOf(keys);
    }

    private @Nullable String stage(ColumnPlan column, String text, Map<String, String> known) throws Unfit {
        String meant = column.values().get(text);
        if (meant != null) {
            return meant.isEmpty() ? null : meant;
        }
        String key = known.get(Words.fold(text));
        if (key == null) {
            note(column, text);
            throw new Unfit("IMP-209", text);
        }
        return key;
    }

    private static @Nullable List<String> tags(ColumnPlan column, String text) throws Unfit {
        LinkedHashSet<String> tags = new LinkedHashSet<>();
        for (String word : split(text, column.conventions().tagSeparator())) {
            String tag = plain(word, true);
            if (tag.length() > 100) {
                throw new Unfit("IMP-210", "" + tag.length(), "100");
            }
            tags.add(tag);
        }
        if (tags.size() > MOST_WORDS) {
            throw new Unfit("IMP-214", "" + tags.size(), "" + MOST_WORDS);
        }
        return tags.isEmpty() ? null : List.copyOf(tags);
    }

    private static List<String> split(String text, char separator) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(Pattern.quote(String.valueOf(separator)))) {
            String bare = word.strip();
            if (!bare.isEmpty()) {
                words.add(bare);
            }
        }
        return words;
    }

    private @Nullable Object viaDraft(ObjectField field, String text, String code) throws Unfit {
        try {
            return Draft.one(slots.type(), field, List.of(SafeCell.restored(text)), null, reading);
        } catch (Draft.Unreadable unreadable) {
            throw new Unfit(code, text);
        }
    }

    private @Nullable Long user(ColumnPlan column, String text) throws Unfit {
        String meant = column.values().get(text);
        if (meant != null) {
            return meant.isEmpty() ? null : Long.valueOf(meant);
        }
        Long user = users.get(Words.fold(text));
        if (user == null) {
            throw new Unfit(false, "IMP-212", text);
        }
        return user;
    }

    static String folded(String text) {
        return Words.fold(text.strip()).toLowerCase(Locale.ROOT);
    }
}
