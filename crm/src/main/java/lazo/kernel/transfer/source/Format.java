package lazo.kernel.transfer.source;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** How a file is to be read. Proposed by {@link SourceFile#recognise}, changed by the user where the proposal is wrong. */
public sealed interface Format {
    /** The longest cell that is kept, in characters. */
    int LONGEST_CELL = 200_000;

    /** Whether the first row read gives the names of the columns. */
    boolean header();

    /**
     * Text with a separator.
     *
     * @param quote the character around values that hold a separator; null where there is none
     * @param preamble lines before the first row that belong to no table
     */
    record Delimited(
            Charset charset, char separator, @Nullable Character quote, boolean header, int preamble)
            implements Format {
        public Delimited withHeader(boolean present) {
            return new Delimited(charset, separator, quote, present, preamble);
        }
    }

    /**
     * One sheet of an Office Open XML workbook.
     *
     * @param preamble rows before the first row of the table
     */
    record Workbook(String sheet, boolean header, int preamble) implements Format {}

    /** Address cards (vCard 2.1, 3 and 4), one person each. */
    record Cards(Charset charset) implements Format {
        @Override
        public boolean header() {
            return true;
        }
    }
}
