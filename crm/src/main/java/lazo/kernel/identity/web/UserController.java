package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.IdentityMails;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.SecondFactors;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.Tokens;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.Users.Saved;
import lazo.kernel.identity.Viewing;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.PublicAddress;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Users, for administrators. */
@Controller
class UserController {
    private static final int LONGEST_POSITION = 100;

    private final Users users;
    private final Teams teams;
    private final Roles roles;
    private final BusinessUnits units;
    private final Viewing viewing;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final OneTimeLinks links;
    private final IdentityMails mails;
    private final PublicAddress address;
    private final CompanySettings companies;
    private final Templates templates;

    UserController(
            Users users,
            Teams teams,
            Roles roles,
            BusinessUnits units,
            Viewing viewing,
            Passwords passwords,
            SecondFactors secondFactors,
            OneTimeLinks links,
            IdentityMails mails,
            PublicAddress address,
            CompanySettings companies,
            Templates templates) {
        this.users = users;
        this.teams = teams;
        this.roles = roles;
        this.units = units;
        this.viewing = viewing;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.links = links;
        this.mails = mails;
        this.address = address;
        this.companies = companies;
        this.templates = templates;
    }

    @GetMapping("/settings/users")
    Page list(Screen screen) {
        return Page.of(templates.identityUsers(screen, users.all()));
    }

    @GetMapping("/settings/users/new")
    Page start(Screen screen, Actor actor) {
        return page(screen, actor, HttpStatus.OK, null, Form.of(Map.of("role", Role.SELLER.key())), "");
    }

