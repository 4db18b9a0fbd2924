package lazo.kernel.privacy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands between a person and a purpose.
 *
 * @param since when it came to be so, where somebody said something
 */
public record Standing(
        Purpose purpose, State state, @Nullable Instant since) {
    public enum State {
        /** They agreed. */
        CONSENTED(true),
        /** It rests on something else than consent. */
        BY_BASIS(true),
        /** They were never asked, or did not answer. */
        NOT_ASKED(false),
        WITHDRAWN(false),
        OPPOSED(false),
        /** Nothing is done with their data but keeping them. */
        RESTRICTED(false),
        /** There is nobody any more. */
        ERASED(false);

        private final boolean lawful;

        State(boolean lawful) {
            this.lawful = lawful;
        }

        public boolean isLawful() {
            return lawful;
        }
    }

    public boolean isLawful() {
        return state.isLawful();
    }
}
