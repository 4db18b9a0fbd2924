package lazo.operational.verifactu;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificate that signs in at the tax agency: a PKCS#12 file and its password. */
@SuppressWarnings("ArrayRecordComponent")
public record ClientCertificate(byte[] bytes, String password) {
    /** Whose it is, and until when it is good. */
    public record Checked(String subject, Instant until) {}

    /** Empty when this is no such file, the password is another one, or there is no key in it. */
    public Optional<Checked> check() {
        try {
            KeyStore keys = keys();
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate certificate) {
                    return Optional.of(new Checked(
                            certificate.getSubjectX500Principal().getName(),
                            certificate.getNotAfter().toInstant()));
                }
            }
            return Optional.empty();
        } catch (IOException | GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(bytes), password.toCharArray());
        return keys;
    }

    /** Shows itself to whoever asks. @param trusted who may ask, or null for those this computer trusts */
    SSLContext identity(@Nullable KeyStore trusted) throws GeneralSecurityException, IOException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys(), password.toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }
}
