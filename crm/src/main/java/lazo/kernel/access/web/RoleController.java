package lazo.kernel.access.web;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Roles.Saved;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Roles: read, copied, changed and removed by those who may. Nobody gives more than they have. */
@Controller
class RoleController {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 300;

    /** What screens of Lazo itself ask for: without them they could not be shown. */
    private static final Set<String> ALWAYS_SHOWN = Set.of(
            "owner",
            "status",
            "kind",
            "done",
            "private",
            "start_at",
            "end_at",
            "due_at",
            "all_day",
            "expected_close",
            "closed_at",
            "next_activity_at",
            "last_activity_at",
            "created_at",
            "updated_at");

    private final Roles roles;
    private final ObjectTypes types;
    private final Access access;
    private final Templates templates;

    RoleController(Roles roles, ObjectTypes types, Access access, Templates templates) {
        this.roles = roles;
        this.types = types;
        this.access = access;
        this.templates = templates;
    }

    @GetMapping("/settings/roles")
    Page list(Screen screen) {
        return Page.of(templates.accessRoles(screen, roles.all(), roles.users()));
    }

    /** A new role begins as a copy. */
    @GetMapping("/settings/roles/new")
    Page copy(Screen screen, @RequestParam(defaultValue = "SELLER") String from, Actor actor) {
        Role like = find(from);
        return page(screen, HttpStatus.OK, like, Form.of(Map.of("from", from)), true, actor);
    }

