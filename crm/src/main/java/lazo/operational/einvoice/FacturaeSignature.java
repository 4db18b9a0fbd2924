package lazo.operational.einvoice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Signs a Facturae document inside itself: XAdES-EPES (ETSI TS 101 903 1.3.2) under the signature policy of Facturae 3.1,
 * with SHA-256. By the JDK's XML signatures; the properties XAdES adds are written here.
 */
public final class FacturaeSignature {
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
    private static final String POLICY =
            "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf";
    /** Of the policy's text, by SHA-1: that is what the policy itself prescribes. */
    private static final String POLICY_DIGEST = "Ohixl6upD6av8N7pEvDABhEL6hM=";

    private final XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    private final String id = UUID.randomUUID().toString();
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Instant at;

    private FacturaeSignature(PrivateKey key, X509Certificate certificate, Instant at) {
        this.key = key;
        this.certificate = certificate;
        this.at = at;
    }

    /** @param document as {@link FacturaeInvoice} has written it @return the same with its signature, in UTF-8 */
    public static byte[] sign(String document, PrivateKey key, X509Certificate certificate, Instant at) {
        try {
            return new FacturaeSignature(key, certificate, at).sign(document);
        } catch (GeneralSecurityException
                | MarshalException
                | XMLSignatureException
                | ParserConfigurationException
                | SAXException
                | IOException
                | TransformerException failed) {
            throw new IllegalStateException("Cannot be signed with this certificate", failed);
        }
    }

    private byte[] sign(String text)
            throws GeneralSecurityException, MarshalException, XMLSignatureException, ParserConfigurationException,
                    SAXException, IOException, TransformerException {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newDefaultNSInstance();
        builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document =
                builders.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        Element properties = properties(document);
        XMLObject object = factory.newXMLObject(List.of(new DOMStructure(properties)), null, null, null);
        DOMSignContext context = new DOMSignContext(key, document.getDocumentElement());
        context.setDefaultNamespacePrefix("ds");
        Element signed = (Element) properties.getFirstChild();
        context.setIdAttributeNS(signed, null, "Id");
        factory.newXMLSignature(signedInfo(), keyInfo(), List.of(object), "Signature-" + id, null)
                .sign(context);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }

    private SignedInfo signedInfo() throws GeneralSecurityException {
        DigestMethod sha256 = factory.newDigestMethod(DigestMethod.SHA256, null);
        Transform enveloped = factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null);
        List<Reference> references = List.of(
                factory.newReference("", sha256, List.of(enveloped), null, "Document-" + id),
                factory.newReference("#SignedProperties-" + id, sha256, List.of(), SIGNED_PROPERTIES, null),
                factory.newReference("#KeyInfo-" + id, sha256));
        String algorithm = key.getAlgorithm().equals("EC")
                ? "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
                : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        return factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.INCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(algorithm, null),
                references);
    }

    private KeyInfo keyInfo() throws GeneralSecurityException {
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        return keys.newKeyInfo(
                List.of(keys.newX509Data(List.of(certificate)), keys.newKeyValue(certificate.getPublicKey())),
                "KeyInfo-" + id);
    }

    private Element properties(Document document) throws GeneralSecurityException {
        Element qualifying = document.createElementNS(XADES, "xades:QualifyingProperties");
        qualifying.setAttribute("Target", "#Signature-" + id);
        Element signed = child(qualifying, "SignedProperties");
        signed.setAttribute("Id", "SignedProperties-" + id);
        Element ofSignature = child(signed, "SignedSignatureProperties");
        child(ofSignature, "SigningTime")
                .setTextContent(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        at.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of("Europe/Madrid"))));
        Element cert = child(child(ofSignature, "SigningCertificate"), "Cert");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        digest(
                child(cert, "CertDigest"),
                DigestMethod.SHA256,
                Base64.getEncoder().encodeToString(digest));
        Element issuer = child(cert, "IssuerSerial");
        dsig(issuer, "X509IssuerName")
                .setTextContent(certificate.getIssuerX500Principal().getName());
        dsig(issuer, "X509SerialNumber")
                .setTextContent(certificate.getSerialNumber().toString());
        Element policy = child(child(ofSignature, "SignaturePolicyIdentifier"), "SignaturePolicyId");
        Element policyId = child(policy, "SigPolicyId");
        child(policyId, "Identifier").setTextContent(POLICY);
        child(policyId, "Description").setTextContent("Política de Firma FacturaE v3.1");
        digest(child(policy, "SigPolicyHash"), DigestMethod.SHA1, POLICY_DIGEST);
        child(child(child(ofSignature, "SignerRole"), "ClaimedRoles"), "ClaimedRole")
                .setTextContent("emisor");
        Element format = child(child(signed, "SignedDataObjectProperties"), "DataObjectFormat");
        format.setAttribute("ObjectReference", "#Document-" + id);
        child(format, "Description").setTextContent("Factura electrónica");
        child(format, "MimeType").setTextContent("text/xml");
        return qualifying;
    }

    private static void digest(Element parent, String algorithm, String value) {
        dsig(parent, "DigestMethod").setAttribute("Algorithm", algorithm);
        dsig(parent, "DigestValue").setTextContent(value);
    }

    private static Element child(Element parent, String name) {
        return appended(parent, XADES, "xades:" + name);
    }

    private static Element dsig(Element parent, String name) {
        return appended(parent, javax.xml.crypto.dsig.XMLSignature.XMLNS, "ds:" + name);
    }

    private static Element appended(Element parent, String namespace, String name) {
        Element element = parent.getOwnerDocument().createElementNS(namespace, name);
        parent.appendChild(element);
        return element;
    }
}
