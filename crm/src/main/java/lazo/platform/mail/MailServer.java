package lazo.platform.mail;

import java.net.URI;
import lazo.platform.outbound.Reach;
import org.jspecify.annotations.Nullable;

/**
 * The server that takes the company's mails.
 *
 * @param privateNetwork whether it is in the company's own network, or on this computer
 * @param user who signs in there, or null where nobody needs to
 * @param base where links in mails lead
 */
public record MailServer(
        String host,
        int port,
        Security security,
        boolean privateNetwork,
        @Nullable String user,
        String senderName,
        String senderAddress,
        URI base) {
    /** How what is said to the server is kept from others. */
    public enum Security {
        /** From the first byte. */
        TLS(465),
        /** From the first command. */
        STARTTLS(587),
        /** Not at all: only on this computer. */
        NONE(25);

        private final int usualPort;

        Security(int usualPort) {
            this.usualPort = usualPort;
        }

        public int usualPort() {
            return usualPort;
        }
    }

    Reach reach() {
        return privateNetwork ? Reach.PRIVATE_TOO : Reach.PUBLIC;
    }

    /** Ports of mail, and those that belong to nobody: other services of a network cannot be asked from here. */
    public static boolean isPort(int port) {
        return port == 25 || port == 465 || port == 587 || port >= 1024 && port <= 65535;
    }
}