    @Fresh
    @PostMapping("/settings/users")
    Page create(Screen screen, @RequestParam Map<String, String> typed, Actor actor) {
        Form form = Form.of(typed);
        Optional<Users.Draft> draft = draft(form, screen, actor);
        String given = form.value("password");
        if (!given.isEmpty()) {
            Fields.newPassword(
                    form,
                    given,
                    passwords,
                    screen,
                    form.value("name"),
                    form.value("email"),
                    companies.load().name());
        }
        if (draft.isEmpty() || !form.isValid()) {
            return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, null, form, "");
        }
        String password = given.isEmpty() ? Tokens.readable(Tokens.GROUPS) : given;
        return switch (users.create(draft.get(), password, true)) {
            case Saved.Done(User user) ->
                given.isEmpty()
                        ? page(screen, actor, HttpStatus.OK, user, form(user), password)
                        : Page.redirect("/settings/users").toast(screen.t("identity.users.created", user.name()));
            case Saved.EmailTaken(String email) -> taken(screen, actor, null, form, email);
            case Saved.LastAdministrator(User user) -> last(screen, actor, user);
        };
    }

    @GetMapping("/settings/users/{id}")
    Page show(Screen screen, @PathVariable long id, Actor actor) {
        User user = find(id);
        return page(screen, actor, HttpStatus.OK, user, form(user), "");
    }

    @Fresh
    @PostMapping("/settings/users/{id}")
    Page change(Screen screen, @PathVariable long id, @RequestParam Map<String, String> typed, Actor actor) {
        User user = changeable(id, actor);
        Form form = Form.of(typed);
        Optional<Users.Draft> draft = draft(form, screen, actor);
        if (draft.isEmpty()) {
            return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
        }
        return switch (users.change(id, draft.get())) {
            case Saved.Done(User changed) -> {
                if (!changed.email().equalsIgnoreCase(user.email())) {
                    mails.addressChanged(user, changed.email());
                }
                yield Page.redirect("/settings/users").toast(screen.t("identity.users.saved", changed.name()));
            }
            case Saved.EmailTaken(String email) -> taken(screen, actor, user, form, email);
            case Saved.LastAdministrator last -> last(screen, actor, last.user());
        };
    }

    @Fresh
    @PostMapping("/settings/users/{id}/deactivate")
    Page deactivate(Screen screen, @PathVariable long id, Actor actor) {
        changeable(id, actor);
        return switch (users.deactivate(id)) {
            case Saved.Done(User user) ->
                Page.redirect("/settings/users").toast(screen.t("identity.users.deactivated", user.name()));
            case Saved.EmailTaken(String email) -> throw new IllegalStateException(email);
            case Saved.LastAdministrator(User user) -> last(screen, actor, user);
        };
    }

    @Fresh
    @PostMapping("/settings/users/{id}/activate")
    Page activate(Screen screen, @PathVariable long id, Actor actor) {
        String name = changeable(id, actor).name();
        users.activate(id);
        return Page.redirect("/settings/users/" + id).toast(screen.t("identity.users.activated", name));
    }

    @Fresh
    @PostMapping("/settings/users/{id}/password")
    Page resetPassword(Screen screen, @PathVariable long id, Actor actor, HttpServletRequest request) {
        User user = changeable(id, actor);
        return links.offerPassword(user, actor.id())
                .map(token -> page(
                        screen,
                        actor,
                        HttpStatus.OK,
                        user,
                        form(user),
                        "",
                        address.of(request) + "/new-password/" + token))
                .orElseGet(() -> Page.redirect("/settings/users/" + id)
                        .toast(screen.t("identity.users.link.sent", user.email())));
    }

    /** For whoever has lost the telephone and the recovery codes. */
    @Fresh
    @PostMapping("/settings/users/{id}/second-factor/remove")
    Page removeSecondFactor(Screen screen, @PathVariable long id, Actor actor) {
        User user = changeable(id, actor);
        secondFactors.reset(id);
        return Page.redirect("/settings/users/" + id).toast(screen.t("identity.second.reset.done", user.name()));
    }

    private User find(long id) {
        return users.find(id).orElseThrow(() -> Problem.notFound("IDN-404"));
    }

    /** A user who may do nothing that the actor may not: nobody takes over somebody above them. */
    private User changeable(long id, Actor actor) {
        User user = find(id);
        if (!user.role().isWithin(actor.role())) {
            throw Problem.forbidden("IDN-403", "identity.users.above", user.name());
        }
        return user;
    }

    private static Form form(User user) {
        Map<String, String> values = new HashMap<>();
        values.put("name", user.name());
        values.put("email", user.email());
        values.put("role", user.role().key());
        values.put("unit", user.ownUnitId() == null ? "" : Long.toString(user.ownUnitId()));
        values.put("position", user.position() == null ? "" : user.position());
        values.put("team", user.teamId() == null ? "" : Long.toString(user.teamId()));
        return Form.of(values);
    }

    private Optional<Users.Draft> draft(Form form, Screen screen, Actor actor) {
        Fields.person(form, screen);
        Optional<Role> role = Fields.role(form, roles, actor, screen);
        Optional<Long> team = Fields.team(form, teams, screen);
        Optional<Long> unit = BusinessUnitController.chosen(units, form, "unit", screen);
        String position = form.stripped("position");
        if (position.length() > LONGEST_POSITION || position.chars().anyMatch(Character::isISOControl)) {
            form.reject("position", screen.t("identity.field.too-long", LONGEST_POSITION));
        }
        return form.isValid()
                ? role.map(one -> new Users.Draft(
                        form.stripped("name"),
                        form.stripped("email"),
                        one,
                        team.orElse(null),
                        unit.orElse(null),
                        position.isEmpty() ? null : position))
                : Optional.empty();
    }

    private Page taken(Screen screen, Actor actor, @Nullable User user, Form form, String email) {
        form.reject("email", screen.t("identity.field.email.taken", email));
        return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
    }

    private Page last(Screen screen, Actor actor, User user) {
        Form form = form(user).reject("role", screen.t("identity.users.last-administrator", user.name()));
        return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
    }

    private Page page(Screen screen, Actor actor, HttpStatus status, @Nullable User user, Form form, String password) {
        return page(screen, actor, status, user, form, password, "");
    }

    /** @param link to choose a new password, just made, or empty */
    private Page page(
            Screen screen,
            Actor actor,
            HttpStatus status,
            @Nullable User user,
            Form form,
            String password,
            String link) {
        List<Option> given = roles.all().stream()
                .filter(role -> role.isWithin(actor.role()))
                .map(role -> new Option(
                        role.key(),
                        Stream.of(role.label(screen::t), role.text(screen::t))
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" · "))))
                .toList();
        return Page.of(
                status,
                templates.identityUser(
                        screen,
                        user,
                        form,
                        given,
                        Fields.teams(teams, screen),
                        BusinessUnitController.options(units, screen.t("identity.field.unit.of-team")),
                        user != null && viewing.mayView(users.load(actor.id()), user),
                        password,
                        link));
    }
}
