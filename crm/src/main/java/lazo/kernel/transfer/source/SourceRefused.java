package lazo.kernel.transfer.source;

import java.io.IOException;

/** A file, or the rest of it, can't be read; {@link #refusal()} says why in words a person can use. */
public class SourceRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient SourceRefusal refusal;

    public SourceRefused(SourceRefusal refusal) {
        super(refusal.code() + " " + refusal);
        this.refusal = refusal;
    }

    public SourceRefusal refusal() {
        return refusal;
    }
}
