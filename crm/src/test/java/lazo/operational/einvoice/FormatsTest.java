package lazo.operational.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.diver.api.version.DVRVersion;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import lazo.TestCertificate;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxInvoice.Withholding;
import lazo.operational.einvoice.UblInvoice.Profile;
import lazo.platform.xml.XmlNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/** Legal formats, checked by the validators of others. The rules of Peppol take a while to be made ready, once. */
class FormatsTest {
    private static final ValidationExecutorSetRegistry<IValidationSourceXML> RULES = rules();

    private static ValidationExecutorSetRegistry<IValidationSourceXML> rules() {
        var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation.initStandard(registry);
        return registry;
    }

    private static List<String> complaints(String document, String kind) throws Exception {
        boolean credit = document.contains("<CreditNote");
        IValidationExecutorSet<IValidationSourceXML> rules = kind.equals("peppol")
                ? RULES.getOfID(new DVRCoordinate(
                        "eu.peppol.bis3", credit ? "creditnote" : "invoice", DVRVersion.parseOrThrow("2026.5")))
                : RULES.getOfID(
                        credit ? EN16931Validation.VID_UBL_CREDIT_NOTE_1316 : EN16931Validation.VID_UBL_INVOICE_1316);
        assertThat(rules).isNotNull();
        Document dom = dom(document.getBytes(StandardCharsets.UTF_8));
        List<String> complaints = new ArrayList<>();
        ValidationExecutionManager.executeValidation(
                        IValidityDeterminator.createDefault(),
                        rules,
                        ValidationSourceXML.create("it", dom),
                        Locale.ENGLISH)
                .forEach(result -> result.getErrorList().forEach(error -> {
                    if (error.isError()) {
                        complaints.add(error.getErrorID() + " " + error.getErrorText(Locale.ENGLISH));
                    }
                }));
        return complaints;
    }

