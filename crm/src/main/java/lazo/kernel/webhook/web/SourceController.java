package lazo.kernel.webhook.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.webhook.Arrival;
import lazo.kernel.webhook.JsonPath;
import lazo.kernel.webhook.SignatureScheme;
import lazo.kernel.webhook.WebhookArrivals;
import lazo.kernel.webhook.WebhookSource;
import lazo.kernel.webhook.WebhookSource.Mapping;
import lazo.kernel.webhook.WebhookSources;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The programs that send to Lazo: set up, tried out, what arrived and what failed. */
@Controller
class SourceController {
    private static final int LONGEST_SECRET = 500;
    private static final int LONGEST_SAMPLE = 200_000;

    private final WebhookSources sources;
    private final WebhookArrivals arrivals;
    private final WebhookScreens screens;
    private final Access access;
    private final Users users;
    private final PublicAddress address;
    private final Templates templates;

    SourceController(
            WebhookSources sources,
            WebhookArrivals arrivals,
            WebhookScreens screens,
            Access access,
            Users users,
            PublicAddress address,
            Templates templates) {
        this.sources = sources;
        this.arrivals = arrivals;
        this.screens = screens;
        this.access = access;
        this.users = users;
        this.address = address;
        this.templates = templates;
    }

    @GetMapping("/settings/webhook-sources/new")
    Page start(@RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        Optional<ObjectType> type = screens.object(object);
        if (type.isEmpty()) {
            return Page.of(templates.webhookObject(
                    screen, "/settings/webhook-sources/new", screen.t("webhook.source.new"), screens.objects(screen)));
        }
        Form form = Form.of(
                Map.of("user", Long.toString(actor.id()), "scheme", SignatureScheme.LAZO.key(), "object", object));
        return form(HttpStatus.OK, 0, type.get(), form, screen, actor);
    }

    @Fresh
    @PostMapping("/settings/webhook-sources")
    Page create(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Form form = Form.of(typed);
        ObjectType type = screens.object(form.value("object")).orElseThrow(() -> Problem.notFound("HOOK-404"));
        Optional<WebhookSources.Draft> draft = draft(form, type, screen, actor);
        if (draft.isEmpty()) {
            return form(HttpStatus.UNPROCESSABLE_CONTENT, 0, type, form, screen, actor);
        }
        WebhookSources.Made made = sources.create(draft.get(), actor);
        return draft.get().secret().isEmpty()
                ? made(screen, made)
                : Page.redirect("/settings/webhook-sources/" + made.source().id())
                        .toast(screen.t("webhook.saved", made.source().name()));
    }

    private Page made(Screen screen, WebhookSources.Made made) {
        return Page.of(templates.webhookMade(
                        screen,
                        made.source().name(),
                        made.secret(),
                        "/settings/webhook-sources/" + made.source().id()))
                .header("Cache-Control", "no-store");
    }

    @GetMapping("/settings/webhook-sources/{id}")
    Page show(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam Optional<Long> before,
            Screen screen,
            HttpServletRequest request) {
        return page(HttpStatus.OK, load(id), state, before, "", null, screen, request);
    }

    private Page page(
            HttpStatus status,
            WebhookSource source,
            String state,
            Optional<Long> before,
            String sample,
            SourcePage.@Nullable Trial trial,
            Screen screen,
            HttpServletRequest request) {
        Optional<Arrival.State> asked = Stream.of(Arrival.State.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(state))
                .findFirst();
        List<Arrival> found = new ArrayList<>(arrivals.list(source.id(), asked, before));
        Optional<Long> next = Optional.empty();
        if (found.size() > WebhookArrivals.PAGE) {
            found.removeLast();
            next = Optional.of(found.getLast().id());
        }
        Optional<User> user = users.find(source.userId());
        Optional<ObjectType> type = screens.object(source.objectKey());
        return Page.of(
                status,
                templates.webhookSource(
                        screen,
                        new SourcePage(
                                source,
                                address.of(request) + "/api/hooks/" + source.publicId(),
                                screens.objectName(source.objectKey(), screen),
                                user.map(User::name).orElse("#" + source.userId()),
                                user.filter(User::active).isPresent(),
                                source.mapping().stream()
                                        .map(one -> new Option(one.path(), label(type, one.field(), screen)))
                                        .toList(),
                                asked.map(one -> state).orElse(""),
                                arrivals.count(source.id(), Arrival.State.WAITING),
                                arrivals.count(source.id(), Arrival.State.FAILED),
                                found,
                                next,
                                sample,
                                trial)));
    }

