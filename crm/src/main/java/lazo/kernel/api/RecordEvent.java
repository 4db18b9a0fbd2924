package lazo.kernel.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordChanged;

/** What can happen to a record, as programs are told of it: {@code contact.changed}. */
public enum RecordEvent {
    CREATED,
    CHANGED,
    DELETED,
    RESTORED,
    /** Another record of the same party became part of it. */
    MERGED,
    /** The person it is about had asked to have it corrected, and it was. */
    RECTIFIED,
    /** The person it was about was taken out of Lazo. Tells which record it was and nothing else. */
    ERASED;

    public static RecordEvent of(RecordChanged.Kind kind) {
        return switch (kind) {
            case CREATED -> CREATED;
            case CHANGED -> CHANGED;
            case DELETED -> DELETED;
            case RESTORED -> RESTORED;
        };
    }

    /** Whether it can happen to records of this object. */
    public boolean happensTo(ObjectType type) {
        return switch (this) {
            case CREATED, CHANGED, DELETED, RESTORED, MERGED -> true;
            case RECTIFIED, ERASED -> type.isParty();
        };
    }

    public static Optional<RecordEvent> ofKey(String key) {
        return Stream.of(values()).filter(event -> event.key().equals(key)).findFirst();
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With the object it happened to. */
    public String type(String objectKey) {
        return objectKey + "." + key();
    }
}
