package lazo.operational.sales.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.sales.Boards;
import lazo.operational.sales.Boards.Board;
import lazo.operational.sales.NextActivities;
import lazo.operational.sales.NextActivities.Next;
import lazo.operational.sales.StageSettings;
import lazo.operational.sales.StageSettings.Setting;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes cards of records. */
@Component
class Cards {
    private static final List<String> SUBTITLES = List.of("account", "company", "contact", "job_title", "email");

    private final RecordNames names;
    private final NextActivities activities;
    private final Boards boards;
    private final StageSettings settings;
    private final Access access;
    private final Clock clock;

    Cards(
            RecordNames names,
            NextActivities activities,
            Boards boards,
            StageSettings settings,
            Access access,
            Clock clock) {
        this.names = names;
        this.activities = activities;
        this.boards = boards;
        this.settings = settings;
        this.access = access;
        this.clock = clock;
    }

    List<CardView> of(Board board, List<StoredRecord> records, Actor actor, Screen screen) {
        if (records.isEmpty()) {
            return List.of();
        }
        ObjectType type = board.type();
        Known known = new Known(
                board,
                names.of(type, records, actor),
                activities.of(type, records.stream().map(StoredRecord::id).toList(), actor),
                board.isByStage() ? settings.all(type.key()) : Map.of(),
                boards.amountField(type, actor),
                access.mask(actor, type),
                screen);
        return records.stream().map(record -> card(record, known)).toList();
    }

    private record Known(
            Board board,
            Names names,
            Map<Long, Next> next,
            Map<String, Setting> settings,
            Optional<ObjectField> amount,
            FieldMask mask,
            Screen screen) {}

    private CardView card(StoredRecord record, Known known) {
        ObjectType type = record.type();
        Optional<Stage> stage = type.stageField().flatMap(field -> type.stage(record.text(field.key())));
        BigDecimal probability = record.value("probability") instanceof BigDecimal number ? number : null;
        Integer percent = probability == null
                ? null
                : probability.setScale(0, RoundingMode.HALF_UP).intValue();
        Optional<User> owner = known.names.user(record.owner());
        Doing doing = doing(record, stage, known);
        boolean open = stage.map(Stage::isOpen).orElse(false);
        return new CardView(
                record.id(),
                record.version(),
                type.key(),
                lane(record, known.board),
                record.title(),
                subtitle(record, known),
                tags(record),
                known.amount
                        .map(field -> record.value(field.key()) instanceof Money money ? money : null)
                        .orElse(null),
                open && record.value("expected_close") instanceof LocalDate date ? date : null,
                open ? percent : null,
                percent == null ? 0 : percent - stage.map(Stage::winProbability).orElse(percent),
                doing.state,
                doing.icon,
                doing.text,
                open ? idleDays(record, stage, known) : 0,
                owner.map(User::name).orElse(null),
                owner.map(User::hue).orElse("gray"));
    }

    /** The key of the lane a record is in. */
    static String lane(StoredRecord record, Board board) {
        Object value = record.value(board.field().key());
        if (board.field().type() == FieldType.YES_NO) {
            return Boolean.TRUE.equals(value) ? "yes" : "no";
        }
        return value == null ? "" : value.toString();
    }

    private static String subtitle(StoredRecord record, Known known) {
        for (String key : SUBTITLES) {
            Object value = record.value(key);
            Optional<ObjectField> field = record.type().find(key);
            if (value == null || field.isEmpty()) {
                continue;
            }
            if (field.get().type() == FieldType.LOOKUP) {
                Optional<String> name = known.names.record(value);
                if (name.isPresent()) {
                    return name.get();
                }
            } else {
                return value.toString();
            }
        }
        return "";
    }

    private static List<Option> tags(StoredRecord record) {
        if (record.type()
                .find("tags")
                .filter(field -> field.type() == FieldType.TAGS)
                .isEmpty()) {
            return List.of();
        }
        return record.words("tags").stream()
                .limit(1)
                .map(tag -> new Option(tag, Screen.hue(tag.hashCode())))
                .toList();
    }

