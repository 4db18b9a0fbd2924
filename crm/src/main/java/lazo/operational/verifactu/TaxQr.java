package lazo.operational.verifactu;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The QR code of an invoice, with which its buyer asks the tax agency about it: error correction level M, to be printed 30
 * to 40 mm wide with at least 2 mm of quiet zone, at the top of the first page under "QR tributario:". The image holds its
 * quiet zone of four modules. Source: the agency's specification of the QR code, 0.5.0.
 */
public record TaxQr(URI address) {
    private static final int QUIET = 4;

    /** @param service where invoices are asked about, see {@link TaxAgency} @param number as it stands on the invoice */
    public static TaxQr of(URI service, String nif, String number, LocalDate issued, BigDecimal total) {
        String amount = total.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
        return new TaxQr(URI.create("%s?nif=%s&numserie=%s&fecha=%s&importe=%s"
                .formatted(service, encoded(nif), encoded(number), BillingRecord.day(issued), amount)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Level M, also where a higher one would fit. */
    private QrCode code() {
        List<QrSegment> text = QrSegment.makeSegments(address.toString());
        return QrCode.encodeSegments(text, QrCode.Ecc.MEDIUM, QrCode.MIN_VERSION, QrCode.MAX_VERSION, -1, false);
    }

    /** Of an SVG as wide and high as {@link #size()}. */
    public String path() {
        QrCode code = code();
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(',')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    /** Modules, quiet zone included. */
    public int size() {
        return code().size + 2 * QUIET;
    }

    /** @param scale pixels of a module */
    public byte[] png(int scale) {
        QrCode code = code();
        int size = (code.size + 2 * QUIET) * scale;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean dark = code.getModule(x / scale - QUIET, y / scale - QUIET);
                image.setRGB(x, y, dark ? 0x000000 : 0xFFFFFF);
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
