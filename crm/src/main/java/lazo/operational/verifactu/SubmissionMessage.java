package lazo.operational.verifactu;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import lazo.operational.verifactu.Submissions.Batch;
import lazo.operational.verifactu.Submissions.Waiting;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;
import lazo.platform.xml.XmlWriter;

/** Records in the SOAP 1.1 envelope of the tax agency ({@code SuministroLR.xsd}). */
final class SubmissionMessage {
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String NAMESPACE = RecordXml.NAMESPACE.replace("SuministroInformacion", "SuministroLR");

    private SubmissionMessage() {}

    static byte[] of(Batch batch, Taxpayer taxpayer) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("soapenv", SOAP);
        namespaces.put("sfLR", NAMESPACE);
        namespaces.put("sf", RecordXml.NAMESPACE);
        XmlWriter out = new XmlWriter(namespaces).declaration();
        out.open("soapenv:Envelope")
                .open("soapenv:Header")
                .close("soapenv:Header")
                .open("soapenv:Body");
        out.open("sfLR:RegFactuSistemaFacturacion").open("sfLR:Cabecera");
        out.open("sf:ObligadoEmision")
                .element("sf:NombreRazon", taxpayer.name())
                .element("sf:NIF", taxpayer.nif())
                .close("sf:ObligadoEmision");
        if (batch.late()) {
            out.open("sf:RemisionVoluntaria").element("sf:Incidencia", "S").close("sf:RemisionVoluntaria");
        }
        out.close("sfLR:Cabecera");
        for (Waiting one : batch.records()) {
            out.open("sfLR:RegistroFactura").node(stored(one), "sf").close("sfLR:RegistroFactura");
        }
        out.close("sfLR:RegFactuSistemaFacturacion").close("soapenv:Body").close("soapenv:Envelope");
        return out.document().getBytes(StandardCharsets.UTF_8);
    }

    private static XmlNode stored(Waiting one) {
        try {
            return XmlNode.read(one.record().xml().getBytes(StandardCharsets.UTF_8));
        } catch (XmlProblem unreadable) {
            throw new IllegalStateException("Record " + one.record().position() + " cannot be read", unreadable);
        }
    }
}
