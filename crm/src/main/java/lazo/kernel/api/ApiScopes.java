package lazo.kernel.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Scope;

/**
 * What a key may be used for: {@code records:read} and {@code records:write} for every object, {@code contact:read} and
 * {@code contact:write} for one, {@code admin:read} and {@code admin:write} for users, teams, roles, fields and the audit.
 * Writing includes reading. Scopes only take away from what the user may do.
 */
public record ApiScopes(Set<String> names) {
    public static final String EVERY_OBJECT = "records";
    public static final String ADMINISTRATION = "admin";
    private static final Set<Ability> ADMINISTERED =
            Set.of(Ability.USERS, Ability.ROLES, Ability.OBJECTS, Ability.AUDIT);
    private static final String WRITE = ":write";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}:(read|write)");

    public ApiScopes {
        names = Set.copyOf(names);
    }

    public static ApiScopes of(Collection<String> names) {
        return new ApiScopes(Set.copyOf(names));
    }

    /** As OAuth writes them: names with blanks between. */
    public static ApiScopes parse(String text) {
        return of(Arrays.stream(text.strip().split("\\s+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }

    public boolean isWellFormed() {
        return !names.isEmpty()
                && names.stream().allMatch(name -> NAME.matcher(name).matches());
    }

    public boolean read(String objectKey) {
        return names.contains(EVERY_OBJECT + ":read") || names.contains(objectKey + ":read") || write(objectKey);
    }

    public boolean write(String objectKey) {
        return names.contains(EVERY_OBJECT + WRITE) || names.contains(objectKey + WRITE);
    }

    /** Whether those of any object may be written. */
    public boolean writeRecords() {
        return names.stream().anyMatch(name -> name.endsWith(WRITE) && !name.equals(ADMINISTRATION + WRITE));
    }

    /** Whether users, teams, roles, fields and the audit may be read. */
    public boolean readAdministration() {
        return names.contains(ADMINISTRATION + ":read") || writeAdministration();
    }

    public boolean writeAdministration() {
        return names.contains(ADMINISTRATION + WRITE);
    }

    /** Whether these ask for nothing that the others do not give. */
    public boolean isWithin(ApiScopes others) {
        return names.stream().allMatch(name -> {
            String object = name.substring(0, name.indexOf(':'));
            if (object.equals(ADMINISTRATION)) {
                return name.endsWith(WRITE) ? others.writeAdministration() : others.readAdministration();
            }
            return name.endsWith(WRITE) ? others.write(object) : others.read(object);
        });
    }

    /** The most that somebody who asks with these scopes may do. */
    Role limit() {
        Map<String, ObjectPermission> objects = new HashMap<>();
        for (String name : names) {
            String object = name.substring(0, name.indexOf(':'));
            objects.put(object, permission(object));
        }
        ObjectPermission others = permission(EVERY_OBJECT);
        objects.remove(EVERY_OBJECT);
        objects.remove(ADMINISTRATION);
        Set<Ability> abilities = readAdministration() ? ADMINISTERED : Set.of();
        return new Role("API", "API", "", objects, others, abilities, List.of());
    }

    private ObjectPermission permission(String object) {
        if (write(object)) {
            return ObjectPermission.EVERYTHING;
        }
        return read(object) ? ObjectPermission.reading(Scope.ALL) : ObjectPermission.NOTHING;
    }

    @Override
    public String toString() {
        return String.join(" ", new TreeSet<>(names));
    }
}
