package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazojte.Templates;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/** What makes Lazo an app on a phone or a desktop: its manifest, its service worker and the page without a connection. */
@Controller
class InstallController {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Assets assets;
    private final Templates templates;
    private final String worker;

    InstallController(Assets assets, Templates templates) throws IOException {
        this.assets = assets;
        this.templates = templates;
        this.worker = worker();
    }

    private String worker() throws IOException {
        try (InputStream script = getClass().getResourceAsStream("/static/worker/sw.js")) {
            String text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            List<String> shell = List.of(
                    assets.url("app.css"), assets.url("app.js"), assets.url("htmx.js"), assets.url("icons.svg"));
            return "const VERSION = \"%s\";\nconst SHELL = %s;\n"
                            .formatted(assets.version(), JSON.writeValueAsString(shell))
                    + text;
        }
    }

    @GetMapping("/sw.js")
    void worker(HttpServletResponse response) throws IOException {
        send(response, "text/javascript;charset=UTF-8", worker);
    }

    @GetMapping("/manifest.webmanifest")
    void manifest(Screen screen, HttpServletResponse response) throws IOException {
        Map<String, Object> manifest = Map.of(
                "id", "/",
                "name", screen.companyName().equals("Lazo") ? "Lazo" : screen.companyName() + " · Lazo",
                "short_name", "Lazo",
                "lang", screen.lang(),
                "start_url", "/",
                "scope", "/",
                "display", "standalone",
                "background_color", "#f5f6f8",
                "theme_color", "#006a8b",
                "icons",
                        List.of(
                                icon("img/icon-192.png", "192x192", "any"),
                                icon("img/icon-512.png", "512x512", "any"),
                                icon("img/maskable-512.png", "512x512", "maskable")));
        send(response, "application/manifest+json", JSON.writeValueAsString(manifest));
    }

    private Map<String, String> icon(String asset, String sizes, String purpose) {
        return Map.of("src", assets.url(asset), "sizes", sizes, "type", "image/png", "purpose", purpose);
    }

    private static void send(HttpServletResponse response, String type, String body) throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/offline")
    Page offline(Screen screen) {
        return Page.of(templates.layoutOffline(screen));
    }

    @GetMapping("/favicon.ico")
    void favicon(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AssetController.send(assets.named("img/icon-192.png"), request, response);
    }
}
