package lazo.kernel.transfer.profile;

import java.util.List;
import lazo.kernel.transfer.source.SourceColumn;

/**
 * What a whole column holds.
 *
 * @param rows rows of the file
 * @param blank rows without a value in this column
 * @param nothings rows with a sign for "no value", such as {@code n/a}; empty where the type is not text
 * @param distinct different values; an estimate when {@code distinctExact} is false
 * @param conventions how its texts are read
 * @param evidence why so
 * @param currency the currency written beside the figures, empty where there is none or more than one
 * @param values the values of a column that has few, the most frequent first; empty otherwise
 * @param tags the words of a column of tags
 * @param scale digits after the decimal mark, at most
 * @param longest characters of the longest value
 */
public record ColumnProfile(
        SourceColumn column,
        long rows,
        long blank,
        long nothings,
        long distinct,
        boolean distinctExact,
        ColumnType type,
        Conventions conventions,
        Evidence evidence,
        String currency,
        List<String> examples,
        List<Frequency> values,
        List<Frequency> tags,
        int scale,
        int longest,
        Misfits misfits) {
    public ColumnProfile {
        examples = List.copyOf(examples);
        values = List.copyOf(values);
        tags = List.copyOf(tags);
    }

    public long filled() {
        return rows - blank;
    }

    public boolean isEmpty() {
        return blank == rows;
    }

    /** Whether every filled row has a value of its own, so that the column may serve as a key. */
    public boolean isUnique() {
        return filled() > 0 && (distinctExact ? distinct == filled() : distinct > filled() * 0.94);
    }

    /** The values of a choice. */
    public List<Frequency> choices() {
        return type == ColumnType.CHOICE ? values : List.of();
    }

    ColumnProfile with(Conventions others, Evidence reason) {
        return new ColumnProfile(
                column,
                rows,
                blank,
                nothings,
                distinct,
                distinctExact,
                type,
                others,
                reason,
                currency,
                examples,
                values,
                tags,
                scale,
                longest,
                misfits);
    }
}
