package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where users find Lazo: {@code https://crm.example.com}. Set by LAZO_URL; without it, what the browser that asks calls us,
 * which is good for an answer to that browser and for nothing that others read.
 */
@Component
public class PublicAddress {
    private final Optional<URI> configured;

    PublicAddress(Environment environment) {
        this.configured = Optional.of(environment.getProperty("lazo.url", "").strip())
                .filter(url -> !url.isEmpty())
                .map(PublicAddress::origin);
    }

    private static URI origin(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
            throw new IllegalStateException(
                    "LAZO_URL is '%s', expected an address like https://crm.example.com".formatted(url));
        }
        return origin(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private static URI origin(String scheme, String host, int port) {
        boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + host + (usual ? "" : ":" + port));
    }

    /** The one for whatever leaves Lazo, such as an e-mail. */
    public Optional<URI> configured() {
        return configured;
    }

    /** Scheme, host and, where it is not the usual one, port. */
    public URI of(HttpServletRequest request) {
        return configured.orElseGet(
                () -> origin(request.getScheme(), request.getServerName(), request.getServerPort()));
    }
}
