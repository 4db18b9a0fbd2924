package lazo.kernel.transfer.profile;

import java.util.List;

/** Values that are not of the type of their column. */
public record Misfits(long count, List<Place> first) {
    public record Place(long line, String value) {}

    public Misfits {
        first = List.copyOf(first);
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