    private static String label(Optional<ObjectType> type, String field, Screen screen) {
        return type.flatMap(is -> is.find(field))
                .map(is -> is.label().in(screen.locale()))
                .orElse(field);
    }

    @GetMapping("/settings/webhook-sources/{id}/edit")
    Page edit(@PathVariable long id, Screen screen, Actor actor) {
        WebhookSource source = load(id);
        Map<String, String> values = new HashMap<>();
        values.put("name", source.name());
        values.put("scheme", source.scheme().key());
        values.put("header", source.header());
        values.put("key", source.keyField());
        values.put("event", source.eventId());
        values.put("user", Long.toString(source.userId()));
        source.mapping().forEach(one -> values.put("map." + one.field(), one.path()));
        return form(HttpStatus.OK, id, type(source), Form.of(values), screen, actor);
    }

    @Fresh
    @PostMapping("/settings/webhook-sources/{id}")
    Page save(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        WebhookSource source = load(id);
        Form form = Form.of(typed);
        Optional<WebhookSources.Draft> draft = draft(form, type(source), screen, actor);
        if (draft.isEmpty()) {
            return form(HttpStatus.UNPROCESSABLE_CONTENT, id, type(source), form, screen, actor);
        }
        sources.change(source, draft.get());
        return Page.redirect("/settings/webhook-sources/" + id)
                .toast(screen.t("webhook.saved", draft.get().name()));
    }

    private Page form(HttpStatus status, long id, ObjectType type, Form form, Screen screen, Actor actor) {
        List<Option> schemes = Stream.of(SignatureScheme.values())
                .map(scheme -> new Option(scheme.key(), screen.t("webhook.scheme." + scheme.key())))
                .toList();
        List<Option> keys = new ArrayList<>();
        keys.add(new Option("", screen.t("webhook.source.key.none")));
        writable(type, actor)
                .filter(RecordWrites::isKey)
                .forEach(field -> keys.add(new Option(field.key(), field.label().in(screen.locale()))));
        List<Option> fields = writable(type, actor)
                .sorted(Comparator.comparing(field -> !field.required()))
                .map(field -> new Option(field.key(), field.label().in(screen.locale())))
                .toList();
        return Page.of(
                status,
                templates.webhookSourceForm(
                        screen, new SourceForm(id, type, form, schemes, keys, fields, screens.people(actor))));
    }

    private Stream<ObjectField> writable(ObjectType type, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        return type.fields().stream().filter(field -> field.isTyped() && mask.allowsChange(field.key()));
    }

    private Optional<WebhookSources.Draft> draft(Form form, ObjectType type, Screen screen, Actor actor) {
        String name = WebhookScreens.name(form, screen);
        Optional<SignatureScheme> scheme = SignatureScheme.ofKey(form.value("scheme"));
        if (scheme.isEmpty()) {
            form.reject("scheme", screen.t("identity.field.choose"));
        }
        String header = form.stripped("header");
        boolean takesHeader = scheme.filter(SignatureScheme::takesHeader).isPresent();
        if (takesHeader && !header.matches("[A-Za-z0-9-]{1,80}")) {
            form.reject("header", screen.t("webhook.source.header.missing"));
        }
        String secret = form.stripped("secret");
        if (!secret.isEmpty() && (secret.length() < 12 || secret.length() > LONGEST_SECRET)) {
            form.reject("secret", screen.t("webhook.source.secret.short", 12, LONGEST_SECRET));
        }
        List<Mapping> mapping = new ArrayList<>();
        writable(type, actor).map(ObjectField::key).forEach(key -> {
            String path = form.stripped("map." + key);
            if (!path.isEmpty() && !JsonPath.isOne(path)) {
                form.reject("map." + key, screen.t("webhook.source.path.invalid"));
            } else if (!path.isEmpty()) {
                mapping.add(new Mapping(key, path));
            }
        });
        if (mapping.isEmpty() && form.isValid()) {
            form.reject("mapping", screen.t("webhook.source.mapping.missing"));
        }
        String key = form.value("key");
        if (!key.isEmpty()) {
            if (writable(type, actor).noneMatch(field -> field.key().equals(key) && RecordWrites.isKey(field))) {
                form.reject("key", screen.t("identity.field.choose"));
            } else if (mapping.stream().noneMatch(one -> one.field().equals(key))) {
                form.reject("key", screen.t("webhook.source.key.unmapped"));
            }
        }
        String event = form.stripped("event");
        if (!WebhookArrivals.isEventId(event)) {
            form.reject("event", screen.t("webhook.source.path.invalid"));
        }
        long person = screens.person(form, actor, screen);
        return form.isValid()
                ? Optional.of(new WebhookSources.Draft(
                        name,
                        scheme.orElseThrow(),
                        takesHeader ? header : "",
                        secret,
                        type.key(),
                        key,
                        event,
                        mapping,
                        person))
                : Optional.empty();
    }

