package lazo.operational.sales.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.metadata.Stage;
import lazo.operational.sales.Pipelines.Wanted;
import lazo.operational.sales.StageSettings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of one sales process show.
 *
 * @param requirable fields that a stage may ask for
 * @param use how many deals are in each stage
 * @param open how many are in its open ones
 * @param error why it was not saved
 */
public record PipelinePage(
        Pipeline pipeline,
        String spanish,
        String english,
        List<Row> rows,
        List<ObjectField> requirable,
        Map<String, Long> use,
        long open,
        @Nullable String error) {
    public static final List<String> HUES =
            List.of("gray", "blue", "teal", "violet", "orange", "green", "pink", "yellow", "red");

    /** One stage as it stands in the form. */
    public record Row(
            String key,
            String spanish,
            String english,
            String probability,
            Stage.Outcome outcome,
            String hue,
            String idle,
            List<String> required,
            boolean away) {
        public Row {
            required = List.copyOf(required);
        }

        public static final Row EMPTY = new Row("", "", "", "50", Stage.Outcome.OPEN, "blue", "", List.of(), false);

        static Row of(Stage stage, Setting setting) {
            return new Row(
                    stage.key(),
                    stage.label().in(Locale.of("es")),
                    stage.label().in(Locale.ENGLISH),
                    String.valueOf(stage.winProbability()),
                    stage.outcome(),
                    stage.hue(),
                    setting.idleDays() == null ? "" : String.valueOf(setting.idleDays()),
                    setting.requiredFields(),
                    stage.archived());
        }

        static Row typed(Map<String, String> values, List<String> required) {
            String outcome = values.getOrDefault("outcome", "");
            String hue = values.getOrDefault("hue", "");
            return new Row(
                    values.getOrDefault("key", ""),
                    values.getOrDefault("es", ""),
                    values.getOrDefault("en", ""),
                    values.getOrDefault("probability", ""),
                    outcome.equals("WON")
                            ? Stage.Outcome.WON
                            : outcome.equals("LOST") ? Stage.Outcome.LOST : Stage.Outcome.OPEN,
                    HUES.contains(hue) ? hue : "gray",
                    values.getOrDefault("idle", ""),
                    required.stream().filter(field -> !field.isBlank()).toList(),
                    values.getOrDefault("away", "").equals("true"));
        }

        /** @throws NumberFormatException when a figure is none, or out of its bounds */
        Wanted wanted() {
            int percent = probability.isBlank() ? 0 : Integer.parseInt(probability.strip());
            Integer days = idle.isBlank() ? null : Integer.valueOf(idle.strip());
            if (percent < 0 || percent > 100 || (days != null && (days < 1 || days > 3650))) {
                throw new NumberFormatException("Out of bounds: %s %%, %s days".formatted(percent, days));
            }
            return new Wanted(
                    key.isBlank() ? null : key, spanish, english, percent, outcome, hue, required, days, away);
        }
    }

    public PipelinePage {
        rows = List.copyOf(rows);
        requirable = List.copyOf(requirable);
    }

    public long use(Row row) {
        return Objects.requireNonNullElse(use.get(row.key()), 0L);
    }
}