    private static Document dom(byte[] document) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document));
    }

    @Test
    @Tag("OPE-08")
    void thirty_varied_invoices_are_right_for_peppol_and_for_facturae() throws Exception {
        Schema facturae = facturae();
        List<String> complaints = new ArrayList<>();
        for (int number = 1; number <= 30; number++) {
            TaxInvoice invoice = SampleInvoices.number(number);
            assertThat(UblInvoice.objections(invoice, Profile.PEPPOL))
                    .as("number " + number)
                    .isEmpty();
            for (String one : complaints(UblInvoice.write(invoice, Profile.PEPPOL), "peppol")) {
                complaints.add(number + ": " + one);
            }
            try {
                validate(facturae, FacturaeInvoice.write(invoice).getBytes(StandardCharsets.UTF_8));
                validate(facturae, FacturaeInvoice.write(withheld(invoice)).getBytes(StandardCharsets.UTF_8));
            } catch (SAXException wrong) {
                complaints.add(number + ": " + wrong.getMessage());
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static TaxInvoice withheld(TaxInvoice invoice) {
        BigDecimal base = invoice.netTotal();
        return invoice.withholding(new Withholding(
                new BigDecimal("15"),
                base,
                base.multiply(new BigDecimal("0.15")).setScale(2, java.math.RoundingMode.HALF_UP)));
    }

    @Test
    void the_validators_find_what_is_wrong() throws Exception {
        String right = UblInvoice.write(SampleInvoices.number(3), Profile.PEPPOL);
        assertThat(complaints(right.replaceAll("<cbc:BuyerReference>.*?</cbc:BuyerReference>", ""), "peppol"))
                .anyMatch(one -> one.contains("R003"));
        assertThat(complaints(right.replaceAll("(<cbc:PayableAmount[^>]*>)[0-9.]+", "$11.00"), "peppol"))
                .anyMatch(one -> one.contains("BR-CO-16"));
    }

    static Stream<String> examples() {
        return Stream.concat(
                IntStream.rangeClosed(1, 10).mapToObj(number -> "ubl-tc434-example" + number),
                Stream.of("ubl-tc434-creditnote1"));
    }

    private static byte[] example(String name) throws IOException {
        try (InputStream in = FormatsTest.class.getResourceAsStream("/einvoice/" + name + ".xml")) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Tag("OPE-08")
    void the_examples_of_en_16931_are_read_and_come_back_the_same(String name) throws Exception {
        TaxInvoice read = UblInvoice.read(example(name));
        assertThat(UblInvoice.objections(read, Profile.EN16931)).isEmpty();
        String written = UblInvoice.write(read, Profile.EN16931);
        assertThat(UblInvoice.read(written.getBytes(StandardCharsets.UTF_8))).isEqualTo(read);
        XmlNode before = XmlNode.read(example(name));
        XmlNode after = XmlNode.read(written.getBytes(StandardCharsets.UTF_8));
        for (String total :
                List.of("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")) {
            String path = "LegalMonetaryTotal/" + total;
            assertThat(new BigDecimal(after.textAt(path).orElseThrow()))
                    .as(total)
                    .isEqualByComparingTo(before.textAt(path).orElseThrow());
        }
        assertThat(texts(after)).containsAll(kept(texts(before)));
        assertThat(complaints(written, "en16931")).isEmpty();
    }

    /** Every text of the document but what the documentation says is left out. */
    private static Set<String> texts(XmlNode node) {
        Set<String> found = new java.util.TreeSet<>();
        collect(node, found);
        return found;
    }

    private static void collect(XmlNode node, Set<String> found) {
        if (Set.of(
                        "AdditionalDocumentReference",
                        "DocumentReference",
                        "DescriptionCode",
                        "CustomizationID",
                        "ProfileID")
                .contains(node.name())) {
            return;
        }
        if (!node.text().isEmpty()) {
            found.add(node.text());
        }
        node.children().forEach(child -> collect(child, found));
    }

    /** Amounts may be written with more or fewer zeros, tax numbers without points. */
    private static List<String> kept(Set<String> texts) {
        return texts.stream()
                .filter(text -> !text.matches("[0-9.+-]+|[A-Z]{2}[0-9A-Z.]+|380|326|386"))
                .toList();
    }

    @Test
    void what_takes_money_back_is_a_credit_note_and_comes_back_negative() throws Exception {
        TaxInvoice back = SampleInvoices.number(1);
        assertThat(back.total()).isNegative();
        String written = UblInvoice.write(back, Profile.PEPPOL);
        assertThat(written)
                .contains("<CreditNote ")
                .contains("<cbc:CreditNoteTypeCode>381")
                .contains("F2026-000001");
        TaxInvoice read = UblInvoice.read(written.getBytes(StandardCharsets.UTF_8));
        assertThat(read.total()).isEqualByComparingTo(back.total());
        assertThat(read.lines().getFirst().quantity())
                .isEqualByComparingTo(back.lines().getFirst().quantity());
    }

    @Test
    void what_a_format_cannot_say_is_not_written() {
        TaxInvoice withheld = withheld(SampleInvoices.number(3));
        assertThat(UblInvoice.objections(withheld, Profile.EN16931)).containsExactly(FormatObjection.WITHHOLDING);
        assertThatThrownBy(() -> UblInvoice.write(withheld, Profile.EN16931))
                .isInstanceOf(IllegalArgumentException.class);
        TaxInvoice plain = SampleInvoices.number(3);
        TaxInvoice surcharged = TaxInvoice.of(
                plain.id(),
                InvoiceKind.F1,
                "",
                SampleInvoices.SELLER,
                null,
                List.of(TaxInvoice.Line.of(
                        "1",
                        "Cosa",
                        BigDecimal.ONE,
                        "C62",
                        BigDecimal.TEN,
                        Tax.iva("21").surcharged("5.2"))));
        assertThat(UblInvoice.objections(surcharged, Profile.PEPPOL))
                .containsExactlyInAnyOrder(
                        FormatObjection.NO_BUYER, FormatObjection.SURCHARGE, FormatObjection.NO_REFERENCE);
        assertThat(FacturaeInvoice.objections(surcharged)).containsExactly(FormatObjection.NO_BUYER);
    }

    @Test
    @Tag("OPE-08")
    void a_facturae_is_signed_so_that_a_changed_cent_shows(@TempDir Path folder) throws Exception {
        TestCertificate own = TestCertificate.of(folder, "issuer", "CN=Emisora, C=ES");
        X509Certificate certificate = own.certificate();
        byte[] signed = FacturaeSignature.sign(
                FacturaeInvoice.write(withheld(SampleInvoices.number(2))),
                own.key(),
                certificate,
                Instant.parse("2026-11-22T09:00:00Z"));
        validate(facturae(), signed);
        assertThat(isSigned(signed, certificate)).isTrue();
        String text = new String(signed, StandardCharsets.UTF_8);
        assertThat(text).contains("politica_de_firma_formato_facturae_v3_1.pdf").contains("2026-11-22T10:00:00+01:00");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        assertThat(text).contains(Base64.getEncoder().encodeToString(digest));
        for (String changed : List.of(
                text.replaceFirst("<TotalGrossAmount>(\\d)", "<TotalGrossAmount>9$1"),
                text.replace("2026-11-22T10:00:00+01:00", "2025-11-22T10:00:00+01:00"))) {
            assertThat(changed).isNotEqualTo(text);
            assertThat(isSigned(changed.getBytes(StandardCharsets.UTF_8), certificate))
                    .isFalse();
        }
    }

    private static boolean isSigned(byte[] document, X509Certificate certificate) throws Exception {
        Document dom = dom(document);
        Element signature = (Element)
                dom.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        var context = new DOMValidateContext(certificate.getPublicKey(), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
        for (String name : List.of("SignedProperties", "KeyInfo")) {
            Element element = (Element) dom.getElementsByTagNameNS("*", name).item(0);
            context.setIdAttributeNS(element, null, "Id");
        }
        return XMLSignatureFactory.getInstance("DOM")
                .unmarshalXMLSignature(context)
                .validate(context);
    }

    private static Schema facturae() throws Exception {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        var ls = (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            LSInput input = ls.createLSInput();
            input.setSystemId(systemId);
            input.setByteStream(FormatsTest.class.getResourceAsStream("/verifactu/xmldsig-core-schema.xsd"));
            return input;
        });
        return factory.newSchema(
                new StreamSource(FormatsTest.class.getResourceAsStream("/external/schemas/Facturaev3_2_2.xsd")));
    }

    private static void validate(Schema schema, byte[] document) throws SAXException, IOException {
        schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(document)));
    }

    @Test
    void nothing_is_fetched_or_expanded_while_reading() {
        for (String trick : List.of(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Invoice><ID>&x;</ID></Invoice>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><Invoice/>",
                "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Invoice><ID>&b;</ID></Invoice>",
                "<a>".repeat(100_000),
                "<Invoice><ID>&x;</ID></Invoice>",
                "",
                "\u0000",
                "{}")) {
            assertThatThrownBy(() -> UblInvoice.read(trick.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableInvoice.class);
        }
    }

    @Test
    void whatever_is_broken_in_an_invoice_it_is_read_or_refused() throws IOException {
        Random random = new Random(16931);
        byte[] whole = example("ubl-tc434-example5");
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            for (int j = 0; j <= i % 5; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                UblInvoice.read(i % 3 == 0 ? java.util.Arrays.copyOf(broken, random.nextInt(broken.length)) : broken);
            } catch (UnreadableInvoice expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }
}
