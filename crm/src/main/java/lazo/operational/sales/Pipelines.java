package lazo.operational.sales;

import static org.jooq.impl.DSL.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewStage;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes the sales processes. A stage that deals are in is not put away, and a process keeps a way in and a way out. */
@Component
public class Pipelines {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final ObjectDesigner designer;
    private final StageSettings settings;

    Pipelines(DSLContext sql, ObjectTypes types, ObjectDesigner designer, StageSettings settings) {
        this.sql = sql;
        this.types = types;
        this.designer = designer;
        this.settings = settings;
    }

    /**
     * A stage as the settings wish it.
     *
     * @param key {@code null} for a new one
     * @param away whether it is put away
     */
    public record Wanted(
            @Nullable String key,
            String spanish,
            String english,
            int winProbability,
            Stage.Outcome outcome,
            String hue,
            List<String> requiredFields,
            @Nullable Integer idleDays,
            boolean away) {
        public Wanted {
            requiredFields = List.copyOf(requiredFields);
        }

        Label label() {
            return Label.of(
                    spanish.isBlank() ? english.strip() : spanish.strip(),
                    english.isBlank() ? spanish.strip() : english.strip());
        }
    }

    /** Why a process was not saved. */
    public sealed interface Refusal {
        record NameMissing() implements Refusal {}

        record StageGone(int place) implements Refusal {}

        record StageNameMissing(int place) implements Refusal {}

        record NoOpenStage() implements Refusal {}

        record NoOutcome() implements Refusal {}

        record StillUsed(String stage, long records) implements Refusal {}
    }

    public ObjectType type() {
        return types.load(DealRules.OBJECT);
    }

    public Optional<Pipeline> find(long id) {
        return type().pipelines().stream()
                .filter(pipeline -> pipeline.id() == id)
                .findFirst();
    }

    /** How many living deals are in each stage, whoever may see them. */
    public Map<String, Long> use() {
        RecordTable table = new RecordTable(type());
        var stage = table.text(type().field("stage"));
        Map<String, Long> use = new HashMap<>();
        sql.select(stage, count())
                .from(table.table())
                .where(table.deletedAt().isNull(), stage.isNotNull())
                .groupBy(stage)
                .forEach(row -> use.put(row.value1(), (long) row.value2()));
        return use;
    }

    public long add(String spanish, String english) {
        Label label = Label.of(spanish, english.isBlank() ? spanish : english);
        return designer.addPipeline(
                DealRules.OBJECT,
                null,
                label,
                List.of(
                        stage("Exploración", "Exploration", 10, Stage.Outcome.OPEN, "gray"),
                        stage("Propuesta enviada", "Proposal sent", 50, Stage.Outcome.OPEN, "violet"),
                        stage("Ganada", "Won", 100, Stage.Outcome.WON, "green"),
                        stage("Perdida", "Lost", 0, Stage.Outcome.LOST, "red")));
    }

    private static NewStage stage(String spanish, String english, int probability, Stage.Outcome outcome, String hue) {
        return new NewStage(null, Label.of(spanish, english), probability, outcome, hue);
    }

    /** Empty when it was saved. @param stages in their order */
    public Optional<Refusal> save(Pipeline pipeline, String spanish, String english, List<Wanted> stages) {
        Optional<Refusal> refusal = refuse(pipeline, spanish, stages);
        if (refusal.isPresent()) {
            return refusal;
        }
        designer.together(() -> write(pipeline, spanish, english, stages));
        return Optional.empty();
    }

    private void write(Pipeline pipeline, String spanish, String english, List<Wanted> stages) {
        designer.changePipeline(
                pipeline.id(),
                Label.of(spanish.strip(), english.isBlank() ? spanish.strip() : english.strip()),
                pipeline.position(),
                pipeline.archived());
        int position = 0;
        for (Wanted wanted : stages) {
            position++;
            String key = wanted.key();
            if (key == null) {
                if (wanted.away()) {
                    continue;
                }
                key = designer.addStage(
                        DealRules.OBJECT,
                        pipeline.id(),
                        new NewStage(null, wanted.label(), wanted.winProbability(), wanted.outcome(), wanted.hue()));
            }
            designer.changeStage(
                    DealRules.OBJECT,
                    new Stage(
                            key,
                            pipeline.id(),
                            wanted.label(),
                            probability(wanted),
                            wanted.outcome(),
                            wanted.hue(),
                            position,
                            wanted.away()));
            settings.save(DealRules.OBJECT, key, new StageSettings.Setting(wanted.requiredFields(), wanted.idleDays()));
        }
    }

    private static int probability(Wanted wanted) {
        return switch (wanted.outcome()) {
            case OPEN -> wanted.winProbability();
            case WON -> 100;
            case LOST -> 0;
        };
    }

    private Optional<Refusal> refuse(Pipeline pipeline, String spanish, List<Wanted> stages) {
        if (spanish.isBlank()) {
            return Optional.of(new Refusal.NameMissing());
        }
        Map<String, Long> use = use();
        Set<Stage.Outcome> there = new HashSet<>();
        List<String> known =
                new ArrayList<>(pipeline.stages().stream().map(Stage::key).toList());
        for (int place = 0; place < stages.size(); place++) {
            Wanted wanted = stages.get(place);
            String key = wanted.key();
            if (key != null && !known.contains(key)) {
                return Optional.of(new Refusal.StageGone(place + 1));
            }
            long records = key == null ? 0 : use.getOrDefault(key, 0L);
            if (wanted.away()) {
                if (records > 0) {
                    return Optional.of(new Refusal.StillUsed(wanted.label().in(Locale.of("es")), records));
                }
                continue;
            }
            if (wanted.spanish().isBlank() && wanted.english().isBlank()) {
                return Optional.of(new Refusal.StageNameMissing(place + 1));
            }
            there.add(wanted.outcome());
        }
        if (!there.contains(Stage.Outcome.OPEN)) {
            return Optional.of(new Refusal.NoOpenStage());
        }
        return there.contains(Stage.Outcome.WON) && there.contains(Stage.Outcome.LOST)
                ? Optional.empty()
                : Optional.of(new Refusal.NoOutcome());
    }

    /** Puts a whole process away, or brings it back. Empty when it was done. */
    public Optional<Refusal> putAway(Pipeline pipeline, boolean away) {
        Map<String, Long> use = use();
        for (Stage stage : pipeline.stages()) {
            long records = use.getOrDefault(stage.key(), 0L);
            if (away && stage.isOpen() && records > 0) {
                return Optional.of(new Refusal.StillUsed(stage.label().in(Locale.of("es")), records));
            }
        }
        boolean last =
                type().pipelines().stream().filter(one -> !one.archived()).count() == 1;
        if (away && last) {
            return Optional.of(new Refusal.NoOpenStage());
        }
        designer.changePipeline(pipeline.id(), pipeline.label(), pipeline.position(), away);
        return Optional.empty();
    }
}
