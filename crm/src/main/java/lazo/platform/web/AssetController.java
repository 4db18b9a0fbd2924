package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Serves the assets: long-lived, because a changed one has another name. */
@Controller
class AssetController {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetController(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/assets/{file}")
    void asset(@PathVariable String file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Assets.Asset asset = assets.find(file).orElse(null);
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
        send(asset, request, response);
    }

    static void send(Assets.Asset asset, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(asset.type());
        response.addHeader(HttpHeaders.VARY, "Accept-Encoding");
        byte[] body = asset.plain();
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip") && asset.gzipped().length < body.length) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = asset.gzipped();
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    @GetMapping("/assets/icon/{name}.svg")
    void icon(@PathVariable String name, HttpServletResponse response) throws IOException {
        String svg = assets.singleIcon(name).orElse(null);
        if (svg == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=604800");
        response.setContentType("image/svg+xml;charset=UTF-8");
        response.getOutputStream().write(svg.getBytes(StandardCharsets.UTF_8));
    }
}
