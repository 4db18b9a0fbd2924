package lazo.kernel.transfer.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.transfer.ColumnPlan;
import lazo.kernel.transfer.ImportPlan;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.Imports.ProblemCount;
import lazo.kernel.transfer.Proposal;
import lazo.kernel.transfer.RowNote;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.Evidence;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/**
 * What the page of one import shows.
 *
 * @param problems the first problems of the dry run or the run
 */
public record ImportScreen(
        ImportRun run,
        List<ObjectType> objects,
        Optional<ObjectType> type,
        List<User> users,
        List<ProblemCount> counts,
        List<RowNote> problems) {

    public ColumnProfile profile(ColumnPlan column) {
        return run.knownProfile().columns().stream()
                .filter(profile -> profile.column().position() == column.position())
                .findFirst()
                .orElseThrow();
    }

    /** What the select of a column says: a field's path, {@code new}, {@code aside}, {@code ignore}. */
    public static String chosen(ColumnPlan column) {
        return switch (column.use()) {
            case FIELD -> column.field();
            case NEW_FIELD -> "!new";
            case ASIDE -> "!aside";
            case IGNORE -> "!ignore";
        };
    }

    /** The fields a column may go into. */
    public List<Option> fields(Locale locale, Screen screen) {
        List<Option> fields = new ArrayList<>();
        ObjectType object = type.orElseThrow();
        for (ObjectField field : object.fields()) {
            if (field.type() == FieldType.ADDRESS && field.isTyped()) {
                for (String part : Address.PARTS) {
                    fields.add(new Option(
                            field.key() + "." + part,
                            field.label().in(locale) + ": " + screen.t("record.address." + part)));
                }
            } else if (field.isTyped() || field.isDerived() && field.equals(object.titleField())) {
                fields.add(new Option(field.key(), field.label().in(locale)));
            }
        }
        fields.add(new Option(ColumnPlan.IDENTIFIER, screen.t("import.identifier")));
        return fields;
    }

    public String newTypeName(ColumnPlan column, Screen screen) {
        FieldType made = column.newType();
        return screen.t("metadata.type." + (made == null ? Proposal.newType(profile(column)) : made).key());
    }

    /** Why dates and figures of a column are read as they are, where that is worth a word. */
    public String reading(ColumnPlan column, Screen screen) {
        ColumnProfile profile = profile(column);
        if (!profile.type().isDate() && !profile.type().isNumber()) {
            return "";
        }
        String order = profile.type().isDate()
                ? screen.t("import.order."
                        + profile.conventions().dateOrder().name().toLowerCase(Locale.ROOT))
                : screen.t("import.mark."
                        + profile.conventions().decimalMark().name().toLowerCase(Locale.ROOT));
        return switch (profile.evidence()) {
            case Evidence.NotNeeded() -> "";
            case Evidence.Proven(long line, String value) -> screen.t("import.read-proven", order, value, line);
            case Evidence.SameFile(String other, long line, String value) -> screen.t("import.read-like", order, other);
            case Evidence.Assumed(long line, String value) -> screen.t("import.read-assumed", order, value);
            case Evidence.Contradicted(long line, String value, long otherLine, String otherValue) ->
                screen.t("import.read-contradicted", order, otherValue, otherLine);
        };
    }

    /** What may serve as a key: mapped fields and columns that become fields. */
    public List<Option> keys(Locale locale, Screen screen) {
        List<Option> keys = new ArrayList<>();
        for (ColumnPlan column : run.knownPlan().columns()) {
            switch (column.use()) {
                case FIELD -> {
                    if (column.field().equals(ColumnPlan.IDENTIFIER)) {
                        keys.add(new Option(
                                ColumnPlan.IDENTIFIER, screen.t("import.identifier") + " (" + column.header() + ")"));
                    } else {
                        type.flatMap(object -> object.find(column.field()))
                                .filter(Proposal::servesAsKey)
                                .ifPresent(field -> keys.add(
                                        new Option(field.key(), field.label().in(locale))));
                    }
                }
                case NEW_FIELD, ASIDE, IGNORE -> {
                    // Not there yet: the identifier is the key for columns without a field.
                }
            }
        }
        return keys;
    }

    public String message(RowNote note, Screen screen) {
        return screen.t(note.messageKey(), note.arguments().toArray());
    }

    public String column(int position) {
        return run.profile() == null || position < 0
                ? ""
                : run.knownProfile().columns().stream()
                        .filter(profile -> profile.column().position() == position)
                        .map(profile -> profile.column().header())
                        .findFirst()
                        .orElse("");
    }

    public int percent() {
        if (run.state() == lazo.kernel.transfer.ImportState.READING || run.rowsTotal() == 0) {
            return run.size() == 0 ? 0 : (int) Math.min(100, run.position() * 100 / run.size());
        }
        return (int) Math.min(100, Math.max(run.rowsDone(), 0) * 100 / run.rowsTotal());
    }

    public boolean isMode(ImportPlan.Mode mode) {
        return run.knownPlan().mode() == mode;
    }
}
