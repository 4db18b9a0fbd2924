package lazo.kernel.transfer.source;

/** Why a file can't be read. Each has one message and one code. */
public sealed interface SourceRefusal {
    default String code() {
        return switch (this) {
            case Empty refused -> "IMP-101";
            case NotATable refused -> "IMP-102";
            case OldOrProtectedWorkbook refused -> "IMP-103";
            case TooLargeInside refused -> "IMP-104";
            case BrokenWorkbook refused -> "IMP-105";
            case NoSuchSheet refused -> "IMP-106";
            case QuoteNotClosed refused -> "IMP-107";
            case RowTooLong refused -> "IMP-108";
            case TooManyColumns refused -> "IMP-109";
            case TooLarge refused -> "IMP-111";
        };
    }

    record Empty() implements SourceRefusal {}

    /** A file of another kind: a picture, a PDF, an archive. */
    record NotATable(String recognisedAs) implements SourceRefusal {}

    /** The workbook format of before 2007, or a workbook with a password: both begin with the same bytes. */
    record OldOrProtectedWorkbook() implements SourceRefusal {}

    /** A workbook whose contents are larger than can be unpacked safely. */
    record TooLargeInside(long megabytes) implements SourceRefusal {}

    record BrokenWorkbook() implements SourceRefusal {}

    record NoSuchSheet(String sheet) implements SourceRefusal {}

    /** A quotation mark that opens on this line is never closed. */
    record QuoteNotClosed(long line) implements SourceRefusal {}

    /** A row longer than memory should hold; most often a quotation mark too many on this line. */
    record RowTooLong(long line) implements SourceRefusal {}

    record TooManyColumns(int found, int most) implements SourceRefusal {}

    /** A file larger than this Lazo takes. */
    record TooLarge(long megabytes) implements SourceRefusal {}
}
