package lazo.kernel.privacy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** One entry of a register. @param facts by the key of the fact */
public record RegisterEntry(
        long id, Register register, Map<String, String> facts, Instant madeAt, Instant changedAt, boolean archived) {
    /** How long the authority may wait for word of a breach. */
    public static final Duration NOTICE = Duration.ofHours(72);

    public String fact(String key) {
        return facts.getOrDefault(key, "");
    }

    /** Until when the authority has to know; empty when it does, when there is a reason not to tell, or nothing to tell. */
    public Optional<Instant> deadline(ZoneId zone) {
        return register == Register.BREACH
                        && fact("notified").isEmpty()
                        && fact("reasons").isEmpty()
                ? Optional.of(LocalDateTime.parse(fact("discovered"))
                        .atZone(zone)
                        .toInstant()
                        .plus(NOTICE))
                : Optional.empty();
    }
}