    @PostMapping("/settings/webhook-sources/{id}/active")
    Page activate(@PathVariable long id, @RequestParam(defaultValue = "") String active, Screen screen) {
        WebhookSource source = load(id);
        boolean on = active.equals("on");
        sources.activate(id, on);
        return Page.redirect("/settings/webhook-sources/" + id)
                .toast(screen.t(on ? "webhook.source.switched-on" : "webhook.source.switched-off", source.name()));
    }

    @Fresh
    @PostMapping("/settings/webhook-sources/{id}/secret")
    Page renewSecret(@PathVariable long id, Screen screen) {
        return made(screen, sources.renewSecret(load(id)));
    }

    @PostMapping("/settings/webhook-sources/{id}/remove")
    Page remove(@PathVariable long id, Screen screen) {
        WebhookSource source = load(id);
        sources.remove(id);
        return Page.redirect("/settings/webhooks").toast(screen.t("webhook.removed", source.name()));
    }

    /** What a message would do, without doing it. */
    @PostMapping("/settings/webhook-sources/{id}/try")
    Page tryOut(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String sample,
            Screen screen,
            HttpServletRequest request) {
        WebhookSource source = load(id);
        String typed = sample.substring(0, Math.min(sample.length(), LONGEST_SAMPLE));
        SourcePage.Trial trial = trial(source, typed, screen);
        HttpStatus status = trial.problems().isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
        return page(status, source, "", Optional.empty(), typed, trial, screen, request);
    }

    private SourcePage.Trial trial(WebhookSource source, String sample, Screen screen) {
        List<Option> fields = new ArrayList<>();
        try {
            JsonNode document = RecordJson.object(sample.getBytes(StandardCharsets.UTF_8));
            ObjectType type = type(source);
            ObjectNode given = arrivals.fields(source, type, document);
            given.properties()
                    .forEach(one -> fields.add(
                            new Option(one.getValue().toString(), label(Optional.of(type), one.getKey(), screen))));
            RecordWrites.Written written = arrivals.rehearse(source, document);
            return new SourcePage.Trial(
                    fields, written.created() ? null : written.record().id(), List.of());
        } catch (ApiRefusal refusal) {
            List<String> problems = refusal.problems().isEmpty()
                    ? List.of(screen.t("problem." + refusal.code(), refusal.arguments()))
                    : refusal.problems().stream()
                            .map(problem -> problem.field() + ": "
                                    + screen.t(
                                            problem.messageKey(), problem.args().toArray()))
                            .toList();
            return new SourcePage.Trial(fields, null, problems);
        }
    }

    @PostMapping("/settings/webhook-sources/{id}/arrivals/{arrival}/retry")
    Page retry(@PathVariable long id, @PathVariable long arrival, Screen screen) {
        load(id);
        int count = arrivals.retry(id, Optional.of(arrival));
        return Page.redirect("/settings/webhook-sources/" + id).toast(screen.t("webhook.source.retried", count));
    }

    @PostMapping("/settings/webhook-sources/{id}/retry")
    Page retryAll(@PathVariable long id, Screen screen) {
        load(id);
        int count = arrivals.retry(id, Optional.empty());
        return Page.redirect("/settings/webhook-sources/" + id).toast(screen.t("webhook.source.retried", count));
    }

    private WebhookSource load(long id) {
        return sources.find(id).orElseThrow(() -> Problem.notFound("HOOK-404"));
    }

    private ObjectType type(WebhookSource source) {
        return screens.object(source.objectKey()).orElseThrow(() -> Problem.notFound("HOOK-404"));
    }
}
