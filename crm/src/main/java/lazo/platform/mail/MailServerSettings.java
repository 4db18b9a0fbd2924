package lazo.platform.mail;

import static lazodb.Tables.MAIL_SERVER;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import lazo.platform.database.AfterCommit;
import lazo.platform.mail.MailServer.Security;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The company's mail server. Its password is stored encrypted and never shown. */
@Component
public class MailServerSettings implements SecretHolder {
    private static final String ONLY = "server";

    private final DSLContext sql;
    private final Secrets secrets;
    private final LoadingCache<String, Optional<MailServer>> cache;

    MailServerSettings(DSLContext sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
        this.cache =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(30)).build(only -> read());
    }

    /** Empty where Lazo sends no mail. */
    public Optional<MailServer> find() {
        return cache.get(ONLY);
    }

    private Optional<MailServer> read() {
        return sql.selectFrom(MAIL_SERVER)
                .fetchOptional(row -> new MailServer(
                        row.getHost(),
                        row.getPort(),
                        Security.valueOf(row.getSecurity()),
                        row.getPrivateNetwork(),
                        row.getUserName(),
                        row.getSenderName(),
                        row.getSenderAddress(),
                        URI.create(row.getBase())));
    }

    /** @param password null keeps the one that is there, as long as user, host and port are the same */
    @Transactional
    public void save(MailServer server, @Nullable String password) {
        byte[] encrypted = server.user() == null
                ? null
                : password == null
                        ? encrypted().orElseThrow()
                        : secrets.encrypt(password.getBytes(StandardCharsets.UTF_8), place(server));
        sql.insertInto(MAIL_SERVER)
                .set(MAIL_SERVER.ID, 1)
                .set(MAIL_SERVER.HOST, server.host())
                .set(MAIL_SERVER.PORT, server.port())
                .set(MAIL_SERVER.SECURITY, server.security().name())
                .set(MAIL_SERVER.PRIVATE_NETWORK, server.privateNetwork())
                .set(MAIL_SERVER.USER_NAME, server.user())
                .set(MAIL_SERVER.PASSWORD, encrypted)
                .set(MAIL_SERVER.SENDER_NAME, server.senderName())
                .set(MAIL_SERVER.SENDER_ADDRESS, server.senderAddress())
                .set(MAIL_SERVER.BASE, server.base().toString())
                .onConflict(MAIL_SERVER.ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
        AfterCommit.again(cache::invalidateAll);
    }

    /** Whether the password that is there may be used for this server too: it is never handed to another one. */
    public boolean keepsPassword(MailServer server) {
        return server.user() != null
                && find().filter(known -> place(known).equals(place(server)) && known.user() != null)
                        .isPresent();
    }

    public void remove() {
        sql.deleteFrom(MAIL_SERVER).execute();
        AfterCommit.again(cache::invalidateAll);
    }

    /** Empty when there is none, or its key is lost: the administrator types it again. */
    Optional<String> password(MailServer server) {
        return encrypted()
                .flatMap(encrypted -> secrets.decrypt(encrypted, place(server)))
                .map(password -> new String(password, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> encrypted() {
        return sql.select(MAIL_SERVER.PASSWORD)
                .from(MAIL_SERVER)
                .where(MAIL_SERVER.PASSWORD.isNotNull())
                .fetchOptional(MAIL_SERVER.PASSWORD);
    }

    private static String place(MailServer server) {
        return "mail server %s@%s:%d".formatted(server.user(), server.host(), server.port());
    }

    @Override
    public int encryptAgain() {
        Optional<MailServer> server = read();
        return server.flatMap(this::password)
                .map(password -> sql.update(MAIL_SERVER)
                        .set(
                                MAIL_SERVER.PASSWORD,
                                secrets.encrypt(password.getBytes(StandardCharsets.UTF_8), place(server.orElseThrow())))
                        .execute())
                .orElse(0);
    }
}
