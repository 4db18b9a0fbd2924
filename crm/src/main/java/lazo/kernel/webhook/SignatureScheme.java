package lazo.kernel.webhook;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a sender proves that a message is theirs. */
public enum SignatureScheme {
    /** As Lazo signs: HMAC-SHA256 of the moment and the body. */
    LAZO("Lazo-Signature"),
    /** The same under the header of Stripe. */
    STRIPE("Stripe-Signature"),
    /** HMAC-SHA256 of the body in hexadecimal after {@code sha256=}: GitHub, Meta. */
    GITHUB("X-Hub-Signature-256"),
    /** HMAC-SHA256 of the body in hexadecimal, in a header of the sender's choice. */
    HEXADECIMAL(""),
    /** HMAC-SHA256 of the body in Base64, in a header of the sender's choice: shops. */
    BASE64(""),
    /** The secret itself, in a header of the sender's choice: GitLab, Telegram. */
    TOKEN("");

    private final String header;

    SignatureScheme(String header) {
        this.header = header;
    }

    public static Optional<SignatureScheme> ofKey(String key) {
        return Stream.of(values()).filter(scheme -> scheme.key().equals(key)).findFirst();
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the sender says in which header it stands. */
    public boolean takesHeader() {
        return header.isEmpty();
    }

    /** The header, given the one of the sender's choice. */
    String header(String chosen) {
        return takesHeader() ? chosen : header;
    }

    /** @param headers the first value of a header, or null */
    boolean isRight(Function<String, String> headers, String chosen, String secret, byte[] body, Instant now) {
        String value = headers.apply(header(chosen));
        if (value == null || value.length() > 2_000) {
            return false;
        }
        return switch (this) {
            case LAZO, STRIPE -> Signatures.isRight(value, secret, body, now);
            case GITHUB ->
                Signatures.isEqual(value, "sha256=" + HexFormat.of().formatHex(Signatures.hmac(secret, body)));
            case HEXADECIMAL ->
                Signatures.isEqual(
                        value.toLowerCase(Locale.ROOT).replaceFirst("^sha256=", ""),
                        HexFormat.of().formatHex(Signatures.hmac(secret, body)));
            case BASE64 -> Signatures.isEqual(value, Base64.getEncoder().encodeToString(Signatures.hmac(secret, body)));
            case TOKEN -> Signatures.isEqual(value, secret);
        };
    }
}
