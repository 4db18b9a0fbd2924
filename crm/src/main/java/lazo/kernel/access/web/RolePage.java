package lazo.kernel.access.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/**
 * A role as its page shows it.
 *
 * @param role as it is typed now
 * @param isNew whether it is not saved yet
 * @param mayChange whether it is one that can be changed, and by this user
 * @param users how many have it
 * @param giveable abilities the viewer has and may give
 */
public record RolePage(
        Role role,
        Form form,
        boolean isNew,
        boolean mayChange,
        int users,
        List<ObjectType> types,
        Set<Ability> giveable) {
    /** Stands for the objects that are made later. */
    public static final String OTHERS = "*";

    /** One line of the matrix. */
    public record Row(String key, String label, ObjectPermission may) {}

    public List<Row> rows(Screen screen) {
        Locale locale = screen.locale();
        List<Row> rows = new ArrayList<>();
        types.forEach(type -> rows.add(new Row(type.key(), type.plural().in(locale), role.on(type.key()))));
        rows.add(new Row(OTHERS, screen.t("access.others"), role.others()));
        return rows;
    }

    public static List<Option> scopes(Screen screen) {
        return Arrays.stream(Scope.values())
                .map(scope -> new Option(scope.name(), screen.t("access.scope." + scope)))
                .toList();
    }

    public List<Ability> abilities() {
        return Arrays.stream(Ability.values())
                .filter(ability -> !ability.isRight() || giveable.contains(ability) || role.may(ability))
                .toList();
    }

    /** What the role comes to, one sentence for each object. */
    public static String sentence(Row row, Screen screen) {
        ObjectPermission may = row.may();
        if (may.see() == Scope.NONE) {
            return screen.t("access.told.nothing", row.label());
        }
        List<String> parts = new ArrayList<>();
        parts.add(screen.t("access.told.see." + may.see()));
        if (may.create()) {
            parts.add(screen.t("access.told.create"));
        }
        if (may.change() != Scope.NONE) {
            parts.add(screen.t("access.told.change." + may.change()));
        }
        if (may.delete() != Scope.NONE) {
            parts.add(screen.t("access.told.delete." + may.delete()));
        }
        if (may.export() != Scope.NONE) {
            parts.add(screen.t("access.told.export." + may.export()));
        }
        if (may.imports()) {
            parts.add(screen.t("access.told.import"));
        }
        return screen.t("access.told", row.label(), String.join(", ", parts));
    }
}
