package lazo.operational.einvoice;

/** A document is no invoice that Lazo can read. */
public final class UnreadableInvoice extends Exception {
    UnreadableInvoice(String why, Throwable cause) {
        super(why, cause);
    }

    UnreadableInvoice(String why) {
        super(why);
    }
}
