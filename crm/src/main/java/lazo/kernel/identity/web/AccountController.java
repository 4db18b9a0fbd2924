package lazo.kernel.identity.web;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What users decide about themselves: name, language, appearance, and where they are signed in. */
@Controller
class AccountController {
    private final Users users;
    private final Sessions sessions;
    private final Choices choices;
    private final Templates templates;

    AccountController(Users users, Sessions sessions, Choices choices, Templates templates) {
        this.users = users;
        this.sessions = sessions;
        this.choices = choices;
        this.templates = templates;
    }

    @GetMapping("/account")
    Page show(Screen screen, SignedIn me) {
        return page(screen, me, HttpStatus.OK, form(me.user()));
    }

    private static Form form(User user) {
        Map<String, String> values = new HashMap<>();
        values.put("name", user.name());
        values.put("language", user.locale() == null ? "" : user.locale().toLanguageTag());
        values.put("zone", user.zone() == null ? "" : user.zone().getId());
        values.put("theme", user.theme() == null ? "" : user.theme());
        values.put("shortcuts", user.shortcuts() ? "on" : "");
        return Form.of(values);
    }

    @PostMapping("/account")
    Page save(Screen screen, SignedIn me, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.field.name.missing"), screen);
        String language = form.value("language");
        String zone = form.value("zone");
        if (!language.isEmpty() && !choices.isLanguage(language)) {
            form.reject("language", screen.t("identity.field.choose"));
        }
        if (!zone.isEmpty() && !choices.isZone(zone)) {
            form.reject("zone", screen.t("identity.field.choose"));
        }
        if (!form.isValid()) {
            return page(screen, me, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        var preferences = new Users.Preferences(
                form.stripped("name"),
                language.isEmpty() ? null : Locale.forLanguageTag(language),
                zone.isEmpty() ? null : ZoneId.of(zone),
                theme(form.value("theme")),
                form.value("shortcuts").equals("on"));
        users.prefer(me.user().id(), preferences);
        return Page.redirect("/account").toast(screen.t("identity.account.saved"));
    }

    private static @Nullable String theme(String chosen) {
        return chosen.equals("light") || chosen.equals("dark") ? chosen : null;
    }

    private Page page(Screen screen, SignedIn me, HttpStatus status, Form form) {
        List<Option> languages = Stream.concat(
                        Stream.of(new Option("", screen.t("identity.account.of-company"))),
                        choices.languages().stream())
                .toList();
        List<Option> zones = Stream.concat(
                        Stream.of(new Option("", screen.t("identity.account.of-company"))), choices.zones().stream())
                .toList();
        return Page.of(
                status,
                templates.identityAccount(
                        screen,
                        form,
                        me.user(),
                        languages,
                        zones,
                        sessions.of(me.user().id()),
                        me.sessionId()));
    }

    @PostMapping("/account/theme")
    Page switchTheme(SignedIn me, @RequestParam(defaultValue = "") String theme) {
        users.prefer(me.user().id(), theme(theme));
        return Page.empty();
    }

    @Fresh
    @PostMapping("/account/sessions/end")
    Page endSession(Screen screen, SignedIn me, @RequestParam(defaultValue = "") String id) {
        boolean known =
                sessions.of(me.user().id()).stream().anyMatch(open -> open.id().equals(id));
        if (known) {
            sessions.end(me.user().id(), id);
        }
        return Page.redirect("/account").toast(screen.t("identity.sessions.ended"));
    }

    @Fresh
    @PostMapping("/account/sessions/end-others")
    Page endOthers(Screen screen, SignedIn me) {
        sessions.of(me.user().id()).stream()
                .map(Sessions.Open::id)
                .filter(id -> !id.equals(me.sessionId()))
                .forEach(id -> sessions.end(me.user().id(), id));
        return Page.redirect("/account").toast(screen.t("identity.sessions.ended"));
    }
}
