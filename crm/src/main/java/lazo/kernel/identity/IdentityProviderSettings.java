package lazo.kernel.identity;

import static lazodb.Tables.SSO_PROVIDER;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The company's identity provider. Its secret is stored encrypted and never shown. */
@Component
public class IdentityProviderSettings implements SecretHolder {
    private static final String ASSOCIATED = "client secret of the identity provider";
    private static final String ONLY = "provider";

    private final DSLContext sql;
    private final Secrets secrets;
    private final Roles roles;
    private final LoadingCache<String, Optional<IdentityProvider>> cache;

    IdentityProviderSettings(DSLContext sql, Secrets secrets, Roles roles) {
        this.sql = sql;
        this.secrets = secrets;
        this.roles = roles;
        this.cache =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(30)).build(only -> read());
    }

    public Optional<IdentityProvider> find() {
        return cache.get(ONLY);
    }

    /** The one users can sign in with. */
    public Optional<IdentityProvider> active() {
        return find().filter(IdentityProvider::active);
    }

    private Optional<IdentityProvider> read() {
        return sql.selectFrom(SSO_PROVIDER)
                .fetchOptional(row -> new IdentityProvider(
                        row.getLabel(),
                        URI.create(row.getIssuer()),
                        row.getClientId(),
                        row.getPrivateNetwork(),
                        row.getDefaultRole() == null
                                ? null
                                : roles.find(row.getDefaultRole()).orElse(null),
                        row.getActive()));
    }

    /** @param secret null keeps the one that is there */
    @Transactional
    public void save(IdentityProvider provider, @Nullable String secret) {
        byte[] encrypted = secret == null
                ? encrypted().orElseThrow()
                : secrets.encrypt(secret.getBytes(StandardCharsets.UTF_8), ASSOCIATED);
        sql.insertInto(SSO_PROVIDER)
                .set(SSO_PROVIDER.ID, 1)
                .set(SSO_PROVIDER.LABEL, provider.label())
                .set(SSO_PROVIDER.ISSUER, provider.issuer().toString())
                .set(SSO_PROVIDER.CLIENT_ID, provider.clientId())
                .set(SSO_PROVIDER.CLIENT_SECRET, encrypted)
                .set(SSO_PROVIDER.PRIVATE_NETWORK, provider.privateNetwork())
                .set(
                        SSO_PROVIDER.DEFAULT_ROLE,
                        provider.defaultRole() == null
                                ? null
                                : provider.defaultRole().key())
                .set(SSO_PROVIDER.ACTIVE, provider.active())
                .onConflict(SSO_PROVIDER.ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
        cache.put(ONLY, Optional.of(provider));
    }

    public void remove() {
        sql.deleteFrom(SSO_PROVIDER).execute();
        cache.invalidateAll();
    }

    /** Empty when its key is lost: the administrator types it again. */
    Optional<String> secret() {
        return encrypted()
                .flatMap(encrypted -> secrets.decrypt(encrypted, ASSOCIATED))
                .map(secret -> new String(secret, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> encrypted() {
        return sql.select(SSO_PROVIDER.CLIENT_SECRET)
                .from(SSO_PROVIDER)
                .fetchOptional(row -> row.get(SSO_PROVIDER.CLIENT_SECRET));
    }

    @Override
    public int encryptAgain() {
        return secret().map(secret -> sql.update(SSO_PROVIDER)
                        .set(
                                SSO_PROVIDER.CLIENT_SECRET,
                                secrets.encrypt(secret.getBytes(StandardCharsets.UTF_8), ASSOCIATED))
                        .execute())
                .orElse(0);
    }
}
