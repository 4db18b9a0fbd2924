package lazo.operational.sales;

import static lazodb.Tables.STAGE_SETTING;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stages ask beyond their name and probability. */
@Component
public class StageSettings {
    private final DSLContext sql;

    StageSettings(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * What one stage asks.
     *
     * @param requiredFields keys of the fields that must be filled to enter it
     * @param idleDays after how many days without leaving it a record counts as idle; {@code null} for never
     */
    public record Setting(
            List<String> requiredFields, @Nullable Integer idleDays) {
        public static final Setting NONE = new Setting(List.of(), null);

        public Setting {
            requiredFields = List.copyOf(requiredFields);
        }
    }

    public Setting of(String objectKey, String stageKey) {
        return sql.selectFrom(STAGE_SETTING)
                .where(STAGE_SETTING.OBJECT_KEY.eq(objectKey), STAGE_SETTING.STAGE_KEY.eq(stageKey))
                .fetchOptional(row -> new Setting(Arrays.asList(row.getRequiredFields()), row.getIdleDays()))
                .orElse(Setting.NONE);
    }

    /** Of all stages that ask something, by stage key. */
    public Map<String, Setting> all(String objectKey) {
        Map<String, Setting> settings = new HashMap<>();
        sql.selectFrom(STAGE_SETTING)
                .where(STAGE_SETTING.OBJECT_KEY.eq(objectKey))
                .forEach(row -> settings.put(
                        row.getStageKey(), new Setting(Arrays.asList(row.getRequiredFields()), row.getIdleDays())));
        return settings;
    }

    public void save(String objectKey, String stageKey, Setting setting) {
        sql.insertInto(STAGE_SETTING)
                .set(STAGE_SETTING.OBJECT_KEY, objectKey)
                .set(STAGE_SETTING.STAGE_KEY, stageKey)
                .set(STAGE_SETTING.REQUIRED_FIELDS, setting.requiredFields().toArray(String[]::new))
                .set(STAGE_SETTING.IDLE_DAYS, setting.idleDays())
                .onConflict(STAGE_SETTING.OBJECT_KEY, STAGE_SETTING.STAGE_KEY)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }
}
