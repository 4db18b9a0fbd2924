package lazo.kernel.notification;

import lazo.kernel.notification.Notifications.Delivery;

/** What somebody hears of. Names are kept in {@code notification.kind}; texts are {@code notification.kind.<name>}. */
public enum NotificationKind {
    MENTION("at"),
    COMMENT("message-circle"),
    /** A record somebody follows was changed. */
    CHANGE("pencil"),
    /** A record is theirs from now on. */
    ASSIGNMENT("user-check"),
    REMINDER("alarm"),
    IMPORT("database-import"),
    FEEDBACK("speakerphone"),
    /** Something that tells other programs has stopped by itself. */
    WEBHOOK("bolt"),
    /** A customer has answered a document that was sent. */
    DOCUMENT("file-invoice");

    private final String icon;

    NotificationKind(String icon) {
        this.icon = icon;
    }

    public String icon() {
        return icon;
    }

    /** For whoever has not said otherwise: what others have asked of them is in the daily digest. */
    Delivery usual() {
        return this == MENTION || this == ASSIGNMENT || this == DOCUMENT ? Delivery.DAILY : Delivery.APP;
    }
}
