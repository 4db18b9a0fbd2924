package lazo.kernel.webhook;

import java.util.List;

/**
 * Another program that sends what happens with it, to an address of its own.
 *
 * @param publicId the end of that address
 * @param header where the signature stands, for schemes that leave it to the sender
 * @param keyField the field by which a record is found again; empty to make a new one each time
 * @param eventId where the event's id stands: {@code header:X-Id} or a path; empty for the hash of the body
 * @param userId as whom records are written
 */
public record WebhookSource(
        long id,
        String name,
        String publicId,
        SignatureScheme scheme,
        String header,
        String objectKey,
        String keyField,
        String eventId,
        List<Mapping> mapping,
        long userId,
        boolean active) {
    public WebhookSource {
        mapping = List.copyOf(mapping);
    }

    /** Which field gets what: a path as {@code data.customer.email} or {@code lines[0].sku}, or a text in quotes. */
    public record Mapping(String field, String path) {}
}
