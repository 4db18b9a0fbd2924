package lazo.kernel.identity;

import java.util.Set;

/**
 * Who is asking. Every read and write of records takes one.
 *
 * @param id the user's id
 * @param team ids of all users of the actor's team, the actor included
 */
public record Actor(long id, String name, Role role, Set<Long> team) {
    public Actor {
        team = Set.copyOf(team);
    }

    public boolean isAdministrator() {
        return role == Role.ADMINISTRATOR;
    }

    /** Whether this actor may change records at all. */
    public boolean writes() {
        return role != Role.READER;
    }
}
