package lazo.kernel.identity.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Passwords;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/** What identity's forms have in common. */
final class Fields {
    private static final int LONGEST = 120;

    private Fields() {}

    static void person(Form form, Screen screen) {
        shortText(form, "name", screen.t("identity.field.name.missing"), screen);
        email(form, screen);
    }

    static void email(Form form, Screen screen) {
        if (!User.isEmail(form.stripped("email"))) {
            form.reject("email", screen.t("identity.field.email.invalid"));
        }
    }

    static void company(Form form, Screen screen, Choices choices) {
        shortText(form, "company", screen.t("identity.setup.company.missing"), screen);
        if (!choices.isLanguage(form.value("language"))) {
            form.reject("language", screen.t("identity.field.choose"));
        }
        if (!choices.isCurrency(form.value("currency"))) {
            form.reject("currency", screen.t("identity.field.choose"));
        }
        if (!choices.isZone(form.value("zone"))) {
            form.reject("zone", screen.t("identity.field.choose"));
        }
    }

    static void shortText(Form form, String name, String missing, Screen screen) {
        String text = form.stripped(name);
        if (text.isEmpty()) {
            form.reject(name, missing);
        } else if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            form.reject(name, screen.t("identity.field.too-long", LONGEST));
        }
    }

    /** A role that may do nothing the actor may not. */
    static Optional<Role> role(Form form, Roles roles, Actor actor, Screen screen) {
        Optional<Role> role = roles.find(form.value("role")).filter(one -> one.isWithin(actor.role()));
        if (role.isEmpty()) {
            form.reject("role", screen.t("identity.field.choose"));
        }
        return role;
    }

    static Optional<Long> team(Form form, Teams teams, Screen screen) {
        Optional<Long> team = teams.all().stream()
                .map(Team::id)
                .filter(one -> Long.toString(one).equals(form.value("team")))
                .findFirst();
        if (team.isEmpty() && !form.value("team").isEmpty()) {
            form.reject("team", screen.t("identity.field.choose"));
        }
        return team;
    }

    /** Any of them, or none. */
    static List<Option> teams(Teams teams, Screen screen) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", screen.t("identity.field.team.none")));
        teams.all().forEach(team -> options.add(new Option(Long.toString(team.id()), team.name())));
        return options;
    }

    /** @param known words that a password must not be made of: who it is for, and where */
    static void newPassword(Form form, String password, Passwords passwords, Screen screen, String... known) {
        passwords.objection(password, known).ifPresent(why -> form.reject("password", screen.t(why)));
    }
}
