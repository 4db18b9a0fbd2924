package lazo.kernel.transfer;

import java.util.Map;

/** What the ids in a record are called; a record that may not be seen has no name. */
record ExportNames(Map<Long, String> users, Map<Long, String> records) {
    String user(Long id) {
        return users.getOrDefault(id, "");
    }

    String record(Long id) {
        return records.getOrDefault(id, "");
    }
}
