package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.PASSKEY;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.PasskeyRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passkeys (WebAuthn, verified by webauthn4j). The authenticator checks who holds it, so a passkey stands for password and
 * second factor together. A challenge is random, works once and within half an hour, and is kept in the page, sealed.
 */
@Component
public class Passkeys {
    private static final Logger log = LoggerFactory.getLogger(Passkeys.class);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String SIGN_IN = "sign in";
    private static final int LARGEST = 20_000;
    private static final int MOST = 20;
    /** Of 128 bits of strength; the RSA keys of authenticators have 112. */
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectConverter CONVERTER = new ObjectConverter();

    private final WebAuthnManager webauthn = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(CONVERTER);
    private final DSLContext sql;
    private final Secrets secrets;
    private final UsedProofs used;
    private final Sessions sessions;
    private final CompanySettings companies;
    private final Clock clock;

    Passkeys(
            DSLContext sql,
            Secrets secrets,
            UsedProofs used,
            Sessions sessions,
            CompanySettings companies,
            Clock clock) {
        this.sql = sql;
        this.secrets = secrets;
        this.used = used;
        this.sessions = sessions;
        this.companies = companies;
        this.clock = clock;
    }

    /** One passkey of a user. */
    public record Passkey(
            long id, String name, Instant since, @Nullable Instant used, boolean backedUp) {}

    /**
     * What the browser asks its authenticator.
     *
     * @param options of {@code navigator.credentials}, as JSON
     * @param sealed the challenge, to come back with the answer
     */
    public record Question(String options, String sealed) {}

    public List<Passkey> of(long userId) {
        return sql.selectFrom(PASSKEY)
                .where(PASSKEY.USER_ID.eq(userId))
                .orderBy(PASSKEY.CREATED_AT)
                .fetch(row -> new Passkey(
                        row.getId(),
                        row.getName(),
                        row.getCreatedAt().toInstant(),
                        row.getUsedAt() == null ? null : row.getUsedAt().toInstant(),
                        row.getBackedUp()));
    }

    /** @param site where the browser is: {@code https://crm.example.com} */
    public Question askToRegister(User user, URI site) {
        String challenge = Tokens.random();
        List<Map<String, Object>> known = sql.select(PASSKEY.CREDENTIAL_ID)
                .from(PASSKEY)
                .where(PASSKEY.USER_ID.eq(user.id()))
                .fetch(row -> Map.of("type", "public-key", "id", base64(row.value1())));
        String options = JSON.writeValueAsString(Map.of(
                "challenge",
                challenge,
                "rp",
                Map.of("id", site.getHost(), "name", companies.load().name()),
                "user",
                Map.of("id", base64(handle(user.id())), "name", user.email(), "displayName", user.name()),
                "pubKeyCredParams",
                ALGORITHMS.stream()
                        .map(algorithm -> Map.of("type", "public-key", "alg", algorithm.getValue()))
                        .toList(),
                "excludeCredentials",
                known,
                "authenticatorSelection",
                Map.of("residentKey", "required", "requireResidentKey", true, "userVerification", "required"),
                "attestation",
                "none",
                "timeout",
                PATIENCE.toMillis()));
        return new Question(options, seal(challenge, "passkey of " + user.id()));
    }

    /** False when the answer does not fit the question. */
    @Transactional
    public boolean register(User user, URI site, String sealed, String answer, String name) {
        Optional<String> challenge = open(sealed, "passkey of " + user.id());
        if (challenge.isEmpty() || answer.length() > LARGEST || of(user.id()).size() >= MOST) {
            return false;
        }
        try {
            List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                    .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                    .toList();
            RegistrationData data = webauthn.verifyRegistrationResponseJSON(
                    answer, new RegistrationParameters(server(site, challenge.get()), algorithms, true, true));
            AuthenticatorData<?> made =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            return used.use(challenge.get(), PATIENCE) && add(user, site, made, name);
        } catch (DataConversionException | VerificationException refused) {
            log.info("A passkey of user {} was refused: {}", user.id(), refused.toString());
            return false;
        }
    }

    private boolean add(User user, URI site, AuthenticatorData<?> made, String name) {
        AttestedCredentialData credential = Objects.requireNonNull(made.getAttestedCredentialData());
        int added = sql.insertInto(PASSKEY)
                .set(PASSKEY.CREDENTIAL_ID, credential.getCredentialId())
                .set(PASSKEY.USER_ID, user.id())
                .set(PASSKEY.NAME, name)
                .set(PASSKEY.RP_ID, site.getHost())
                .set(PASSKEY.CREDENTIAL, credentials.convert(credential))
                .set(PASSKEY.SIGN_COUNT, made.getSignCount())
                .set(PASSKEY.BACKUP_ELIGIBLE, made.isFlagBE())
                .set(PASSKEY.BACKED_UP, made.isFlagBS())
                .set(PASSKEY.CREATED_AT, now())
                .onConflictDoNothing()
                .execute();
        sessions.forget(user.id());
        return added == 1;
    }

    public Question askToSignIn(URI site) {
        return ask(site, List.of(), SIGN_IN);
    }

