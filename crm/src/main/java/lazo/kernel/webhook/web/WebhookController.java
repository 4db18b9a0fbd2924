package lazo.kernel.webhook.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Records;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.SavedViews;
import lazo.kernel.webhook.Deliveries;
import lazo.kernel.webhook.Delivery;
import lazo.kernel.webhook.Webhook;
import lazo.kernel.webhook.WebhookSender;
import lazo.kernel.webhook.WebhookSources;
import lazo.kernel.webhook.Webhooks;
import lazo.platform.outbound.OutboundAddress;
import lazo.platform.outbound.Reach;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who is told of what: set up, tried out, and what was sent to them. */
@Controller
class WebhookController {
    private static final int LONGEST_ADDRESS = 1_000;
    private static final String KEEP = "keep";

    private final Webhooks webhooks;
    private final WebhookSources sources;
    private final Deliveries deliveries;
    private final WebhookSender sender;
    private final WebhookScreens screens;
    private final SavedViews views;
    private final Records records;
    private final Users users;
    private final Templates templates;

    WebhookController(
            Webhooks webhooks,
            WebhookSources sources,
            Deliveries deliveries,
            WebhookSender sender,
            WebhookScreens screens,
            SavedViews views,
            Records records,
            Users users,
            Templates templates) {
        this.webhooks = webhooks;
        this.sources = sources;
        this.deliveries = deliveries;
        this.sender = sender;
        this.screens = screens;
        this.views = views;
        this.records = records;
        this.users = users;
        this.templates = templates;
    }

    /** Both directions. */
    @GetMapping("/settings/webhooks")
    Page list(Screen screen) {
        Map<String, String> objects = new HashMap<>();
        screens.objects(screen).forEach(option -> objects.put(option.value(), option.label()));
        return Page.of(templates.webhookList(screen, webhooks.all(), sources.all(), objects));
    }

    @GetMapping("/settings/webhooks/new")
    Page start(@RequestParam(defaultValue = "") String object, Screen screen, Actor actor) {
        Optional<ObjectType> type = screens.object(object);
        if (type.isEmpty()) {
            return Page.of(templates.webhookObject(
                    screen, "/settings/webhooks/new", screen.t("webhook.new"), screens.objects(screen)));
        }
        Form form = Form.of(Map.of(
                "user",
                Long.toString(actor.id()),
                "object",
                object,
                "on.created",
                "on",
                "on.changed",
                "on",
                "on.deleted",
                "on"));
        return form(HttpStatus.OK, 0, type.get(), form, screen, actor);
    }

    @Fresh
    @PostMapping("/settings/webhooks")
    Page create(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Form form = Form.of(typed);
        ObjectType type = screens.object(form.value("object")).orElseThrow(() -> Problem.notFound("HOOK-404"));
        Optional<Webhooks.Draft> draft = draft(form, type, Filter.everything(), screen, actor);
        if (draft.isEmpty()) {
            return form(HttpStatus.UNPROCESSABLE_CONTENT, 0, type, form, screen, actor);
        }
        Webhooks.Made made = webhooks.create(draft.get(), actor);
        return made(screen, made);
    }

    private Page made(Screen screen, Webhooks.Made made) {
        return Page.of(templates.webhookMade(
                        screen,
                        made.webhook().name(),
                        made.secret(),
                        "/settings/webhooks/" + made.webhook().id()))
                .header("Cache-Control", "no-store");
    }

