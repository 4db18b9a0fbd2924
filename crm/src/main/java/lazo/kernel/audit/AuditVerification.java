package lazo.kernel.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The proof of the chain that somebody asked for on the screen: one at a time, of which the last result is kept. */
@Component
public class AuditVerification {
    private final AuditChain chain;
    private final Audit audit;
    private final Clock clock;
    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    AuditVerification(AuditChain chain, Audit audit, Clock clock) {
        this.chain = chain;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param proof null while it is under way @param failed whether it could not be brought to its end */
    public record State(Instant at, long done, long all, AuditChain.@Nullable Proof proof, boolean failed) {
        public boolean running() {
            return proof == null && !failed;
        }
    }

    public Optional<State> state() {
        return Optional.ofNullable(state.get());
    }

    /** Begins unless one is under way. */
    public synchronized void begin(long by) {
        if (state().filter(State::running).isEmpty()) {
            state.set(new State(clock.instant(), 0, 0, null, false));
            Thread.ofVirtual().name("audit-verification").start(() -> run(by));
        }
    }

    private void run(long by) {
        try {
            chain.seal();
            AuditChain.Proof proof =
                    chain.prove((done, all) -> state.set(new State(clock.instant(), done, all, null, false)));
            state.set(new State(clock.instant(), proof.blocks(), proof.blocks(), proof, false));
            Map<String, ?> detail = proof.broken().isPresent()
                    ? Map.of(
                            "blocks",
                            proof.blocks(),
                            "broken",
                            proof.broken().get().block())
                    : Map.of("blocks", proof.blocks(), "head", proof.head());
            audit.note(by, "verify", "audit", null, null, detail);
        } catch (RuntimeException failed) {
            state.set(new State(clock.instant(), 0, 0, null, true));
            throw failed;
        }
    }
}
