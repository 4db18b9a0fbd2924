package lazo.kernel.transfer;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.record.Draft;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a file.
 *
 * @param object the records it becomes
 * @param system the system it was exported from, empty where unknown
 * @param key fields by which a record is found again; {@code #} is the identifier in the other system
 * @param owner of new records whose row names nobody
 * @param createTargets whether a company that a row names and Lazo does not know is made
 * @param newChoices whether an unknown value of a list is added to the list
 * @param runningName whether rows get a number for a name, because the file has none
 * @param constants values every new record gets, as {@link lazo.kernel.record.FieldValues} writes them
 */
public record ImportPlan(
        String object,
        String system,
        List<ColumnPlan> columns,
        Mode mode,
        List<String> key,
        EmptyCells emptyCells,
        BadCells badCells,
        Duplicates duplicates,
        @Nullable Long owner,
        boolean createTargets,
        boolean newChoices,
        boolean runningName,
        Map<String, String> constants,
        Reader reader) {
    public enum Mode {
        CREATE,
        UPDATE,
        CREATE_OR_UPDATE;

        public boolean updates() {
            return this != CREATE;
        }

        public boolean creates() {
            return this != UPDATE;
        }
    }

    /** What an empty cell does to a record that has a value. */
    public enum EmptyCells {
        KEEP,
        CLEAR
    }

    /** What a cell that can't be read does to its row. */
    public enum BadCells {
        REJECT_ROW,
        LEAVE_EMPTY
    }

    /** What happens to a new row that looks like a record that is there. */
    public enum Duplicates {
        SKIP,
        CREATE
    }

    /** Whose language, zone and currency the texts are read in. @param region country of telephone numbers without prefix */
    public record Reader(String language, String zone, String currency, String region) {
        public Draft.Reading reading() {
            return new Draft.Reading(Locale.forLanguageTag(language), ZoneId.of(zone), currency, region);
        }

        public Locale locale() {
            return Locale.forLanguageTag(language);
        }
    }

    public ImportPlan {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        constants = Map.copyOf(constants);
    }

    public ImportPlan with(List<ColumnPlan> others) {
        return new ImportPlan(
                object,
                system,
                others,
                mode,
                key,
                emptyCells,
                badCells,
                duplicates,
                owner,
                createTargets,
                newChoices,
                runningName,
                constants,
                reader);
    }

    public ImportPlan keyed(List<String> otherKey) {
        return with(
                mode,
                otherKey,
                emptyCells,
                badCells,
                duplicates,
                owner,
                createTargets,
                newChoices,
                runningName,
                constants);
    }

    /** Rows get a number for a name. */
    ImportPlan numbered() {
        return with(mode, key, emptyCells, badCells, duplicates, owner, createTargets, newChoices, true, constants);
    }

    /** After the lists were completed: a value they do not know is a problem. */
    ImportPlan closed() {
        return with(mode, key, emptyCells, badCells, duplicates, owner, createTargets, false, runningName, constants);
    }

    public ImportPlan with(
            Mode otherMode,
            List<String> otherKey,
            EmptyCells empty,
            BadCells bad,
            Duplicates alike,
            @Nullable Long otherOwner,
            boolean targets,
            boolean choices,
            boolean running,
            Map<String, String> fixed) {
        return new ImportPlan(
                object,
                system,
                columns,
                otherMode,
                otherKey,
                empty,
                bad,
                alike,
                otherOwner,
                targets,
                choices,
                running,
                fixed,
                reader);
    }
}
