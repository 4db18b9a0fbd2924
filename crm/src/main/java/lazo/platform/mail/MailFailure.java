package lazo.platform.mail;

import org.jspecify.annotations.Nullable;

/** A mail was not taken. */
public final class MailFailure extends Exception {
    private final Reason reason;
    private final String answer;

    MailFailure(Reason reason, String answer, @Nullable Throwable cause) {
        super(reason + " " + answer, cause);
        this.reason = reason;
        this.answer = answer;
    }

    /** Why. The sentence of each is {@code mail.failure.…}. */
    public enum Reason {
        /** The server's address is one that Lazo does not go to. */
        REFUSED(true),
        /** There is no computer of that name. */
        UNKNOWN(true),
        CLOSED(true),
        LATE(true),
        UNTRUSTED(true),
        /** It cannot encrypt, and has to. */
        OPEN(true),
        SIGN_IN(true),
        /** It will not take mails from this sender, or not from us. */
        SENDER(true),
        RECIPIENT(false),
        CONTENT(false),
        BROKEN(true),
        /** What the mail said is of no use any more. */
        EXPIRED(false),
        /** What the mail said cannot be read: its key is lost. */
        KEY(false);

        private final boolean ofServer;

        Reason(boolean ofServer) {
            this.ofServer = ofServer;
        }

        /** Whether every other mail would fail too. */
        boolean isOfServer() {
            return ofServer;
        }
    }

    public Reason reason() {
        return reason;
    }

    /** What the server said, or empty. */
    public String answer() {
        return answer;
    }

    /** Whether the server has said 5xx of this very mail: to try again would be no use. */
    boolean isForGood() {
        return !reason.isOfServer() && (answer.isEmpty() || answer.startsWith("5"));
    }
}
