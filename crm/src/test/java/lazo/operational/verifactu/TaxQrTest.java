package lazo.operational.verifactu;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import javax.imageio.ImageIO;
import lazo.operational.verifactu.Taxpayer.Environment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class TaxQrTest {
    private final TaxAgency agency = new TaxAgency(new MockEnvironment());

    @Test
    @Tag("OPE-08")
    void the_code_leads_to_the_tax_agency_in_both_modes() {
        TaxQr qr = TaxQr.of(
                agency.invoices(Environment.PRODUCTION, true),
                "A28083806",
                "F2026-000001",
                VerifactuWorld.DAY,
                new BigDecimal("121"));
        assertThat(qr.address())
                .hasToString("https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
                        + "?nif=A28083806&numserie=F2026-000001&fecha=22-11-2026&importe=121.00");
        assertThat(agency.invoices(Environment.TEST, true))
                .hasToString("https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR");
        assertThat(agency.invoices(Environment.PRODUCTION, false))
                .hasToString("https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQRNoVerifactu");
    }

    @Test
    @Tag("OPE-08")
    void the_image_is_read_with_its_level_of_correction() throws Exception {
        TaxQr qr = TaxQr.of(
                URI.create("https://example.com/q"),
                "A28083806",
                "A&B 1/ñ",
                VerifactuWorld.DAY,
                new BigDecimal("-0.5"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(qr.png(4)));
        assertThat(image.getWidth()).isEqualTo(qr.size() * 4);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        Result read = new QRCodeReader()
                .decode(new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))));
        assertThat(read.getText())
                .isEqualTo(
                        "https://example.com/q?nif=A28083806&numserie=A%26B%201%2F%C3%B1&fecha=22-11-2026&importe=-0.50");
        assertThat(String.valueOf(read.getResultMetadata().get(ResultMetadataType.ERROR_CORRECTION_LEVEL)))
                .isEqualTo("M");
        assertThat(qr.path()).startsWith("M4,4h1v1h-1z");
    }
}
