package lazo.kernel.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.transfer.ImportPlan.BadCells;
import lazo.kernel.transfer.ImportPlan.Duplicates;
import lazo.kernel.transfer.ImportPlan.EmptyCells;
import lazo.kernel.transfer.ImportPlan.Mode;
import lazo.kernel.transfer.ImportPlan.Reader;
import lazo.kernel.transfer.mapping.FieldName;
import lazo.kernel.transfer.mapping.Guess;
import lazo.kernel.transfer.mapping.Origin;
import lazo.kernel.transfer.mapping.Vocabulary;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.ColumnType;
import lazo.kernel.transfer.profile.FileProfile;
import lazo.kernel.transfer.source.CardColumn;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.SourceFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Lazo proposes to do with a file: its object, the field of each column, the key. The user has the last word. */
@Component
public class Proposal {
    private final ImportTargets targets;
    private final Access access;
    private final Vocabulary vocabulary = Vocabulary.load();

    Proposal(ImportTargets targets, Access access) {
        this.targets = targets;
        this.access = access;
    }

    /** The plan for what the file most likely is; empty when that can't be told. */
    Optional<ImportPlan> plan(SourceFile file, FileProfile profile, Actor actor, Reader reader) {
        if (file.format() instanceof Format.Cards) {
            return targets.find("contact").map(contact -> planFor(contact.key(), file, profile, actor, reader));
        }
        return origin(profile)
                .map(Origin::object)
                .or(() -> vocabulary.object(file.title(), profile.columns()))
                .filter(object ->
                        targets.find(object).isPresent() && actor.on(object).imports())
                .map(object -> planFor(object, file, profile, actor, reader));
    }

    public Optional<Origin> origin(FileProfile profile) {
        return vocabulary.recognise(profile.columns().stream()
                .map(column -> column.column().header())
                .toList());
    }

    /** The plan for this object, as the user chose it. */
    public ImportPlan planFor(String object, SourceFile file, FileProfile profile, Actor actor, Reader reader) {
        ObjectType type = targets.load(object);
        FieldMask mask = access.mask(actor, type);
        Optional<Origin> origin = origin(profile).filter(known -> known.object().equals(object));
        Map<Integer, String> fields = new HashMap<>();
        List<Guess> guesses = file.format() instanceof Format.Cards
                ? cardGuesses(profile)
                : origin.map(known -> vocabulary.guess(known, profile.columns()))
                        .orElseGet(() -> vocabulary.guess(object, profile.columns(), names(type)));
        Set<String> taken = new HashSet<>();
        for (Guess guess : guesses) {
            target(type, mask, guess.field(), taken).ifPresent(field -> fields.put(guess.position(), field));
        }
        List<ColumnPlan> columns = new ArrayList<>();
        boolean identified = false;
        for (ColumnProfile column : profile.columns()) {
            String header = column.column().header();
            ColumnPlan plan = new ColumnPlan(
                    column.column().position(), header, ColumnPlan.Use.ASIDE, "", null, column.conventions(), Map.of());
            String field = fields.get(column.column().position());
            if (column.isEmpty()) {
                columns.add(plan.ignored());
            } else if (field != null) {
                columns.add(plan.into(field));
            } else if (!identified
                    && origin.map(known ->
                                    Origin.IDENTIFIER.equals(known.columns().get(header)))
                            .orElse(false)) {
                identified = true;
                columns.add(plan.into(ColumnPlan.IDENTIFIER));
            } else {
                columns.add(plan);
            }
        }
        ImportPlan plan = new ImportPlan(
                object,
                origin.map(Origin::system).orElse(""),
                columns,
                identified ? Mode.CREATE_OR_UPDATE : Mode.CREATE,
                identified ? List.of(ColumnPlan.IDENTIFIER) : List.of(),
                EmptyCells.KEEP,
                BadCells.REJECT_ROW,
                Duplicates.SKIP,
                actor.id(),
                true,
                actor.may(Ability.OBJECTS),
                false,
                constants(type, fields, origin.map(Origin::kind).orElse("")),
                reader);
        return Slots.of(type, plan).nameRecords() ? plan : plan.numbered();
    }

    private static List<FieldName> names(ObjectType type) {
        return type.fields().stream()
                .filter(ObjectField::isTyped)
                .map(field -> new FieldName(
                        field.key(), List.copyOf(field.label().byLanguage().values()), columnType(field.type())))
                .toList();
    }

    /** What a column must hold to go into such a field; {@code null} where any text will do. */
    private static @Nullable ColumnType columnType(FieldType type) {
        return switch (type) {
            case EMAIL -> ColumnType.EMAIL;
            case PHONE -> ColumnType.PHONE;
            case LINK -> ColumnType.LINK;
            case NUMBER -> ColumnType.DECIMAL;
            case MONEY -> ColumnType.MONEY;
            case PERCENT -> ColumnType.PERCENT;
            case DATE -> ColumnType.DATE;
            case DATE_TIME -> ColumnType.DATE_TIME;
            case YES_NO -> ColumnType.YES_NO;
            case TEXT, LONG_TEXT, CHOICE, MULTI_CHOICE, TAGS, ADDRESS, USER, LOOKUP, STAGE, AUTO_NUMBER -> null;
        };
    }

