package lazo.kernel.transfer.web;

import java.util.List;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * One column of the file as the mapping table shows it.
 *
 * @param icon of the type of its values
 * @param evidence why its values are read so, empty where nothing had to be judged
 * @param asks whether the file does not tell and the user should look
 * @param misfits what does not fit, empty where all does
 * @param target where it goes, as one of the options of {@link MappingPage#targets()}
 * @param newType the type of the field to be made, null where none is
 * @param conventions ways of reading to choose from: dates or figures; empty where there is nothing to choose
 * @param values values of the file that go to a list, each with what it means
 */
public record ColumnRow(
        int position,
        String name,
        String icon,
        String typeName,
        List<String> examples,
        String filled,
        String evidence,
        boolean asks,
        String misfits,
        String target,
        @Nullable String newType,
        List<Option> conventions,
        String convention,
        List<ValueRow> values,
        List<Option> valueOptions) {

    /** @param meaning what it means: key of a choice, {@code +} for a new one, empty for nothing */
    public record ValueRow(String value, String count, String meaning) {}

    public ColumnRow {
        examples = List.copyOf(examples);
        conventions = List.copyOf(conventions);
        values = List.copyOf(values);
        valueOptions = List.copyOf(valueOptions);
    }

    public boolean goesNowhere() {
        return target.equals("aside") || target.equals("ignore");
    }
}
