package lazo.platform.mail;

/**
 * A file that goes along with a mail. Its bytes stay where they are until the mail is handed over.
 *
 * @param name as the reader sees it
 * @param type such as {@code application/pdf}
 * @param source which {@link AttachmentSource} has it
 * @param reference which one of it
 */
public record Attachment(String name, String type, String source, String reference) {}