    /** Where a guessed field really leads in this object, if anywhere. */
    private Optional<String> target(ObjectType type, FieldMask mask, String guessed, Set<String> taken) {
        String path = guessed.endsWith("#") ? guessed.substring(0, guessed.length() - 1) : guessed;
        String key = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        if ((key.equals("first_name") || key.equals("last_name"))
                && type.find(key).isEmpty()) {
            return type.titleField().type() == FieldType.TEXT
                            && mask.allowsChange(type.titleField().key())
                    ? Optional.of(type.titleField().key())
                    : Optional.empty();
        }
        Optional<ObjectField> field = type.find(key);
        boolean whole = Slots.splitsName(type, key);
        boolean named = taken.contains("first_name") || taken.contains("last_name");
        if (field.isEmpty()
                || field.get().archived()
                || !mask.allowsChange(key)
                || !whole && !field.get().isTyped()
                || whole && named
                || path.contains(".") && !Address.PARTS.contains(path.substring(path.indexOf('.') + 1))
                || taken.contains(path)) {
            return Optional.empty();
        }
        taken.add(path);
        return Optional.of(guessed);
    }

    private static List<Guess> cardGuesses(FileProfile profile) {
        Set<String> present = new HashSet<>();
        profile.columns().forEach(column -> present.add(column.column().header()));
        boolean parted =
                present.contains(CardColumn.LAST_NAME.header()) || present.contains(CardColumn.FIRST_NAME.header());
        List<Guess> guesses = new ArrayList<>();
        for (ColumnProfile column : profile.columns()) {
            String field = switch (CardColumn.valueOf(column.column().header().toUpperCase(java.util.Locale.ROOT))) {
                case FULL_NAME -> parted ? "" : "name";
                case FIRST_NAME -> "first_name";
                case LAST_NAME -> "last_name";
                case COMPANY -> "account";
                case JOB_TITLE -> "job_title";
                case EMAIL -> "email";
                case MOBILE -> "mobile";
                case PHONE -> "phone";
                case STREET -> "address.street";
                case POSTCODE -> "address.postcode";
                case CITY -> "address.city";
                case REGION -> "address.region";
                case COUNTRY -> "address.country";
                case BIRTHDAY -> "birthday";
                case LANGUAGE -> "language";
                case TAGS -> "tags";
                case NOTE -> "description";
                case DEPARTMENT, EMAIL_2, PHONE_2, WEBSITE, UID -> "";
            };
            if (!field.isEmpty()) {
                guesses.add(new Guess(column.column().position(), field, 1));
            }
        }
        return guesses;
    }

    /** What new records get that the file does not tell: a lead is new, it came by import, a row of calls is a call. */
    private static Map<String, String> constants(ObjectType type, Map<Integer, String> fields, String kind) {
        Map<String, String> constants = new HashMap<>();
        Map<String, String> usual = Map.of("status", "new", "source", "import", "kind", kind.isEmpty() ? "task" : kind);
        usual.forEach((key, choice) -> {
            if (!fields.containsValue(key)
                    && type.find(key).flatMap(field -> field.choice(choice)).isPresent()) {
                constants.put(key, choice);
            }
        });
        return constants;
    }

    /** The type of the field that is made for a column. */
    public static FieldType newType(ColumnProfile column) {
        return switch (column.type()) {
            case YES_NO -> FieldType.YES_NO;
            case WHOLE, DECIMAL -> FieldType.NUMBER;
            case MONEY -> FieldType.MONEY;
            case PERCENT -> FieldType.PERCENT;
            case DATE -> FieldType.DATE;
            case DATE_TIME -> FieldType.DATE_TIME;
            case EMAIL -> FieldType.EMAIL;
            case PHONE -> FieldType.PHONE;
            case LINK -> FieldType.LINK;
            case CHOICE -> FieldType.CHOICE;
            case TAGS -> FieldType.TAGS;
            case LONG_TEXT -> FieldType.LONG_TEXT;
            case TEXT -> column.longest() > 500 ? FieldType.LONG_TEXT : FieldType.TEXT;
        };
    }

    /** Whether a field may serve to find records again: typed text or figures that a search finds fast. */
    public static boolean servesAsKey(ObjectField field) {
        return field.indexed()
                && switch (field.type()) {
                    case TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER, NUMBER, DATE -> true;
                    case LONG_TEXT,
                            MONEY,
                            PERCENT,
                            DATE_TIME,
                            YES_NO,
                            CHOICE,
                            MULTI_CHOICE,
                            ADDRESS,
                            USER,
                            LOOKUP,
                            TAGS,
                            STAGE -> false;
                };
    }

    public static boolean servesAsKey(ColumnType type) {
        return switch (type) {
            case WHOLE, DATE, EMAIL, PHONE, LINK, TEXT -> true;
            case YES_NO, DECIMAL, MONEY, PERCENT, DATE_TIME, CHOICE, TAGS, LONG_TEXT -> false;
        };
    }
}
