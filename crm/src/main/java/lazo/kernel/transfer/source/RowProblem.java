package lazo.kernel.transfer.source;

/** What is wrong with the shape of one row, before any meaning is looked at. */
public sealed interface RowProblem {
    /** Whether the row can't be used; otherwise it is used and the problem only told. */
    boolean fatal();

    /** More filled cells than columns: most often a separator inside a value that was not quoted. */
    record TooManyCells(int expected, int found) implements RowProblem {
        @Override
        public boolean fatal() {
            return true;
        }
    }

    /** Fewer cells than columns; the missing ones are read as empty. */
    record TooFewCells(int expected, int found) implements RowProblem {
        @Override
        public boolean fatal() {
            return false;
        }
    }

    /** A cell longer than Lazo keeps. */
    record CellTooLong(int column, int length) implements RowProblem {
        @Override
        public boolean fatal() {
            return true;
        }
    }

    /** Characters that can't be kept (NUL) were taken out. */
    record CharactersRemoved(int column) implements RowProblem {
        @Override
        public boolean fatal() {
            return false;
        }
    }

    /** Bytes that are no text in the encoding of the file. */
    record Undecodable(int column) implements RowProblem {
        @Override
        public boolean fatal() {
            return false;
        }
    }

    /** A card that can't be read at all. */
    record Unreadable() implements RowProblem {
        @Override
        public boolean fatal() {
            return true;
        }
    }
}
