package lazo.platform.mail;

import java.util.Optional;

/** Where a module keeps what it attaches to mails. */
public interface AttachmentSource {
    /** What {@link Attachment#source()} calls it. */
    String key();

    /** The bytes; empty when they are there no more. */
    Optional<byte[]> read(String reference);
}
