package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_SETTINGS;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import lazo.operational.verifactu.ClientCertificate.Checked;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.VerifactuSettingsRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who issues invoices here. The certificate and its password are stored encrypted and never shown. */
@Component
public class VerifactuSettings implements SecretHolder {
    private static final String CERTIFICATE = "verifactu certificate";
    private static final String PASSWORD = "verifactu certificate password";

    private final DSLContext sql;
    private final Secrets secrets;

    VerifactuSettings(DSLContext sql, Secrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    /** What is typed about it. */
    public record Draft(
            boolean active, Environment environment, String name, String nif, String maker, String makerNif) {}

    /** Empty as long as nobody has set it up. */
    public Optional<Taxpayer> find() {
        return sql.selectFrom(VERIFACTU_SETTINGS).fetchOptional(VerifactuSettings::taxpayer);
    }

    private static Taxpayer taxpayer(VerifactuSettingsRecord row) {
        return new Taxpayer(
                row.getActive(),
                Environment.valueOf(row.getEnvironment()),
                row.getTaxpayerName(),
                row.getTaxpayerNif(),
                row.getInstallation(),
                row.getMakerName(),
                row.getMakerNif(),
                row.getCertificateSubject(),
                instant(row.getCertificateUntil()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    /**
     * A new taxpayer gets a new number of installation, which belongs to one and is never used again, and loses the
     * certificate of the one before.
     */
    @Transactional
    public void save(Draft draft) {
        Optional<Taxpayer> same = find().filter(known -> known.nif().equals(draft.nif()));
        String installation = same.map(Taxpayer::installation)
                .orElseGet(() -> UUID.randomUUID().toString());
        VerifactuSettingsRecord row = sql.newRecord(VERIFACTU_SETTINGS);
        row.setId(1);
        row.setActive(draft.active());
        row.setEnvironment(draft.environment().name());
        row.setTaxpayerName(draft.name());
        row.setTaxpayerNif(draft.nif());
        row.setInstallation(installation);
        row.setMakerName(draft.maker());
        row.setMakerNif(draft.makerNif());
        if (same.isEmpty()) {
            row.setCertificate(null);
            row.setCertificatePassword(null);
            row.setCertificateSubject(null);
            row.setCertificateUntil(null);
        }
        sql.insertInto(VERIFACTU_SETTINGS)
                .set(row)
                .onConflict(VERIFACTU_SETTINGS.ID)
                .doUpdate()
                .set(row)
                .execute();
    }

    @Transactional
    public void saveCertificate(byte[] certificate, String password, Checked checked) {
        sql.update(VERIFACTU_SETTINGS)
                .set(VERIFACTU_SETTINGS.CERTIFICATE, secrets.encrypt(certificate, CERTIFICATE))
                .set(
                        VERIFACTU_SETTINGS.CERTIFICATE_PASSWORD,
                        secrets.encrypt(password.getBytes(StandardCharsets.UTF_8), PASSWORD))
                .set(VERIFACTU_SETTINGS.CERTIFICATE_SUBJECT, checked.subject())
                .set(VERIFACTU_SETTINGS.CERTIFICATE_UNTIL, checked.until().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Empty when there is none, or the key it is encrypted with is lost. */
    Optional<ClientCertificate> certificate() {
        return sql.select(VERIFACTU_SETTINGS.CERTIFICATE, VERIFACTU_SETTINGS.CERTIFICATE_PASSWORD)
                .from(VERIFACTU_SETTINGS)
                .where(VERIFACTU_SETTINGS.CERTIFICATE.isNotNull())
                .fetchOptional()
                .flatMap(row -> secrets.decrypt(row.value1(), CERTIFICATE)
                        .flatMap(bytes -> secrets.decrypt(row.value2(), PASSWORD)
                                .map(password ->
                                        new ClientCertificate(bytes, new String(password, StandardCharsets.UTF_8)))));
    }

    @Override
    public int encryptAgain() {
        return certificate()
                .map(known -> sql.update(VERIFACTU_SETTINGS)
                        .set(VERIFACTU_SETTINGS.CERTIFICATE, secrets.encrypt(known.bytes(), CERTIFICATE))
                        .set(
                                VERIFACTU_SETTINGS.CERTIFICATE_PASSWORD,
                                secrets.encrypt(known.password().getBytes(StandardCharsets.UTF_8), PASSWORD))
                        .execute())
                .orElse(0);
    }
}
