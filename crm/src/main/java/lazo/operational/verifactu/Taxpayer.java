package lazo.operational.verifactu;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who issues invoices here, and who answers for the program.
 *
 * @param active whether records are made and sent
 * @param installation number of this copy of Lazo, never used for anybody else
 * @param maker who answers for this copy before the tax agency
 * @param certificateSubject whose certificate signs in, or null when there is none
 */
public record Taxpayer(
        boolean active,
        Environment environment,
        String name,
        String nif,
        String installation,
        String maker,
        String makerNif,
        @Nullable String certificateSubject,
        @Nullable Instant certificateUntil) {

    /** Where records go. */
    public enum Environment {
        /** The agency's own tests: nothing there counts. */
        TEST,
        PRODUCTION
    }

    /** As it stands in records; a chain of tests is not one of the real installation. */
    String installationNumber() {
        return environment == Environment.TEST ? installation + "-TEST" : installation;
    }
}
