package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_KEY;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Recognises an address, a number or a tax id without keeping it: HMAC-SHA-256 with a key that stands encrypted in the
 * database. Whoever has a copy of the database cannot try out addresses.
 */
@Component
class Fingerprints implements SecretHolder {
    private static final String PURPOSE = "objection";
    private static final String ALGORITHM = "HmacSHA256";

    private final DSLContext sql;
    private final Secrets secrets;
    private volatile byte @Nullable [] key;

    Fingerprints(DSLContext sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    byte[] of(Persons.Identifier identifier) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return mac.doFinal((identifier.kind() + " " + identifier.value()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether anybody ever objected here; asking makes no key. */
    boolean areKept() {
        return key != null || sql.fetchExists(PRIVACY_KEY, PRIVACY_KEY.PURPOSE.eq(PURPOSE));
    }

    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = stored().orElseGet(this::make);
            key = known;
        }
        return known;
    }

    /** @throws IllegalStateException rather than forgetting who objected, where the keys beside the database are lost */
    private Optional<byte[]> stored() {
        return sql.select(PRIVACY_KEY.SEALED)
                .from(PRIVACY_KEY)
                .where(PRIVACY_KEY.PURPOSE.eq(PURPOSE))
                .fetchOptional(
                        row -> secrets.decrypt(row.value1(), associated())
                                .orElseThrow(
                                        () -> new IllegalStateException(
                                                "Who objects to what cannot be read: the keys that belong to this database are missing")));
    }

    private byte[] make() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        sql.insertInto(PRIVACY_KEY)
                .set(PRIVACY_KEY.PURPOSE, PURPOSE)
                .set(PRIVACY_KEY.SEALED, secrets.encrypt(random, associated()))
                .onConflictDoNothing()
                .execute();
        return stored().orElseThrow();
    }

    private static String associated() {
        return "privacy key " + PURPOSE;
    }

    @Override
    public int encryptAgain() {
        return stored().map(known -> sql.update(PRIVACY_KEY)
                        .set(PRIVACY_KEY.SEALED, secrets.encrypt(known, associated()))
                        .where(PRIVACY_KEY.PURPOSE.eq(PURPOSE))
                        .execute())
                .orElse(0);
    }
}
