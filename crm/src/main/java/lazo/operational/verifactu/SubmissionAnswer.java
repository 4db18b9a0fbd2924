package lazo.operational.verifactu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.operational.verifactu.BillingRecord.Kind;
import lazo.operational.verifactu.Submission.State;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the tax agency says to a batch ({@code RespuestaSuministro.xsd}).
 *
 * @param state of the whole: Correcto, ParcialmenteCorrecto or Incorrecto
 * @param receipt its code (CSV), or null where nothing was taken
 * @param pauseSeconds how long to wait before the next batch
 */
record SubmissionAnswer(String state, @Nullable String receipt, int pauseSeconds, Map<List<String>, Line> lines) {
    private static final int USUAL_PAUSE = 60;
    private static final int LONGEST_PAUSE = 3_600;

    /** Of one record. @param duplicateState of the record the agency has already, or null */
    record Line(
            String state,
            @Nullable String errorCode,
            @Nullable String errorText,
            @Nullable String duplicateState) {
        /**
         * A duplicate of what was sent before without an answer is what we sent: the agency tells how it took that. Any
         * other duplicate is somebody else's invoice of the same number.
         */
        State state(boolean inDoubt) {
            if (inDoubt && duplicateState != null) {
                return duplicateState.equals("AceptadaConErrores") ? State.ACCEPTED_WITH_ERRORS : State.ACCEPTED;
            }
            return switch (state) {
                case "Correcto" -> State.ACCEPTED;
                case "AceptadoConErrores" -> State.ACCEPTED_WITH_ERRORS;
                default -> State.REJECTED;
            };
        }
    }

    /** The agency refuses the whole batch and has taken nothing of it. */
    static final class Refused extends Exception {
        Refused(String why) {
            super(why);
        }
    }

    static SubmissionAnswer read(byte[] document) throws XmlProblem, Refused {
        XmlNode envelope = XmlNode.read(document);
        Optional<XmlNode> fault = envelope.at("Body/Fault");
        if (fault.isPresent()) {
            throw new Refused(fault.get().textAt("faultstring").orElse("?"));
        }
        XmlNode answer = envelope.at("Body/RespuestaRegFactuSistemaFacturacion")
                .orElseThrow(() -> new IllegalArgumentException("no answer to records"));
        Map<List<String>, Line> lines = new HashMap<>();
        for (XmlNode line : answer.all("RespuestaLinea")) {
            lines.put(
                    List.of(
                            line.textAt("Operacion/TipoOperacion").orElse("Alta"),
                            line.textAt("IDFactura/NumSerieFactura").orElse(""),
                            line.textAt("IDFactura/FechaExpedicionFactura").orElse("")),
                    new Line(
                            line.textAt("EstadoRegistro")
                                    .orElseThrow(() -> new IllegalArgumentException("no state of a record")),
                            line.textAt("CodigoErrorRegistro").orElse(null),
                            line.textAt("DescripcionErrorRegistro").orElse(null),
                            line.textAt("RegistroDuplicado/EstadoRegistroDuplicado")
                                    .orElse(null)));
        }
        return new SubmissionAnswer(
                answer.textAt("EstadoEnvio").orElse("?"),
                answer.textAt("CSV").orElse(null),
                answer.textAt("TiempoEsperaEnvio")
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(Integer::parseInt)
                        .map(seconds -> Math.min(seconds, LONGEST_PAUSE))
                        .orElse(USUAL_PAUSE),
                lines);
    }

    Optional<Line> of(BillingRecord record) {
        return Optional.ofNullable(lines.get(List.of(
                record.kind() == Kind.REGISTRATION ? "Alta" : "Anulacion",
                record.number(),
                BillingRecord.day(record.issued()))));
    }
}