    private record Doing(String state, String icon, String text) {}

    private Doing doing(StoredRecord record, Optional<Stage> stage, Known known) {
        Screen screen = known.screen;
        if (stage.isPresent() && !stage.get().isOpen()) {
            return ended(record, stage.get(), screen);
        }
        Optional<Doing> decided = decided(record, screen);
        if (decided.isPresent()) {
            return decided.get();
        }
        Next next = known.next.get(record.id());
        Instant planned = record.value("next_activity_at") instanceof Instant at ? at : null;
        if (next == null && planned == null) {
            return new Doing("none", "circle-dashed", screen.t("sales.card.none"));
        }
        String subject = next == null ? screen.t("sales.card.something") : next.subject();
        Instant at = next == null ? planned : next.at();
        if (at == null) {
            return new Doing("ok", "clock", subject);
        }
        ZonedDateTime local = at.atZone(screen.zone());
        boolean today = local.toLocalDate().equals(screen.today());
        boolean allDay = next != null && next.allDay();
        boolean late = allDay ? local.toLocalDate().isBefore(screen.today()) : at.isBefore(clock.instant());
        if (late) {
            return new Doing(
                    "late",
                    "alert-triangle",
                    screen.t("sales.card.late", today ? screen.time(at) : screen.relative(local.toLocalDate())));
        }
        if (today) {
            return new Doing(
                    "today",
                    "alarm",
                    allDay || local.toLocalTime().toSecondOfDay() == 0
                            ? screen.t("sales.card.today", subject)
                            : screen.t("sales.card.today-at", subject, screen.time(at)));
        }
        return new Doing("ok", "clock", screen.t("sales.card.next", subject, screen.relative(local.toLocalDate())));
    }

    /** What became of a lead, where that is clear. */
    private static Optional<Doing> decided(StoredRecord record, Screen screen) {
        if (!record.type().key().equals("lead")) {
            return Optional.empty();
        }
        return switch (String.valueOf(record.value("status"))) {
            case "converted" ->
                Optional.of(new Doing(
                        "won",
                        "check",
                        screen.t(
                                "sales.lead.converted",
                                record.value("converted_at") instanceof Instant at ? screen.relative(at) : "")));
            case "discarded" ->
                Optional.of(new Doing(
                        "lost",
                        "thumb-down",
                        record.type()
                                .find("discard_reason")
                                .flatMap(field -> field.choice(record.text("discard_reason")))
                                .map(choice -> choice.label().in(screen.locale()))
                                .orElse("–")));
            default -> Optional.empty();
        };
    }

    private static Doing ended(StoredRecord record, Stage stage, Screen screen) {
        boolean won = stage.outcome() == Stage.Outcome.WON;
        @Nullable Instant closed = record.value("closed_at") instanceof Instant at ? at : null;
        String when = closed == null
                ? ""
                : screen.dayMonth(closed.atZone(screen.zone()).toLocalDate());
        if (won) {
            return new Doing(
                    "won",
                    "check",
                    closed == null ? stage.label().in(screen.locale()) : screen.t("sales.card.won", when));
        }
        String reason = record.type()
                .find("loss_reason")
                .flatMap(field -> field.choice(record.text("loss_reason")))
                .map(choice -> choice.label().in(screen.locale()))
                .orElse(stage.label().in(screen.locale()));
        return new Doing("lost", "thumb-down", reason);
    }

    private long idleDays(StoredRecord record, Optional<Stage> stage, Known known) {
        Integer most = stage.map(is -> known.settings.getOrDefault(is.key(), Setting.NONE))
                .map(Setting::idleDays)
                .orElse(null);
        if (most == null || !(record.value("stage_since") instanceof Instant since)) {
            return 0;
        }
        long days =
                Duration.between(since, Objects.requireNonNull(clock.instant())).toDays();
        return days > most ? days : 0;
    }

    /** The same, for one record. */
    CardView of(Board board, StoredRecord record, Actor actor, Screen screen) {
        return new ArrayList<>(of(board, List.of(record), actor, screen)).getFirst();
    }
}