    @GetMapping("/settings/webhooks/{id}")
    Page show(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam Optional<Long> before,
            Screen screen,
            Actor actor) {
        Webhook webhook = load(id);
        Optional<Delivery.State> asked = Stream.of(Delivery.State.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(state))
                .findFirst();
        List<Delivery> found = new ArrayList<>(deliveries.list(id, asked, before));
        Optional<Long> next = Optional.empty();
        if (found.size() > Deliveries.PAGE) {
            found.removeLast();
            next = Optional.of(found.getLast().id());
        }
        Optional<User> user = users.find(webhook.userId());
        return Page.of(templates.webhookPage(
                screen,
                new WebhookPage(
                        webhook,
                        screens.objectName(webhook.objectKey(), screen),
                        user.map(User::name).orElse("#" + webhook.userId()),
                        user.filter(User::active).isPresent(),
                        screens.object(webhook.objectKey())
                                .map(type -> screens.told(webhook.filter(), type, screen, actor))
                                .orElse(""),
                        asked.map(one -> state).orElse(""),
                        deliveries.count(id, Delivery.State.WAITING),
                        deliveries.count(id, Delivery.State.DEAD),
                        found,
                        next)));
    }

    @GetMapping("/settings/webhooks/{id}/edit")
    Page edit(@PathVariable long id, Screen screen, Actor actor) {
        Webhook webhook = load(id);
        Map<String, String> values = new HashMap<>();
        values.put("name", webhook.name());
        values.put("address", webhook.address().toString());
        values.put("private", webhook.privateNetwork() ? "on" : "");
        values.put("user", Long.toString(webhook.userId()));
        values.put("view", KEEP);
        webhook.events().forEach(event -> values.put("on." + event.key(), "on"));
        return form(HttpStatus.OK, id, type(webhook), Form.of(values), screen, actor);
    }

    @Fresh
    @PostMapping("/settings/webhooks/{id}")
    Page save(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Webhook webhook = load(id);
        Form form = Form.of(typed);
        ObjectType type = type(webhook);
        Optional<Webhooks.Draft> draft = draft(form, type, webhook.filter(), screen, actor);
        if (draft.isEmpty()) {
            return form(HttpStatus.UNPROCESSABLE_CONTENT, id, type, form, screen, actor);
        }
        webhooks.change(id, draft.get());
        return Page.redirect("/settings/webhooks/" + id)
                .toast(screen.t("webhook.saved", draft.get().name()));
    }

    private Page form(HttpStatus status, long id, ObjectType type, Form form, Screen screen, Actor actor) {
        List<Option> events = Stream.of(RecordEvent.values())
                .filter(event -> event.happensTo(type))
                .map(event -> new Option(event.key(), screen.t("webhook.event." + event.key())))
                .toList();
        List<Option> choices = new ArrayList<>();
        if (id != 0) {
            String told = screens.told(load(id).filter(), type, screen, actor);
            choices.add(new Option(
                    KEEP, screen.t("webhook.filter.keep", told.isEmpty() ? screen.t("webhook.filter.none") : told)));
        }
        choices.add(new Option("", screen.t("webhook.filter.none")));
        views.list(type, actor)
                .forEach(view -> choices.add(new Option(
                        Long.toString(view.id()), screen.t("webhook.filter.view", view.name(screen.locale())))));
        return Page.of(
                status,
                templates.webhookForm(screen, new WebhookForm(id, type, form, events, choices, screens.people(actor))));
    }

    private Optional<Webhooks.Draft> draft(Form form, ObjectType type, Filter kept, Screen screen, Actor actor) {
        String name = WebhookScreens.name(form, screen);
        boolean inside = form.value("private").equals("on");
        @Nullable URI address = address(form, inside, screen);
        Set<RecordEvent> events = EnumSet.noneOf(RecordEvent.class);
        for (RecordEvent event : RecordEvent.values()) {
            if (event.happensTo(type) && form.value("on." + event.key()).equals("on")) {
                events.add(event);
            }
        }
        if (events.isEmpty()) {
            form.reject("events", screen.t("webhook.events.missing"));
        }
        long person = screens.person(form, actor, screen);
        Filter filter = filter(form, kept, actor);
        if (form.isValid()) {
            check(form, type, filter, person, screen);
        }
        return form.isValid() && address != null
                ? Optional.of(new Webhooks.Draft(name, address, inside, type.key(), events, filter, person))
                : Optional.empty();
    }

