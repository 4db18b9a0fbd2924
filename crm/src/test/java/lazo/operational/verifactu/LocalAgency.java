package lazo.operational.verifactu;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import lazo.TestCertificate;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;

/**
 * The tax agency on this computer: takes records over mutual TLS, keeps what it accepts, knows duplicates, and loses answers
 * or refuses as it is told to.
 */
final class LocalAgency implements AutoCloseable {
    /** What becomes of a request. */
    enum Mood {
        ANSWERS,
        /** Takes the records, and nobody hears of it. */
        LOSES_THE_ANSWER,
        LOSES_THE_REQUEST,
        REFUSES,
        TALKS_NONSENSE
    }

    /** What it says of a record. */
    record Verdict(String state, String code) {
        static final Verdict RIGHT = new Verdict("Correcto", "");
    }

    private final HttpsServer server;
    private final TestCertificate own;

    /** With which a taxpayer comes. */
    final TestCertificate taxpayer;

    final Map<String, XmlNode> accepted = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<List<String>, Verdict> known = new LinkedHashMap<>();
    final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    final List<String> headers = Collections.synchronizedList(new ArrayList<>());
    final List<String> visitors = Collections.synchronizedList(new ArrayList<>());
    volatile Mood mood = Mood.ANSWERS;
    volatile Function<String, Verdict> judge = number -> Verdict.RIGHT;
    volatile int pause = 60;

    LocalAgency(Path folder) throws IOException {
        own = TestCertificate.of(folder, "agency", "CN=localhost");
        taxpayer = taxpayer(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        SSLContext tls = own.believing(taxpayer);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters both = tls.getDefaultSSLParameters();
                both.setNeedClientAuth(true);
                parameters.setSSLParameters(both);
            }
        });
        server.createContext("/records", this::take);
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    static TestCertificate taxpayer(Path folder) {
        return TestCertificate.of(folder, "taxpayer", "CN=EMISORA DE EJEMPLO - A28083806");
    }

    /** For whoever wants to believe that this is the agency. */
    KeyStore trust() {
        return own.trust();
    }

    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/records");
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        visitors.add(
                ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
        Mood today = mood;
        switch (today) {
            case LOSES_THE_REQUEST -> exchange.close();
            case TALKS_NONSENSE -> say(exchange, 200, "<html><body>Mantenimiento");
            case REFUSES -> say(exchange, 500, envelope("""
                    <env:Fault><faultcode>env:Client</faultcode><faultstring>Codigo[4104].Error en la cabecera</faultstring></env:Fault>
                    """));
            case ANSWERS, LOSES_THE_ANSWER -> {
                String answer = answer(body);
                if (today == Mood.LOSES_THE_ANSWER) {
                    exchange.close();
                } else {
                    say(exchange, 200, answer);
                }
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String answer(byte[] body) {
        XmlNode request;
        try {
            request = XmlNode.read(body).at("Body/RegFactuSistemaFacturacion").orElseThrow();
        } catch (XmlProblem unreadable) {
            throw new IllegalStateException(unreadable);
        }
        headers.add(request.at("Cabecera").orElseThrow().toString());
        List<XmlNode> records = request.all("RegistroFactura");
        batches.add(records.size());
        StringBuilder lines = new StringBuilder();
        int right = 0;
        for (XmlNode one : records) {
            XmlNode record = one.children().getFirst();
            Line line = judge(record);
            right += line.verdict().state().equals("Incorrecto") ? 0 : 1;
            lines.append(line.xml());
        }
        String whole = right == records.size() ? "Correcto" : right > 0 ? "ParcialmenteCorrecto" : "Incorrecto";
        String receipt = right > 0 ? "<sfR:CSV>CSV-" + batches.size() + "</sfR:CSV>" : "";
        return envelope("""
                <sfR:RespuestaRegFactuSistemaFacturacion>%s<sfR:TiempoEsperaEnvio>%d</sfR:TiempoEsperaEnvio>\
                <sfR:EstadoEnvio>%s</sfR:EstadoEnvio>%s</sfR:RespuestaRegFactuSistemaFacturacion>""".formatted(receipt, pause, whole, lines));
    }

    private record Line(Verdict verdict, String xml) {}

    private Line judge(XmlNode record) {
        boolean alta = record.name().equals("RegistroAlta");
        String suffix = alta ? "" : "Anulada";
        String number = record.textAt("IDFactura/NumSerieFactura" + suffix).orElseThrow();
        String issued =
                record.textAt("IDFactura/FechaExpedicionFactura" + suffix).orElseThrow();
        String hash = record.textAt("Huella").orElseThrow();
        List<String> key = List.of(
                record.name(), number, issued, record.textAt("Subsanacion").isPresent() ? hash : "");
        Verdict before = known.get(key);
        Verdict verdict = before != null ? new Verdict("Incorrecto", "3000") : judge.apply(number);
        String duplicate = "";
        if (before != null) {
            duplicate = """
                    <sfR:RegistroDuplicado><sf:IdPeticionRegistroDuplicado>1</sf:IdPeticionRegistroDuplicado>\
                    <sf:EstadoRegistroDuplicado>%s</sf:EstadoRegistroDuplicado></sfR:RegistroDuplicado>""".formatted(before.state().equals("Correcto") ? "Correcta" : "AceptadaConErrores");
        } else if (!verdict.state().equals("Incorrecto")) {
            known.put(key, verdict);
            if (accepted.put(hash, record) != null) {
                throw new IllegalStateException("accepted twice: " + number);
            }
        }
        String error = verdict.code().isEmpty()
                ? ""
                : "<sfR:CodigoErrorRegistro>%s</sfR:CodigoErrorRegistro><sfR:DescripcionErrorRegistro>Error %s</sfR:DescripcionErrorRegistro>"
                        .formatted(verdict.code(), verdict.code());
        return new Line(
                verdict, """
                <sfR:RespuestaLinea><sfR:IDFactura><sf:IDEmisorFactura>A28083806</sf:IDEmisorFactura>\
                <sf:NumSerieFactura>%s</sf:NumSerieFactura><sf:FechaExpedicionFactura>%s</sf:FechaExpedicionFactura></sfR:IDFactura>\
                <sfR:Operacion><sf:TipoOperacion>%s</sf:TipoOperacion></sfR:Operacion>\
                <sfR:EstadoRegistro>%s</sfR:EstadoRegistro>%s%s</sfR:RespuestaLinea>""".formatted(number, issued, alta ? "Alta" : "Anulacion", verdict.state(), error, duplicate));
    }

    private static String envelope(String body) {
        return """
                <?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="%s" xmlns:sf="%s" xmlns:sfR="%s"><env:Body>%s</env:Body></env:Envelope>""".formatted(
                        SubmissionMessage.SOAP,
                        RecordXml.NAMESPACE,
                        RecordXml.NAMESPACE.replace("SuministroInformacion", "RespuestaSuministro"),
                        body.strip());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
