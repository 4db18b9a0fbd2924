package lazo.operational.billing.web;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import lazo.kernel.identity.CompanySettings;
import lazo.operational.billing.DocumentContent;
import lazo.operational.billing.DocumentPrinter;
import lazo.operational.billing.InvoiceContent;
import lazo.operational.verifactu.TaxQr;
import lazo.platform.web.Formats;
import lazo.platform.web.Screens;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Prints the same template that the screen previews, as PDF/A with the letters in it. Nothing is ever fetched: the template
 * holds its only picture itself, and whatever else a document would ask for is refused.
 */
@Component
class PaperPrinter implements DocumentPrinter {
    private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";
    private static final Pattern NO_XML =
            Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");
    private static final String PICTURE = "data:image/png;base64,";
    private static final int QR_PIXELS = 6;

    private final Templates templates;
    private final Screens screens;
    private final CompanySettings company;
    private final String style;

    PaperPrinter(Templates templates, Screens screens, CompanySettings company) {
        this.templates = templates;
        this.screens = screens;
        this.company = company;
        this.style = style();
        XRLog.setLoggingEnabled(false);
    }

    /** How the paper writes figures and words: in the language of the document. */
    Paper paper(DocumentContent content) {
        Locale home = company.load().locale();
        Locale locale =
                content.language().equals(home.getLanguage()) ? home : Locale.forLanguageTag(content.language());
        Formats formats = screens.formats(locale, company.load().zone());
        return new Paper(content, formats, screens.text(locale));
    }

    @Override
    public byte[] print(DocumentContent content) {
        return pdf(templates.billingPrinted(paper(content), style, null, null).render());
    }

    @Override
    public byte[] print(InvoiceContent invoice) {
        return pdf(templates
                .billingPrinted(paper(invoice.paper()), style, invoice, qr(invoice))
                .render());
    }

    /** The picture of the code with which the buyer asks the tax agency, where there is one. */
    static @Nullable String qr(InvoiceContent invoice) {
        String address = invoice.qr();
        return address == null
                ? null
                : PICTURE + Base64.getEncoder().encodeToString(new TaxQr(URI.create(address)).png(QR_PIXELS));
    }

    private static byte[] pdf(String page) {
        String html = NO_XML.matcher(page).replaceAll("");
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .useFastMode()
                    .usePdfAConformance(PdfRendererBuilder.PdfAConformance.PDFA_3_U)
                    .useColorProfile(colours())
                    .useFont(() -> font("DejaVuSansCondensed.ttf"), "Lazo")
                    .useFont(
                            () -> font("DejaVuSansCondensed-Bold.ttf"),
                            "Lazo",
                            700,
                            com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle.NORMAL,
                            true)
                    .useUriResolver((base, uri) -> uri.startsWith(PICTURE) ? uri : null)
                    .useExternalResourceAccessControl(
                            (uri, type) -> uri.startsWith(PICTURE),
                            ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                    .useExternalResourceAccessControl(
                            (uri, type) -> uri.startsWith(PICTURE),
                            ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                    .withHtmlContent(html, null)
                    .withProducer("Lazo")
                    .toStream(pdf)
                    .run();
        } catch (IOException unprintable) {
            throw new UncheckedIOException(unprintable);
        }
        return pdf.toByteArray();
    }

    private static byte[] colours() {
        return java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_sRGB)
                .getData();
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(PaperPrinter.class.getResourceAsStream(FONTS + name), name);
    }

    /** The rules of the paper, without the layer they stand in on the screen. */
    private static String style() {
        try (InputStream file = Objects.requireNonNull(
                PaperPrinter.class.getResourceAsStream("/static/css/screens/paper.css"), "paper.css")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?s)/\\*.*?\\*/", "");
            return text.substring(text.indexOf('{') + 1, text.lastIndexOf('}'));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
