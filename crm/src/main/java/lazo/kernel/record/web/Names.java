package lazo.kernel.record.web;

import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.User;
import org.jspecify.annotations.Nullable;

/** What ids are called on one page: users and the records that others point at, as far as the viewer may see them. */
public record Names(Map<Long, User> users, Map<Long, String> records) {
    public static final Names NONE = new Names(Map.of(), Map.of());

    public Names {
        users = Map.copyOf(users);
        records = Map.copyOf(records);
    }

    public Optional<User> user(@Nullable Object id) {
        return id == null ? Optional.empty() : Optional.ofNullable(users.get((Long) id));
    }

    /** Empty when the viewer may not see that record, or it is gone. */
    public Optional<String> record(@Nullable Object id) {
        return id == null ? Optional.empty() : Optional.ofNullable(records.get((Long) id));
    }
}