    @Fresh
    @PostMapping("/settings/roles")
    Page create(Screen screen, @RequestParam Map<String, String> typed, Actor actor) {
        Form form = checked(typed, screen);
        Role role = read(typed, "NEW");
        withinOwn(role, form, screen, actor);
        if (!form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, role, form, true, actor);
        }
        Saved saved = roles.create(role);
        if (saved instanceof Saved.Done(Role made)) {
            roles.find(typed.getOrDefault("from", "")).ifPresent(like -> access.copyRestrictions(like, made));
            return Page.redirect("/settings/roles/" + made.key())
                    .toast(screen.t("access.role.created", form.stripped("name")));
        }
        return refused(saved, role, form, true, screen, actor);
    }

    @GetMapping("/settings/roles/{key}")
    Page show(Screen screen, @PathVariable String key, Actor actor) {
        Role role = find(key);
        Map<String, String> values = new HashMap<>();
        values.put("name", role.label(screen::t));
        values.put("description", role.text(screen::t));
        return page(screen, HttpStatus.OK, role, Form.of(values), false, actor);
    }

    @Fresh
    @PostMapping("/settings/roles/{key}")
    Page change(Screen screen, @PathVariable String key, @RequestParam Map<String, String> typed, Actor actor) {
        changeable(key, actor);
        Form form = checked(typed, screen);
        Role role = read(typed, key);
        withinOwn(role, form, screen, actor);
        if (!form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, role, form, false, actor);
        }
        Saved saved = roles.change(role);
        return saved instanceof Saved.Done
                ? Page.redirect("/settings/roles").toast(screen.t("access.role.saved", form.stripped("name")))
                : refused(saved, role, form, false, screen, actor);
    }

    @Fresh
    @PostMapping("/settings/roles/{key}/remove")
    Page remove(Screen screen, @PathVariable String key, Actor actor) {
        Role role = changeable(key, actor);
        Saved saved = roles.remove(key);
        return saved instanceof Saved.Done
                ? Page.redirect("/settings/roles").toast(screen.t("access.role.removed", role.label(screen::t)))
                : refused(saved, role, Form.of(Map.of("name", role.label(screen::t))), false, screen, actor);
    }

    /** What a role would come to, while its matrix is being filled in. */
    @PostMapping("/settings/roles/preview")
    Page preview(Screen screen, @RequestParam Map<String, String> typed, Actor actor) {
        return Page.of(templates.accessPreview(screen, page(read(typed, "NEW"), Form.of(typed), true, actor)));
    }

    private Page refused(Saved saved, Role role, Form form, boolean isNew, Screen screen, Actor actor) {
        switch (saved) {
            case Saved.NameTaken(String name) -> form.reject("name", screen.t("access.role.name.taken", name));
            case Saved.BuiltIn builtIn -> form.reject("name", screen.t("access.role.built-in"));
            case Saved.InUse(Role used, int users) -> form.reject("name", screen.t("access.role.in-use", users));
            case Saved.Done done -> throw new IllegalStateException("Nothing was refused");
        }
        return page(screen, HttpStatus.CONFLICT, role, form, isNew, actor);
    }

    /** Which fields of an object a role sees and writes. */
    @GetMapping("/settings/roles/{key}/fields/{object}")
    Page fields(Screen screen, @PathVariable String key, @PathVariable String object, Actor actor) {
        Role role = find(key);
        ObjectType type = type(object);
        boolean mayChange = !role.isBuiltIn() && role.isWithin(actor.role());
        return Page.of(
                templates.accessFields(screen, role, type, restrictable(type), access.restrictions(role), mayChange));
    }

    @Fresh
    @PostMapping("/settings/roles/{key}/fields/{object}")
    Page saveFields(
            Screen screen,
            @PathVariable String key,
            @PathVariable String object,
            @RequestParam Map<String, String> typed,
            Actor actor) {
        Role role = changeable(key, actor);
        ObjectType type = type(object);
        Map<Long, String> levels = new HashMap<>();
        for (ObjectField field : restrictable(type)) {
            String level = typed.getOrDefault("level." + field.key(), "");
            if (level.equals("HIDDEN") || level.equals("READ")) {
                levels.put(field.id(), level);
            }
        }
        access.restrict(role, restrictable(type).stream().map(ObjectField::id).collect(Collectors.toSet()), levels);
        return Page.redirect("/settings/roles/" + key)
                .toast(screen.t("access.fields.saved", type.plural().in(screen.locale())));
    }

    /** Not what names a record, nor what every record must have, nor what Lazo works with. */
    private static List<ObjectField> restrictable(ObjectType type) {
        return type.fields().stream()
                .filter(field -> !field.archived()
                        && !field.required()
                        && field.type() != FieldType.STAGE
                        && !ALWAYS_SHOWN.contains(field.key())
                        && !field.equals(type.titleField())
                        && !type.titleField().template().contains(field.key()))
                .toList();
    }

    private Role find(String key) {
        return roles.find(key).orElseThrow(() -> Problem.notFound("ACC-404", "access.role.gone"));
    }

    private ObjectType type(String object) {
        return types.find(object).orElseThrow(() -> Problem.notFound("ACC-405", "access.object.gone"));
    }

    private Role changeable(String key, Actor actor) {
        Role role = find(key);
        if (role.isBuiltIn()) {
            throw Problem.forbidden("ACC-403", "access.role.built-in");
        }
        if (!role.isWithin(actor.role())) {
            throw Problem.forbidden("ACC-406", "access.role.above");
        }
        return role;
    }

    private static void withinOwn(Role role, Form form, Screen screen, Actor actor) {
        if (!role.isWithin(actor.role())) {
            form.reject("name", screen.t("access.role.beyond-own"));
        }
    }

    private static Form checked(Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        String name = form.stripped("name");
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            form.reject("name", screen.t("access.role.name.missing", LONGEST_NAME));
        }
        if (form.value("description").length() > LONGEST_TEXT) {
            form.reject("description", screen.t("access.role.text.too-long", LONGEST_TEXT));
        }
        return form;
    }

    private Role read(Map<String, String> typed, String key) {
        Map<String, ObjectPermission> objects = new HashMap<>();
        types.all().forEach(type -> objects.put(type.key(), permission(typed, type.key())));
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        for (Ability ability : Ability.values()) {
            if (typed.containsKey("may." + ability)) {
                abilities.add(ability);
            }
        }
        Form form = Form.of(typed);
        return new Role(
                key,
                form.stripped("name"),
                form.stripped("description"),
                objects,
                permission(typed, RolePage.OTHERS),
                abilities,
                List.of(key));
    }

    private static ObjectPermission permission(Map<String, String> typed, String object) {
        return new ObjectPermission(
                scope(typed, "see." + object),
                typed.containsKey("create." + object),
                scope(typed, "change." + object),
                scope(typed, "delete." + object),
                scope(typed, "export." + object),
                typed.containsKey("import." + object));
    }

    /** What nobody could have chosen is no permission. */
    private static Scope scope(Map<String, String> typed, String name) {
        String text = typed.getOrDefault(name, "");
        for (Scope scope : Scope.values()) {
            if (scope.name().equals(text)) {
                return scope;
            }
        }
        return Scope.NONE;
    }

    private RolePage page(Role role, Form form, boolean isNew, Actor actor) {
        boolean mayChange =
                isNew || roles.find(role.key()).filter(Role::isBuiltIn).isEmpty() && role.isWithin(actor.role());
        return new RolePage(
                role,
                form,
                isNew,
                mayChange || !form.isValid(),
                isNew ? 0 : roles.users().getOrDefault(role.key(), 0),
                types.all(),
                actor.role().abilities());
    }

    private Page page(Screen screen, HttpStatus status, Role role, Form form, boolean isNew, Actor actor) {
        return Page.of(status, templates.accessRole(screen, page(role, form, isNew, actor)));
    }
}
