package lazo.operational.verifactu;

/** No record may be added, and so no invoice issued, until somebody has looked. Thrown, so that nothing of it is kept. */
public final class ChainFault extends RuntimeException {
    private final Reason reason;

    /** The sentence of each is {@code verifactu.fault.…}. */
    public enum Reason {
        /** VERI*FACTU is not set up. */
        OFF,
        /** The last record is not what it was, or not the last. */
        BROKEN,
        /** The clock is more than a minute behind the last record. */
        CLOCK,
        /** The invoice cannot be registered as it is; {@link InvoiceProblem} says why. */
        INVOICE,
        /** There is no record of that invoice, or it was cancelled before. */
        UNKNOWN
    }

    ChainFault(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
