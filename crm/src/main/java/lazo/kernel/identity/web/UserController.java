package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.OneTimeLinks;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.SecondFactors;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.Tokens;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.Users.Saved;
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
    private final Users users;
    private final Teams teams;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final OneTimeLinks links;
    private final PublicAddress address;
    private final CompanySettings companies;
    private final Templates templates;

    UserController(
            Users users,
            Teams teams,
            Passwords passwords,
            SecondFactors secondFactors,
            OneTimeLinks links,
            PublicAddress address,
            CompanySettings companies,
            Templates templates) {
        this.users = users;
        this.teams = teams;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.links = links;
        this.address = address;
        this.companies = companies;
        this.templates = templates;
    }

    @GetMapping("/settings/users")
    Page list(Screen screen) {
        return Page.of(templates.identityUsers(screen, users.all()));
    }

    @GetMapping("/settings/users/new")
    Page start(Screen screen) {
        return page(screen, HttpStatus.OK, null, Form.of(Map.of("role", Role.SELLER.name())), "");
    }

    @Fresh
    @PostMapping("/settings/users")
    Page create(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Optional<Users.Draft> draft = draft(form, screen);
        String given = form.value("password");
        if (!given.isEmpty()) {
            check(given, form, screen);
        }
        if (draft.isEmpty() || !form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, null, form, "");
        }
        String password = given.isEmpty() ? Tokens.readable(4) : given;
        return switch (users.create(draft.get(), password, true)) {
            case Saved.Done(User user) ->
                given.isEmpty()
                        ? page(screen, HttpStatus.OK, user, form(user), password)
                        : Page.redirect("/settings/users").toast(screen.t("identity.users.created", user.name()));
            case Saved.EmailTaken(String email) -> taken(screen, null, form, email);
            case Saved.LastAdministrator(User user) -> last(screen, user);
        };
    }

    @GetMapping("/settings/users/{id}")
    Page show(Screen screen, @PathVariable long id) {
        User user = find(id);
        return page(screen, HttpStatus.OK, user, form(user), "");
    }

    @Fresh
    @PostMapping("/settings/users/{id}")
    Page change(Screen screen, @PathVariable long id, @RequestParam Map<String, String> typed) {
        User user = find(id);
        Form form = Form.of(typed);
        Optional<Users.Draft> draft = draft(form, screen);
        if (draft.isEmpty()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
        }
        return switch (users.change(id, draft.get())) {
            case Saved.Done(User changed) ->
                Page.redirect("/settings/users").toast(screen.t("identity.users.saved", changed.name()));
            case Saved.EmailTaken(String email) -> taken(screen, user, form, email);
            case Saved.LastAdministrator last -> last(screen, last.user());
        };
    }

    @Fresh
    @PostMapping("/settings/users/{id}/deactivate")
    Page deactivate(Screen screen, @PathVariable long id) {
        find(id);
        return switch (users.deactivate(id)) {
            case Saved.Done(User user) ->
                Page.redirect("/settings/users").toast(screen.t("identity.users.deactivated", user.name()));
            case Saved.EmailTaken(String email) -> throw new IllegalStateException(email);
            case Saved.LastAdministrator(User user) -> last(screen, user);
        };
    }

    @Fresh
    @PostMapping("/settings/users/{id}/activate")
    Page activate(Screen screen, @PathVariable long id) {
        String name = find(id).name();
        users.activate(id);
        return Page.redirect("/settings/users/" + id).toast(screen.t("identity.users.activated", name));
    }

    @Fresh
    @PostMapping("/settings/users/{id}/password")
    Page resetPassword(Screen screen, Actor actor, @PathVariable long id, HttpServletRequest request) {
        User user = find(id);
        String link = address.of(request) + "/new-password/" + links.forPassword(id, actor.id());
        return page(screen, HttpStatus.OK, user, form(user), "", link);
    }

    /** For whoever has lost the telephone and the recovery codes. */
    @Fresh
    @PostMapping("/settings/users/{id}/second-factor/remove")
    Page removeSecondFactor(Screen screen, @PathVariable long id) {
        User user = find(id);
        secondFactors.reset(id);
        return Page.redirect("/settings/users/" + id).toast(screen.t("identity.second.reset.done", user.name()));
    }

    private User find(long id) {
        return users.find(id).orElseThrow(() -> Problem.notFound("IDN-404"));
    }

    private static Form form(User user) {
        Map<String, String> values = new HashMap<>();
        values.put("name", user.name());
        values.put("email", user.email());
        values.put("role", user.role().name());
        values.put("team", user.teamId() == null ? "" : Long.toString(user.teamId()));
        return Form.of(values);
    }

    private Optional<Users.Draft> draft(Form form, Screen screen) {
        Fields.person(form, screen);
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(one -> one.name().equals(form.value("role")))
                .findFirst();
        if (role.isEmpty()) {
            form.reject("role", screen.t("identity.field.choose"));
        }
        Optional<Long> team = teams.all().stream()
                .map(Team::id)
                .filter(one -> Long.toString(one).equals(form.value("team")))
                .findFirst();
        if (team.isEmpty() && !form.value("team").isEmpty()) {
            form.reject("team", screen.t("identity.field.choose"));
        }
        return form.isValid()
                ? role.map(
                        one -> new Users.Draft(form.stripped("name"), form.stripped("email"), one, team.orElse(null)))
                : Optional.empty();
    }

    private void check(String password, Form form, Screen screen) {
        passwords
                .objection(
                        password,
                        form.value("name"),
                        form.value("email"),
                        companies.load().name())
                .ifPresent(why -> form.reject("password", screen.t(why)));
    }

    private Page taken(Screen screen, @Nullable User user, Form form, String email) {
        form.reject("email", screen.t("identity.field.email.taken", email));
        return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
    }

    private Page last(Screen screen, User user) {
        Form form = form(user).reject("role", screen.t("identity.users.last-administrator", user.name()));
        return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, user, form, "");
    }

    private Page page(Screen screen, HttpStatus status, @Nullable User user, Form form, String password) {
        return page(screen, status, user, form, password, "");
    }

    /** @param link to choose a new password, just made, or empty */
    private Page page(Screen screen, HttpStatus status, @Nullable User user, Form form, String password, String link) {
        List<Option> roles = Arrays.stream(Role.values())
                .map(role -> new Option(
                        role.name(),
                        screen.t("identity.role." + role) + " · " + screen.t("identity.role." + role + ".text")))
                .toList();
        List<Option> choices = new ArrayList<>();
        choices.add(new Option("", screen.t("identity.field.team.none")));
        teams.all().forEach(team -> choices.add(new Option(Long.toString(team.id()), team.name())));
        return Page.of(status, templates.identityUser(screen, user, form, roles, choices, password, link));
    }
}
