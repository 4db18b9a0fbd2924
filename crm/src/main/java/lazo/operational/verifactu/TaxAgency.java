package lazo.operational.verifactu;

import java.net.URI;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.platform.outbound.Reach;
import org.springframework.stereotype.Component;

/**
 * Where the tax agency is reached. Its own addresses unless {@code lazo.verifactu.production.records}, {@code .invoices} and
 * the same of {@code test} say otherwise.
 */
@Component
public class TaxAgency {
    private final org.springframework.core.env.Environment configuration;

    TaxAgency(org.springframework.core.env.Environment configuration) {
        this.configuration = configuration;
    }

    /** Takes records, by SOAP. */
    URI records(Environment environment) {
        return address(
                environment,
                "records",
                switch (environment) {
                    case TEST -> "https://prewww1.aeat.es/wlpl/TIKE-CONT/ws/SistemaFacturacion/VerifactuSOAP";
                    case PRODUCTION ->
                        "https://www1.agenciatributaria.gob.es/wlpl/TIKE-CONT/ws/SistemaFacturacion/VerifactuSOAP";
                });
    }

    /**
     * Tells buyers whether it knows an invoice; the QR code leads there.
     *
     * @param sent whether records are sent as they are made (VERI*FACTU), or kept by the issuer
     */
    public URI invoices(Environment environment, boolean sent) {
        String host = switch (environment) {
            case TEST -> "https://prewww2.aeat.es";
            case PRODUCTION -> "https://www2.agenciatributaria.gob.es";
        };
        String usual = host + "/wlpl/TIKE-CONT/ValidarQR" + (sent ? "" : "NoVerifactu");
        return address(environment, sent ? "invoices" : "invoices-not-sent", usual);
    }

    /** Whether a stand-in on this network may be asked in its place: whoever runs Lazo decides, not a screen. */
    Reach reach() {
        return configuration.getProperty("lazo.verifactu.private-network", Boolean.class, false)
                ? Reach.PRIVATE_TOO
                : Reach.PUBLIC;
    }

    private URI address(Environment environment, String what, String usual) {
        String key = "lazo.verifactu.%s.%s".formatted(environment == Environment.TEST ? "test" : "production", what);
        return URI.create(configuration.getProperty(key, usual));
    }
}
