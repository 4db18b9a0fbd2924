package lazo.kernel.api.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.api.ApiKey;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.ApiScopes;
import lazo.kernel.api.Assistants;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectTypes;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The keys of programs: made, shown once, revoked. */
@Controller
class KeyController {
    private static final int LONGEST_NAME = 120;
    private static final List<Integer> DAYS = List.of(30, 90, 365);

    private final ApiKeys keys;
    private final Users users;
    private final ObjectTypes types;
    private final Assistants assistants;
    private final Clock clock;
    private final Templates templates;

    KeyController(
            ApiKeys keys, Users users, ObjectTypes types, Assistants assistants, Clock clock, Templates templates) {
        this.keys = keys;
        this.users = users;
        this.assistants = assistants;
        this.types = types;
        this.clock = clock;
        this.templates = templates;
    }

    @GetMapping("/settings/api")
    Page list(Screen screen) {
        Instant now = clock.instant();
        Map<Long, User> byId = users.byId();
        List<KeyRow> rows = keys.all().stream()
                .map(key -> new KeyRow(
                        key,
                        Optional.ofNullable(byId.get(key.userId()))
                                .map(User::name)
                                .orElse("#" + key.userId()),
                        key.isUsable(now),
                        key.isExpired(now)))
                .toList();
        return Page.of(templates.apiKeys(screen, rows, assistants.mayWrite()));
    }

    @GetMapping("/settings/api/new")
    Page start(Screen screen, Actor actor) {
        Form form = Form.of(Map.of("days", "90", "user", Long.toString(actor.id()), "records", "read"));
        return page(screen, actor, HttpStatus.OK, form);
    }

    /** Whether assistants may do more than read. */
    @Fresh
    @PostMapping("/settings/api/assistants")
    Page allow(Screen screen, @RequestParam(defaultValue = "") String write) {
        boolean allowed = write.equals("on");
        assistants.allowWriting(allowed);
        return Page.redirect("/settings/api")
                .toast(screen.t(allowed ? "api.assistants.allowed" : "api.assistants.forbidden"));
    }

    @Fresh
    @PostMapping("/settings/api")
    Page create(Screen screen, Actor actor, @RequestParam MultiValueMap<String, String> typed) {
        Form form = Form.of(typed.toSingleValueMap());
        String name = form.stripped("name");
        if (name.isEmpty()) {
            form.reject("name", screen.t("api.key.name.missing"));
        } else if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            form.reject("name", screen.t("identity.field.too-long", LONGEST_NAME));
        }
        Optional<User> user = candidates(actor).stream()
                .filter(one -> Long.toString(one.id()).equals(form.value("user")))
                .findFirst();
        if (user.isEmpty()) {
            form.reject("user", screen.t("identity.field.choose"));
        }
        Optional<Option> days = days(screen).stream()
                .filter(option -> option.value().equals(form.value("days")))
                .findFirst();
        if (days.isEmpty()) {
            form.reject("days", screen.t("identity.field.choose"));
        }
        Set<String> scopes = scopes(form);
        if (scopes.isEmpty()) {
            form.reject("records", screen.t("api.key.scopes.missing"));
        }
        if (!form.isValid()) {
            return page(screen, actor, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        Instant expires = form.value("days").isEmpty()
                ? null
                : clock.instant().plus(Duration.ofDays(Long.parseLong(form.value("days"))));
        ApiKeys.Made made = keys.create(name, user.orElseThrow().id(), new ApiScopes(scopes), expires, actor);
        return Page.of(templates.apiMade(screen, made)).header("Cache-Control", "no-store");
    }

    @PostMapping("/settings/api/{id}/revoke")
    Page revoke(Screen screen, @PathVariable long id) {
        ApiKey key = keys.find(id).orElseThrow(() -> Problem.notFound("API-101"));
        keys.revoke(id);
        return Page.redirect("/settings/api").toast(screen.t("api.key.revoked", key.name()));
    }

    private Set<String> scopes(Form form) {
        Set<String> scopes = new HashSet<>();
        add(scopes, ApiScopes.EVERY_OBJECT, form.value("records"));
        add(scopes, ApiScopes.ADMINISTRATION, form.value("admin"));
        types.all().forEach(type -> add(scopes, type.key(), form.value("object." + type.key())));
        return scopes;
    }

    private static void add(Set<String> scopes, String object, String level) {
        if (level.equals("read") || level.equals("write")) {
            scopes.add(object + ":" + level);
        }
    }

    private List<User> candidates(Actor actor) {
        return users.all().stream()
                .filter(user -> keys.mayActAs(actor, user.id()))
                .toList();
    }

    private static List<Option> days(Screen screen) {
        List<Option> options = new ArrayList<>();
        DAYS.forEach(days -> options.add(new Option(days.toString(), screen.t("api.key.days", days))));
        options.add(new Option("", screen.t("api.key.days.never")));
        return options;
    }

    private Page page(Screen screen, Actor actor, HttpStatus status, Form form) {
        List<Option> people = candidates(actor).stream()
                .map(user -> new Option(Long.toString(user.id()), user.name()))
                .toList();
        List<ScopeRow> rows = types.all().stream()
                .map(type ->
                        new ScopeRow(type.key(), type.plural().in(screen.locale()), form.value("object." + type.key())))
                .toList();
        return Page.of(status, templates.apiNewKey(screen, form, people, days(screen), levels(screen), rows));
    }

    private static List<Option> levels(Screen screen) {
        return List.of(
                new Option("", screen.t("api.key.level.none")),
                new Option("read", screen.t("api.key.level.read")),
                new Option("write", screen.t("api.key.level.write")));
    }
}
