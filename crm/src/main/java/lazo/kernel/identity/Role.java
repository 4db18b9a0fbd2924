package lazo.kernel.identity;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users of a kind may do. Four are built in and never change; administrators make others as copies of them.
 *
 * @param key what {@code app_user.role} holds
 * @param name null for built-in roles, which screens name in the language of who reads
 * @param objects permissions by object
 * @param others the permission for every object not among them, so for new ones too
 * @param restrictedAs keys of the roles whose hidden and read-only fields hold; its own key, and after
 *     {@link #limitedTo} both
 */
public record Role(
        String key,
        @Nullable String name,
        String description,
        Map<String, ObjectPermission> objects,
        ObjectPermission others,
        Set<Ability> abilities,
        List<String> restrictedAs) {
    /** Everything, settings included. */
    public static final Role ADMINISTRATOR = builtIn(
            "ADMINISTRATOR",
            ObjectPermission.EVERYTHING,
            EnumSet.complementOf(EnumSet.of(Ability.SELLS, Ability.TAKES_LEADS)));
    /** The records of their own team, and its targets. */
    public static final Role MANAGER =
            builtIn("MANAGER", ObjectPermission.of(Scope.TEAM), Set.of(Ability.SELLS, Ability.TARGETS, Ability.CREDIT));
    /** Their own records and those shared with them. */
    public static final Role SELLER =
            builtIn("SELLER", ObjectPermission.of(Scope.OWN), Set.of(Ability.SELLS, Ability.TAKES_LEADS));
    /** Sees everything, changes nothing. */
    public static final Role READER = builtIn("READER", ObjectPermission.reading(Scope.ALL), Set.of());
    /** Lazo itself, doing in somebody's name what follows from their deed. No user has it. */
    static final Role PROGRAM = new Role(
            "PROGRAM", null, "", Map.of(), ObjectPermission.EVERYTHING, EnumSet.allOf(Ability.class), List.of());

    public Role {
        objects = Map.copyOf(objects);
        abilities = Set.copyOf(abilities);
        restrictedAs = List.copyOf(restrictedAs);
    }

    private static Role builtIn(String key, ObjectPermission permission, Set<Ability> abilities) {
        return new Role(key, null, "", Map.of(), permission, abilities, List.of(key));
    }

    public static List<Role> builtIn() {
        return List.of(ADMINISTRATOR, MANAGER, SELLER, READER);
    }

    public boolean isBuiltIn() {
        return name == null;
    }

    /** Its name in the language of who reads. @param text gives a text by its key */
    public String label(UnaryOperator<String> text) {
        return name == null ? text.apply("identity.role." + key) : name;
    }

    /** What it is for, in one sentence. */
    public String text(UnaryOperator<String> text) {
        return name == null ? text.apply("identity.role." + key + ".text") : description;
    }

    /** What it may do with the records of this object. */
    public ObjectPermission on(String objectKey) {
        return objects.getOrDefault(objectKey, others);
    }

    public boolean may(Ability ability) {
        return abilities.contains(ability);
    }

    /** Whether it administers anything of Lazo itself. */
    public boolean administers() {
        return abilities.stream().anyMatch(Ability::isAdministration);
    }

    /** Whether it makes or changes records at all. */
    public boolean writes() {
        return Stream.concat(Stream.of(others), objects.values().stream()).anyMatch(ObjectPermission::writes);
    }

    /** Whether it brings in files of any object. */
    public boolean imports() {
        return Stream.concat(Stream.of(others), objects.values().stream()).anyMatch(ObjectPermission::imports);
    }

    /** Whether it may nothing that the other may not: nobody gives more than they have. */
    public boolean isWithin(Role other) {
        return abilities.stream().filter(Ability::isRight).allMatch(other::may)
                && others.isWithin(other.others)
                && keys(other).stream().allMatch(object -> on(object).isWithin(other.on(object)));
    }

    /** What both allow, with the hidden and read-only fields of both: for an API key with fewer rights than its user. */
    public Role limitedTo(Role other) {
        Map<String, ObjectPermission> both = new LinkedHashMap<>();
        keys(other).forEach(object -> both.put(object, on(object).limitedTo(other.on(object))));
        Set<Ability> common = EnumSet.noneOf(Ability.class);
        abilities.stream().filter(other::may).forEach(common::add);
        return new Role(
                key,
                name,
                description,
                both,
                others.limitedTo(other.others),
                common,
                Stream.concat(restrictedAs.stream(), other.restrictedAs.stream())
                        .distinct()
                        .toList());
    }

    private Set<String> keys(Role other) {
        Set<String> keys = new TreeSet<>(objects.keySet());
        keys.addAll(other.objects.keySet());
        return keys;
    }

    @Override
    public String toString() {
        return key;
    }
}
