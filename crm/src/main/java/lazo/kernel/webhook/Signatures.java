package lazo.kernel.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over the moment and the bytes of a message: {@code t=1764000000,v1=5f…}. */
final class Signatures {
    /** How far the clocks of sender and receiver may differ. */
    static final Duration TOLERANCE = Duration.ofSeconds(300);

    private Signatures() {}

    static byte[] hmac(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String sign(String secret, Instant at, byte[] body) {
        return "t=%d,v1=%s".formatted(at.getEpochSecond(), timed(secret, at.getEpochSecond(), body));
    }

    private static String timed(String secret, long seconds, byte[] body) {
        return HexFormat.of().formatHex(hmac(secret, (seconds + ".").getBytes(StandardCharsets.UTF_8), body));
    }

    /** Whether one of the signatures is right and the moment not long ago. */
    static boolean isRight(String header, String secret, byte[] body, Instant now) {
        long seconds = Long.MIN_VALUE;
        List<String> signatures = new ArrayList<>();
        for (String part : header.split(",", 20)) {
            String[] sides = part.strip().split("=", 2);
            if (sides.length == 2 && sides[0].equals("t") && sides[1].matches("\\d{1,12}")) {
                seconds = Long.parseLong(sides[1]);
            } else if (sides.length == 2 && sides[0].equals("v1")) {
                signatures.add(sides[1]);
            }
        }
        if (Math.abs(now.getEpochSecond() - seconds) > TOLERANCE.toSeconds()) {
            return false;
        }
        String expected = timed(secret, seconds, body);
        return signatures.stream().anyMatch(one -> isEqual(one, expected));
    }

    /** In the same time wherever they differ. */
    static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