    /** For somebody signed in to prove once more who they are; empty when they have no passkey of this site. */
    public Optional<Question> askToConfirm(User user, URI site) {
        List<byte[]> known = sql.select(PASSKEY.CREDENTIAL_ID)
                .from(PASSKEY)
                .where(PASSKEY.USER_ID.eq(user.id()), PASSKEY.RP_ID.eq(site.getHost()))
                .fetch(PASSKEY.CREDENTIAL_ID);
        return known.isEmpty() ? Optional.empty() : Optional.of(ask(site, known, confirming(user)));
    }

    /** @param known ids of the credentials that may answer; empty for any */
    private Question ask(URI site, List<byte[]> known, String purpose) {
        String challenge = Tokens.random();
        String options = JSON.writeValueAsString(Map.of(
                "challenge",
                challenge,
                "rpId",
                site.getHost(),
                "allowCredentials",
                known.stream()
                        .map(id -> Map.of("type", "public-key", "id", base64(id)))
                        .toList(),
                "userVerification",
                "required",
                "timeout",
                PATIENCE.toMillis()));
        return new Question(options, seal(challenge, purpose));
    }

    private static String confirming(User user) {
        return "confirmation of " + user.id();
    }

    /** Whose passkey has answered; empty when the answer is wrong, late, or used before. */
    @Transactional
    public Optional<Long> answered(URI site, String sealed, String answer) {
        return answered(site, sealed, answer, SIGN_IN);
    }

    /** Whether a passkey of this user has answered what {@link #askToConfirm} asked. */
    @Transactional
    public boolean confirmed(User user, URI site, String sealed, String answer) {
        return answered(site, sealed, answer, confirming(user))
                .filter(id -> id == user.id())
                .isPresent();
    }

    private Optional<Long> answered(URI site, String sealed, String answer, String purpose) {
        Optional<String> challenge = open(sealed, purpose);
        if (challenge.isEmpty() || answer.length() > LARGEST) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = Objects.requireNonNull(webauthn.parseAuthenticationResponseJSON(answer));
            Optional<PasskeyRecord> found = sql.selectFrom(PASSKEY)
                    .where(PASSKEY.CREDENTIAL_ID.eq(data.getCredentialId()), PASSKEY.RP_ID.eq(site.getHost()))
                    .forUpdate()
                    .fetchOptional();
            return found.filter(row -> isOf(row.getUserId(), data))
                    .filter(row ->
                            isStrong(credentials.convert(row.getCredential()).getCOSEKey()))
                    .filter(row -> verify(data, row, server(site, challenge.get())))
                    .filter(row -> used.use(challenge.get(), PATIENCE))
                    .map(PasskeyRecord::getUserId);
        } catch (DataConversionException malformed) {
            return Optional.empty();
        }
    }

    private boolean isOf(long userId, AuthenticationData data) {
        return data.getUserHandle() == null || Arrays.equals(data.getUserHandle(), handle(userId));
    }

    static boolean isStrong(COSEKey key) {
        return ALGORITHMS.contains(key.getAlgorithm());
    }

    private boolean verify(AuthenticationData data, PasskeyRecord row, ServerProperty server) {
        try {
            webauthn.verify(data, new AuthenticationParameters(server, credential(row), null, true, true));
        } catch (VerificationException refused) {
            log.info("Passkey {} was refused: {}", row.getId(), refused.toString());
            return false;
        }
        AuthenticatorData<?> proof = Objects.requireNonNull(data.getAuthenticatorData());
        sql.update(PASSKEY)
                .set(PASSKEY.SIGN_COUNT, proof.getSignCount())
                .set(PASSKEY.BACKED_UP, proof.isFlagBS())
                .set(PASSKEY.USED_AT, now())
                .where(PASSKEY.ID.eq(row.getId()))
                .execute();
        return true;
    }

    private CredentialRecord credential(PasskeyRecord row) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                row.getBackupEligible(),
                row.getBackedUp(),
                row.getSignCount(),
                credentials.convert(row.getCredential()),
                null,
                null,
                null,
                null);
    }

    public void rename(long userId, long id, String name) {
        sql.update(PASSKEY)
                .set(PASSKEY.NAME, name)
                .where(PASSKEY.ID.eq(id), PASSKEY.USER_ID.eq(userId))
                .execute();
    }

    public void remove(long userId, long id) {
        sql.deleteFrom(PASSKEY)
                .where(PASSKEY.ID.eq(id), PASSKEY.USER_ID.eq(userId))
                .execute();
        sessions.forget(userId);
    }

    private String seal(String challenge, String purpose) {
        return secrets.seal(challenge + " " + clock.instant().getEpochSecond(), "challenge, " + purpose);
    }

    private Optional<String> open(String sealed, String purpose) {
        return secrets.open(sealed, "challenge, " + purpose)
                .map(text -> text.split(" ", 2))
                .filter(parts -> Instant.ofEpochSecond(Long.parseLong(parts[1]))
                        .plus(PATIENCE)
                        .isAfter(clock.instant()))
                .map(parts -> parts[0]);
    }

    private static ServerProperty server(URI site, String challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(site.toString()))
                .rpId(site.getHost())
                .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(challenge)))
                .build();
    }

    private byte[] handle(long userId) {
        UUID handle = sql.select(APP_USER.HANDLE)
                .from(APP_USER)
                .where(APP_USER.ID.eq(userId))
                .fetchSingle(row -> row.get(APP_USER.HANDLE));
        return ByteBuffer.allocate(16)
                .putLong(handle.getMostSignificantBits())
                .putLong(handle.getLeastSignificantBits())
                .array();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
