package lazo.operational.verifactu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * The fingerprint of a record (huella): SHA-256 over {@code name=value} joined by {@code &}, in capital hexadecimal digits.
 * Values are the letters of the XML, an absent one is empty. Source: the tax agency's specification of the hash, 0.1.2.
 */
final class RecordHash {
    private final StringJoiner parts = new StringJoiner("&");

    private RecordHash() {}

    private RecordHash with(String name, String value) {
        parts.add(name + "=" + value.strip());
        return this;
    }

    private String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @param previous the hash of the record before, or empty @param at with its offset, to the second */
    static String ofRegistration(
            String nif,
            String number,
            String issued,
            String kind,
            String tax,
            String total,
            String previous,
            String at) {
        return new RecordHash()
                .with("IDEmisorFactura", nif)
                .with("NumSerieFactura", number)
                .with("FechaExpedicionFactura", issued)
                .with("TipoFactura", kind)
                .with("CuotaTotal", tax)
                .with("ImporteTotal", total)
                .with("Huella", previous)
                .with("FechaHoraHusoGenRegistro", at)
                .hash();
    }

    static String ofCancellation(String nif, String number, String issued, String previous, String at) {
        return new RecordHash()
                .with("IDEmisorFacturaAnulada", nif)
                .with("NumSerieFacturaAnulada", number)
                .with("FechaExpedicionFacturaAnulada", issued)
                .with("Huella", previous)
                .with("FechaHoraHusoGenRegistro", at)
                .hash();
    }
}
