package lazo.kernel.notification;

import java.util.Set;

/** These users have more or fewer unread notifications than before. */
public record UnreadChanged(Set<Long> users) {
    public UnreadChanged {
        users = Set.copyOf(users);
    }
}
