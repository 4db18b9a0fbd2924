package lazo.operational.activity.web;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.activity.Activities;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The agenda by day, week or month, of one person or a team. */
@Controller
class AgendaController {
    private final Activities activities;
    private final RecordNames names;
    private final Templates templates;
    private final Clock clock;

    AgendaController(Activities activities, RecordNames names, Templates templates, Clock clock) {
        this.activities = activities;
        this.names = names;
        this.templates = templates;
        this.clock = clock;
    }

    @GetMapping("/agenda")
    Page show(
            @RequestParam(defaultValue = "week") String span,
            @RequestParam Optional<String> date,
            @RequestParam(defaultValue = "me") String who,
            Screen screen,
            Actor actor) {
        LocalDate today = screen.today();
        LocalDate day = date.flatMap(AgendaController::day).orElse(today);
        Agenda.Span shown = Agenda.Span.of(span);
        LocalDate first = shown.first(day);
        LocalDate last = shown.last(day);
        String owner = who.equals("me") || who.equals("my_team") || who.matches("\\d{1,18}") ? who : "me";
        List<StoredRecord> found = activities.between(first, last, owner, actor, screen.zone());
        Map<LocalDate, List<Agenda.Slot>> days = new LinkedHashMap<>();
        for (LocalDate each = first; !each.isAfter(last); each = each.plusDays(1)) {
            days.put(each, new ArrayList<>());
        }
        for (StoredRecord activity : found) {
            ZonedDateTime start =
                    Objects.requireNonNull(Activities.moment(activity)).atZone(screen.zone());
            List<Agenda.Slot> slots = days.get(start.toLocalDate());
            if (slots != null) {
                slots.add(slot(activity, start));
            }
        }
        return Page.of(templates.activityAgenda(
                screen,
                new Agenda(
                        actor.on(activities.type().key()).create(),
                        shown,
                        day,
                        today,
                        owner,
                        days,
                        clock.instant(),
                        activities.type(),
                        names.of(activities.type(), found, actor))));
    }

    private static Agenda.Slot slot(StoredRecord activity, ZonedDateTime start) {
        Instant end = activity.moment("end_at");
        long minutes = end == null
                ? 30
                : Math.max(30, Duration.between(start.toInstant(), end).toMinutes());
        int row = Math.clamp((start.getHour() - Agenda.FIRST_HOUR) * 2 + start.getMinute() / 30 + 1, 1, Agenda.ROWS);
        int rows = (int) Math.clamp((minutes + 29) / 30, 1, 6);
        return new Agenda.Slot(activity, start.toInstant(), row, rows);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() > 1900 && day.getYear() < 3000);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
