package lazo.kernel.identity;

import java.util.HashSet;
import java.util.Set;

/**
 * Who is asking. Every read and write of records takes one.
 *
 * @param id the user's id
 * @param team ids of all users of the actor's team, the actor included
 * @param unit ids of all users of the actor's business unit, the team included
 * @param unitAndBelow the same with those of all units below it
 */
public record Actor(long id, String name, Role role, Set<Long> team, Set<Long> unit, Set<Long> unitAndBelow) {
    public Actor {
        team = Set.copyOf(team);
        unit = joined(team, unit);
        unitAndBelow = joined(unit, unitAndBelow);
    }

    /** Somebody whose unit is their team. */
    public Actor(long id, String name, Role role, Set<Long> team) {
        this(id, name, role, team, Set.of(), Set.of());
    }

    private static Set<Long> joined(Set<Long> some, Set<Long> others) {
        Set<Long> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    public boolean may(Ability ability) {
        return role.may(ability);
    }

    /** What the actor may do with the records of this object. */
    public ObjectPermission on(String objectKey) {
        return role.on(objectKey);
    }

    /** Whether this actor makes or changes records at all. */
    public boolean writes() {
        return role.writes();
    }

    /** Ids of the owners whose records a scope reaches. @throws IllegalArgumentException for all, which needs no ids */
    public Set<Long> owners(Scope scope) {
        return switch (scope) {
            case NONE -> Set.of();
            case OWN -> Set.of(id);
            case TEAM -> team;
            case UNIT -> unit;
            case UNIT_AND_BELOW -> unitAndBelow;
            case ALL -> throw new IllegalArgumentException("Everybody has no list");
        };
    }

    /** Whether the records of this owner are within the scope. */
    public boolean reaches(Scope scope, long ownerId) {
        return scope == Scope.ALL || owners(scope).contains(ownerId);
    }

    /** The same person with at most these rights: how an API key asks in the name of its user. */
    public Actor limitedTo(Role limit) {
        return new Actor(id, name, role.limitedTo(limit), team, unit, unitAndBelow);
    }

    /** Lazo itself, doing what follows from a deed of this person, who need not be allowed to do it by hand. */
    public Actor asProgram() {
        return new Actor(id, name, Role.PROGRAM, team, unit, unitAndBelow);
    }

    public boolean isProgram() {
        return role.equals(Role.PROGRAM);
    }
}
