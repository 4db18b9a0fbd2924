package lazo.operational.verifactu;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The inspection that somebody asked for on the screen: one at a time, of which the last result is kept. */
@Component
public class ChainCheck {
    private final ChainInspection inspection;
    private final Clock clock;
    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    ChainCheck(ChainInspection inspection, Clock clock) {
        this.inspection = inspection;
        this.clock = clock;
    }

    /** @param result null while it is under way @param failed whether it could not be brought to its end */
    public record State(long chainId, Instant at, ChainInspection.@Nullable Result result, boolean failed) {
        public boolean isRunning() {
            return result == null && !failed;
        }
    }

    /** Of this chain. */
    public Optional<State> state(long chainId) {
        return Optional.ofNullable(state.get()).filter(one -> one.chainId() == chainId);
    }

    /** Begins unless one is under way. */
    public synchronized void begin(long chainId) {
        if (state(chainId).filter(State::isRunning).isEmpty()) {
            state.set(new State(chainId, clock.instant(), null, false));
            Thread.ofVirtual().name("verifactu-check").start(() -> run(chainId));
        }
    }

    private void run(long chainId) {
        try {
            ChainInspection.Result result = inspection.inspect(chainId);
            state.set(new State(chainId, clock.instant(), result, false));
        } catch (RuntimeException failed) {
            state.set(new State(chainId, clock.instant(), null, true));
            throw failed;
        }
    }
}
