package lazo.kernel.identity;

import java.util.Locale;

/** How somebody has proved who they are. */
public enum Factor {
    PASSWORD,
    /** A password and the code of an app. */
    CODE,
    /** A password and a recovery code. */
    RECOVERY,
    PASSKEY,
    /** The company's identity provider. */
    SSO,
    /** A one-time link, or the first visit. */
    LINK;

    /** As the database and the audit write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
