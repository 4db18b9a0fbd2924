package lazo.kernel.transfer.source;

/**
 * A column of a file.
 *
 * @param position counted from 0
 * @param header as it stands in the file, without spaces around it; empty where the file gives no name
 * @param repeat 1 for the first column with this header, 2 for the second
 */
public record SourceColumn(int position, String header, int repeat) {
    public boolean isNamed() {
        return !header.isEmpty();
    }
}
