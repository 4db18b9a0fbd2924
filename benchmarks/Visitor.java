import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who is signed in and asks for pages as a browser would. */
final class Visitor {
    private static final String PASSWORD = "banco-de-pruebas-4711";

    private final String base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();
    private String csrf = "";

    private Visitor(String base) {
        this.base = base;
    }

    /** The administrator, who is made if Lazo is new. */
    static Visitor administrator(String base) throws Exception {
        Visitor visitor = new Visitor(base);
        HttpResponse<String> setup = visitor.answer("/setup");
        if (setup.statusCode() == 200) {
            visitor.csrf = found(setup.body(), "name=\"_csrf\" value=\"([^\"]+)\"");
            visitor.post("/setup", Map.of(
                    "_csrf", visitor.csrf, "name", "Medidor", "email", "medidor@lazo.example", "password", PASSWORD,
                    "company", "Medidas", "language", "es-ES", "currency", "EUR", "zone", "Europe/Madrid"));
            visitor.csrf = found(visitor.get("/o/contact"), "data-csrf=\"([^\"]+)\"");
            return visitor;
        }
        return of(base, "medidor@lazo.example");
    }

    static Visitor of(String base, String email) throws Exception {
        Visitor visitor = new Visitor(base);
        visitor.csrf = found(visitor.get("/sign-in"), "name=\"_csrf\" value=\"([^\"]+)\"");
        visitor.post("/sign-in", Map.of("_csrf", visitor.csrf, "email", email, "password", PASSWORD));
        visitor.csrf = found(visitor.get("/o/contact"), "data-csrf=\"([^\"]+)\"");
        return visitor;
    }

    String base() {
        return base;
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "Not found: " + pattern + " in " + text.substring(0, Math.min(600, text.length())));
        }
        return matcher.group(1);
    }

    String get(String path) throws Exception {
        return checked(answer(path));
    }

    private HttpResponse<String> answer(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(base + path)).GET().build(), BodyHandlers.ofString());
    }

    String post(String path, Map<String, String> form) throws Exception {
        return form("POST", path, form);
    }

    String patch(String path, Map<String, String> form) throws Exception {
        return form("PATCH", path, form);
    }

    private String form(String method, String path, Map<String, String> form) throws Exception {
        return checked(http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-CSRF-TOKEN", csrf)
                        .header("HX-Request", form.containsKey("_csrf") ? "false" : "true")
                        .method(method, HttpRequest.BodyPublishers.ofString(encoded(form)))
                        .build(),
                BodyHandlers.ofString()));
    }

    /** Sends a file as the wizard does. @return where the answer leads */
    String upload(String path, Path file) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/octet-stream")
                        .header("X-CSRF-TOKEN", csrf)
                        .POST(HttpRequest.BodyPublishers.ofFile(file))
                        .build(),
                BodyHandlers.ofString());
        checked(answer);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    static String encoded(Map<String, String> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    private static String checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.request().method() + " " + answer.uri() + ": " + answer.statusCode()
                    + " " + answer.body().replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " "));
        }
        return answer.body();
    }
}
