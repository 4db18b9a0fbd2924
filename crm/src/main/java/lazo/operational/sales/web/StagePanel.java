package lazo.operational.sales.web;

import gg.jte.Content;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.sales.NextActivities;
import lazo.operational.sales.StageSettings;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** The stages of a deal on its page, with what wins, loses and reopens it. */
@Component
class StagePanel implements RecordPanel {
    private final Access access;
    private final StageSettings settings;
    private final NextActivities activities;
    private final Templates templates;
    private final Clock clock;

    StagePanel(Access access, StageSettings settings, NextActivities activities, Templates templates, Clock clock) {
        this.access = access;
        this.settings = settings;
        this.activities = activities;
        this.templates = templates;
        this.clock = clock;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        ObjectType type = record.type();
        if (!type.key().equals("opportunity")) {
            return Optional.empty();
        }
        Optional<Stage> stage = type.stage(record.text("stage"));
        Optional<Pipeline> pipeline = type.pipelineOf(record.text("stage"));
        if (stage.isEmpty() || pipeline.isEmpty()) {
            return Optional.empty();
        }
        List<Stage> open =
                pipeline.get().current().stream().filter(Stage::isOpen).toList();
        int place = open.stream().map(Stage::key).toList().indexOf(stage.get().key());
        List<Option> reasons = type.field("loss_reason").currentChoices().stream()
                .map(choice -> new Option(choice.key(), choice.label().in(screen.locale())))
                .toList();
        StageBar bar = new StageBar(
                record,
                stage.get(),
                open,
                place < 0 ? open.size() : place,
                ending(pipeline.get(), Stage.Outcome.WON),
                ending(pipeline.get(), Stage.Outcome.LOST),
                reasons,
                record.value("stage_since") instanceof Instant since ? since : null,
                idle(record, stage.get()),
                activities.of(type, List.of(record.id()), actor).containsKey(record.id()),
                access.mayChange(actor, type, record.id()));
        return Optional.of(templates.salesStageBar(screen, bar)::render);
    }

    private static Optional<Stage> ending(Pipeline pipeline, Stage.Outcome outcome) {
        return pipeline.current().stream()
                .filter(stage -> stage.outcome() == outcome)
                .findFirst();
    }

    private long idle(StoredRecord record, Stage stage) {
        Integer most = settings.of("opportunity", stage.key()).idleDays();
        if (most == null || !stage.isOpen() || !(record.value("stage_since") instanceof Instant since)) {
            return 0;
        }
        long days = Duration.between(since, clock.instant()).toDays();
        return days > most ? days : 0;
    }
}
