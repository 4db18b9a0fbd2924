package lazo.kernel.transfer;

import java.util.List;

/**
 * Records leave as a file: published once before the first of them does, and again when the last one has.
 *
 * @param fields keys of the fields that go along
 * @param records how many went; -1 before
 */
public record Exported(long actorId, String object, String format, List<String> fields, long records) {
    public Exported {
        fields = List.copyOf(fields);
    }

    public boolean begins() {
        return records < 0;
    }
}
