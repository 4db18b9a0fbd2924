package lazo.kernel.notification.web;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.notification.Notification;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.NotificationMails;
import lazo.kernel.notification.Notifications;
import lazo.kernel.notification.Notifications.Delivery;
import lazo.platform.web.Form;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import lazojte.Templates;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A user's own notifications; whoever looks as another user does not see that user's. */
@Controller
class NotificationController implements SettingsSource {
    private final Notifications notifications;
    private final NotificationMails mails;
    private final NotificationStreams streams;
    private final Templates templates;

    NotificationController(
            Notifications notifications, NotificationMails mails, NotificationStreams streams, Templates templates) {
        this.notifications = notifications;
        this.mails = mails;
        this.streams = streams;
        this.templates = templates;
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return List.of(NavGroup.of(
                0,
                text.t("identity.settings.you"),
                NavLink.to("/account/notifications/preferences", "bell", text.t("notification.title"))
                        .at(30)));
    }

    @GetMapping("/account/notifications")
    Page list(@RequestParam(defaultValue = "false") boolean unread, Screen screen, Actor actor) {
        return Page.of(templates.notificationPage(screen, grouped(notifications.of(actor, unread)), unread));
    }

    /** What is about the same record stands together, where its newest stands. */
    private static List<List<Notification>> grouped(List<Notification> all) {
        Map<String, List<Notification>> groups = new LinkedHashMap<>();
        all.forEach(one -> groups.computeIfAbsent(
                        one.recordId() == null ? "n" + one.id() : one.href(), key -> new ArrayList<>())
                .add(one));
        return List.copyOf(groups.values());
    }

    @GetMapping("/account/notifications/stream")
    ResponseEntity<SseEmitter> stream(SignedIn signedIn) {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(streams.open(signedIn));
    }

    /** For browsers that get no stream. */
    @GetMapping("/account/notifications/unread")
    ResponseEntity<String> unread(Actor actor) {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .cacheControl(CacheControl.noStore())
                .body(String.valueOf(notifications.unread(actor.id())));
    }

    /** Reads one and goes where it leads. */
    @PostMapping("/account/notifications/{id:\\d+}")
    Page read(@PathVariable long id, Actor actor) {
        return Page.redirect(notifications.read(actor.id(), id).orElseThrow(() -> Problem.notFound("NOT-404")));
    }

    @PostMapping("/account/notifications/read-all")
    Page readAll(Screen screen, Actor actor) {
        notifications.readAll(actor.id());
        return Page.redirect("/account/notifications").toast(screen.t("notification.all-read"));
    }

    @GetMapping("/account/notifications/preferences")
    Page preferences(Screen screen, Actor actor) {
        boolean mailed = mails.areSent();
        Map<String, String> values = new LinkedHashMap<>();
        notifications
                .preferences(actor.id())
                .forEach((kind, wanted) ->
                        values.put(kind.name(), (mailed || !wanted.isMailed() ? wanted : Delivery.APP).name()));
        values.put("hour", Integer.toString(mails.hour(actor.id())));
        List<Option> deliveries = Stream.of(Delivery.values())
                .filter(one -> mailed || !one.isMailed())
                .map(one -> new Option(one.name(), screen.t("notification.delivery." + one)))
                .toList();
        List<Option> hours = IntStream.range(0, 24)
                .mapToObj(hour ->
                        new Option(Integer.toString(hour), screen.formats().time(LocalTime.of(hour, 0))))
                .toList();
        return Page.of(templates.notificationPreferences(screen, Form.of(values), deliveries, hours, mailed));
    }

    /** What is not chosen, or cannot be, stays as it is. */
    @PostMapping("/account/notifications/preferences")
    Page prefer(@RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        Map<NotificationKind, Delivery> wanted = new EnumMap<>(NotificationKind.class);
        Map<NotificationKind, Delivery> before = notifications.preferences(actor.id());
        for (NotificationKind kind : NotificationKind.values()) {
            Stream.of(Delivery.values())
                    .filter(one -> one.name().equals(typed.get(kind.name())))
                    .filter(one -> mails.areSent()
                            || one == Delivery.OFF
                            || !before.getOrDefault(kind, one).isMailed())
                    .forEach(one -> wanted.put(kind, one));
        }
        notifications.prefer(actor.id(), wanted);
        String hour = typed.getOrDefault("hour", "");
        if (hour.matches("1?\\d|2[0-3]")) {
            mails.wantAt(actor.id(), Integer.parseInt(hour));
        }
        return Page.redirect("/account/notifications/preferences").toast(screen.t("notification.preferences.saved"));
    }
}
