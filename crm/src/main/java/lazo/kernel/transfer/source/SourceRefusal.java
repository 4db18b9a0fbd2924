package lazo.kernel.transfer.source;

/** Why a file can't be read. Each has one message and one code. */
public sealed interface SourceRefusal {
    String code();

    record Empty() implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-101";
        }
    }

    /** A file of another kind: a picture, a PDF, an archive. */
    record NotATable(String recognisedAs) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-102";
        }
    }

    /** The workbook format of before 2007, or a workbook with a password: both begin with the same bytes. */
    record OldOrProtectedWorkbook() implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-103";
        }
    }

    /** A workbook whose contents are larger than can be unpacked safely. */
    record TooLargeInside(long megabytes) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-104";
        }
    }

    record BrokenWorkbook() implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-105";
        }
    }

    record NoSuchSheet(String sheet) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-106";
        }
    }

    /** A quotation mark that opens on this line is never closed. */
    record QuoteNotClosed(long line) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-107";
        }
    }

    /** A row longer than memory should hold; most often a quotation mark too many on this line. */
    record RowTooLong(long line) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-108";
        }
    }

    record TooManyColumns(int found, int most) implements SourceRefusal {
        @Override
        public String code() {
            return "IMP-109";
        }
    }
}