    private Filter filter(Form form, Filter kept, Actor actor) {
        String chosen = form.value("view");
        if (chosen.equals(KEEP)) {
            return kept;
        }
        return chosen.matches("\\d{1,18}")
                ? views.find(Long.parseLong(chosen), actor)
                        .map(SavedView::filter)
                        .orElse(Filter.everything())
                : Filter.everything();
    }

    /** The webhook's user must see every field its filter asks about. */
    private void check(Form form, ObjectType type, Filter filter, long person, Screen screen) {
        try {
            records.check(type, filter, users.actor(person), screen.zone());
        } catch (UnanswerableFilter unanswerable) {
            form.reject(
                    "view",
                    screen.t(
                            "webhook.filter.unanswerable",
                            unanswerable.condition().field()));
        }
    }

    private static @Nullable URI address(Form form, boolean inside, Screen screen) {
        try {
            String typed = form.stripped("address");
            URI uri = URI.create(typed);
            Optional<String> objection = OutboundAddress.objection(uri, inside ? Reach.PRIVATE_TOO : Reach.PUBLIC);
            if (objection.isEmpty() && typed.length() <= LONGEST_ADDRESS && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        form.reject("address", screen.t(inside ? "webhook.address.invalid-inside" : "webhook.address.invalid"));
        return null;
    }

    @PostMapping("/settings/webhooks/{id}/active")
    Page activate(@PathVariable long id, @RequestParam(defaultValue = "") String active, Screen screen) {
        Webhook webhook = load(id);
        boolean on = active.equals("on");
        webhooks.activate(id, on);
        if (on) {
            sender.start();
        }
        return Page.redirect("/settings/webhooks/" + id)
                .toast(screen.t(on ? "webhook.switched-on" : "webhook.switched-off", webhook.name()));
    }

    @Fresh
    @PostMapping("/settings/webhooks/{id}/secret")
    Page renewSecret(@PathVariable long id, Screen screen) {
        load(id);
        return made(screen, webhooks.renewSecret(id));
    }

    @PostMapping("/settings/webhooks/{id}/remove")
    Page remove(@PathVariable long id, Screen screen) {
        Webhook webhook = load(id);
        webhooks.remove(id);
        return Page.redirect("/settings/webhooks").toast(screen.t("webhook.removed", webhook.name()));
    }

    /** Sends a ping; one that is switched off gets it when it is on again. */
    @PostMapping("/settings/webhooks/{id}/test")
    Page test(@PathVariable long id, Screen screen) {
        long delivery = deliveries.ping(load(id));
        sender.start();
        return Page.redirect("/settings/webhooks/" + id + "/deliveries/" + delivery)
                .toast(screen.t("webhook.tested"));
    }

    @GetMapping("/settings/webhooks/{id}/deliveries/{delivery}")
    Page delivery(@PathVariable long id, @PathVariable long delivery, Screen screen) {
        return Page.of(templates.webhookDelivery(screen, load(id), find(id, delivery)));
    }

    @PostMapping("/settings/webhooks/{id}/deliveries/{delivery}/replay")
    Page replay(@PathVariable long id, @PathVariable long delivery, Screen screen) {
        load(id);
        find(id, delivery);
        deliveries.replay(id, delivery);
        sender.start();
        return Page.redirect("/settings/webhooks/" + id + "/deliveries/" + delivery)
                .toast(screen.t("webhook.replayed", 1));
    }

    @PostMapping("/settings/webhooks/{id}/replay")
    Page replayDead(@PathVariable long id, Screen screen) {
        load(id);
        int count = deliveries.replayDead(id);
        sender.start();
        return Page.redirect("/settings/webhooks/" + id).toast(screen.t("webhook.replayed", count));
    }

    private Webhook load(long id) {
        return webhooks.find(id).orElseThrow(() -> Problem.notFound("HOOK-404"));
    }

    private ObjectType type(Webhook webhook) {
        return screens.object(webhook.objectKey()).orElseThrow(() -> Problem.notFound("HOOK-404"));
    }

    private Delivery find(long id, long delivery) {
        return deliveries.find(id, delivery).orElseThrow(() -> Problem.notFound("HOOK-405"));
    }
}
