package lazo.kernel.privacy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said about the use of their data. Never changed afterwards.
 *
 * @param purposeId null for every purpose one may object to
 * @param wording what they were shown, word for word
 * @param source where they said it
 * @param evidence what proves it
 */
public record ConsentEvent(
        long id,
        String object,
        long recordId,
        @Nullable Long purposeId,
        Kind kind,
        Instant declaredAt,
        Instant notedAt,
        @Nullable Long notedBy,
        Channel channel,
        @Nullable String wording,
        @Nullable Integer wordingVersion,
        @Nullable String source,
        @Nullable String evidence) {

    public enum Kind {
        GIVEN,
        WITHDRAWN,
        OBJECTED,
        OBJECTION_LIFTED;

        boolean isObjection() {
            return this == OBJECTED || this == OBJECTION_LIFTED;
        }

        /** Whether it opens the door, and so has to be proved. */
        public boolean needsProof() {
            return this == GIVEN || this == OBJECTION_LIFTED;
        }
    }

    public enum Channel {
        FORM,
        EMAIL,
        PHONE,
        PAPER,
        IN_PERSON,
        IMPORT,
        OTHER
    }
}
