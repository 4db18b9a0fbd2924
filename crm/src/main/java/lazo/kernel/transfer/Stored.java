package lazo.kernel.transfer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lazo.kernel.transfer.profile.Evidence;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.RowProblem;
import lazo.kernel.transfer.source.SourceRefusal;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Plans, profiles and formats as they are kept between two requests. */
final class Stored {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Format.class, Kinds.class)
            .addMixIn(Evidence.class, Kinds.class)
            .addMixIn(RowProblem.class, Kinds.class)
            .addMixIn(SourceRefusal.class, Kinds.class)
            .build();

    /** Says of a sealed type which of its kinds a value is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Kinds {}

    private Stored() {}

    /** PostgreSQL keeps no NUL in jsonb, and a file may hold one. */
    static JSONB json(Object value) {
        return JSONB.valueOf(JSON.writeValueAsString(value).replace("\\u0000", ""));
    }

    static <T> T read(@Nullable JSONB json, Class<T> as) {
        return JSON.readValue(json == null ? "null" : json.data(), as);
    }
}
