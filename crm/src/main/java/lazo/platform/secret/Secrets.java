package lazo.platform.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Encrypts what must be read again, such as the secret of a second factor (AES-256-GCM by Google Tink). What is encrypted
 * belongs to its purpose and place, {@code "totp 17"}: taken elsewhere it cannot be read.
 */
@Component
public class Secrets {
    private static final Logger log = LoggerFactory.getLogger(Secrets.class);

    private final KeyFile file;
    private final ObjectProvider<SecretHolder> holders;

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Secrets(Environment environment, ObjectProvider<SecretHolder> holders) {
        Path home = Path.of(environment.getProperty("lazo.home", "data"));
        String elsewhere = environment.getProperty("lazo.keys", "");
        this.file = new KeyFile(elsewhere.isBlank() ? home.resolve("keys") : Path.of(elsewhere));
        this.holders = holders;
    }

    /** @param associated what the value is for and whose it is; the same is needed to read it */
    public byte[] encrypt(byte[] value, String associated) {
        try {
            return aead(file.keysToWrite()).encrypt(value, bytes(associated));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("Cannot encrypt", fault);
        }
    }

    /** Empty when it was encrypted for something else, has been changed, or its key is lost. */
    public Optional<byte[]> decrypt(byte[] encrypted, String associated) {
        Optional<byte[]> value = decrypt(file.keys(), encrypted, associated);
        return value.isPresent() || !file.hasChanged() ? value : decrypt(file.keys(), encrypted, associated);
    }

    private static Optional<byte[]> decrypt(Optional<KeysetHandle> keys, byte[] encrypted, String associated) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(aead(keys.get()).decrypt(encrypted, bytes(associated)));
        } catch (GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    /** A text for a place outside, such as a hidden field of a page: nobody there can read or change it. */
    public String seal(String text, String associated) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(encrypt(bytes(text), associated));
    }

    /** The text of {@link #seal}, if it came back as it was. */
    public Optional<String> open(String sealed, String associated) {
        try {
            return decrypt(Base64.getUrlDecoder().decode(sealed), associated)
                    .map(text -> new String(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Makes a new key and encrypts everything again with it. The old keys stay in the file, so that older backups can be
     * read.
     *
     * @return how many values were encrypted again
     */
    public int rotate() {
        file.addKey();
        int count = holders.stream().mapToInt(SecretHolder::encryptAgain).sum();
        log.info("A new key encrypts from now on; {} values were encrypted again", count);
        return count;
    }

    /** How many keys there are, old ones included. */
    public int keys() {
        return file.keys().map(KeysetHandle::size).orElse(0);
    }

    private static Aead aead(KeysetHandle keys) throws GeneralSecurityException {
        return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
