package lazo;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks HTTP as a browser without script does: keeps cookies, remembers the CSRF token of the last page, follows nothing. */
public class Visitor {
    private static final Pattern CSRF = Pattern.compile("(?:name=\"_csrf\" value|data-csrf)=\"([^\"]+)\"");

    private final String base;
    private final CookieManager cookies = new CookieManager(new BehindProxy(), CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<String> headers = new ArrayList<>(List.of("Accept-Language", "es"));
    private String csrf = "";

    public Visitor(String base) {
        this.base = base;
    }

    /** Between the browser and the proxy that speaks for it all is encrypted, so secure cookies go along. */
    private static final class BehindProxy implements CookieStore {
        private final CookieStore kept = new CookieManager().getCookieStore();

        @Override
        public void add(URI uri, HttpCookie cookie) {
            cookie.setSecure(false);
            kept.add(uri, cookie);
        }

        @Override
        public List<HttpCookie> get(URI uri) {
            return kept.get(uri);
        }

        @Override
        public List<HttpCookie> getCookies() {
            return kept.getCookies();
        }

        @Override
        public List<URI> getURIs() {
            return kept.getURIs();
        }

        @Override
        public boolean remove(URI uri, HttpCookie cookie) {
            return kept.remove(uri, cookie);
        }

        @Override
        public boolean removeAll() {
            return kept.removeAll();
        }
    }

    /** What came back. */
    public record Answer(int status, String body, HttpHeaders headers) {
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public String location() {
            return header("Location");
        }
    }

    /** From now on with this header; an earlier one of that name is replaced. */
    public Visitor with(String name, String value) {
        for (int place = 0; place < headers.size(); place += 2) {
            if (headers.get(place).equalsIgnoreCase(name)) {
                headers.set(place + 1, value);
                return this;
            }
        }
        headers.addAll(List.of(name, value));
        return this;
    }

    /** From another computer, through a proxy that ends the encryption. */
    public Visitor from(String address) {
        return with("X-Forwarded-For", address).with("X-Forwarded-Proto", "https");
    }

    /** As htmx asks. */
    public Visitor htmx() {
        return with("HX-Request", "true");
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** A form of names and values, with the CSRF token of the last page. */
    public Answer post(String path, String... form) {
        List<String> fields = new ArrayList<>(List.of(form));
        if (!csrf.isEmpty()) {
            fields.addAll(List.of("_csrf", csrf));
        }
        return postExactly(path, fields.toArray(String[]::new));
    }

    /** A form without a CSRF token, unless it is among the fields. */
    public Answer postExactly(String path, String... form) {
        StringBuilder body = new StringBuilder();
        for (int place = 0; place < form.length; place += 2) {
            body.append(place == 0 ? "" : "&")
                    .append(encoded(form[place]))
                    .append('=')
                    .append(encoded(form[place + 1]));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Any method, with the CSRF token in its header as htmx sends it. */
    public Answer send(String method, String path, String body) {
        return send(method, path, body, "application/x-www-form-urlencoded");
    }

    public Answer send(String method, String path, String body, String contentType) {
        return send(request(path)
                .header("X-CSRF-TOKEN", csrf)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public byte[] download(String path) {
        try {
            return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What is sent back to an empty form, as it is. */
    public byte[] postForBytes(String path) {
        try {
            return client.send(
                            request(path)
                                    .header("X-CSRF-TOKEN", csrf)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A file as the body of the request. */
    public Answer upload(String path, byte[] file) {
        return send(request(path)
                .header("X-CSRF-TOKEN", csrf)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    /** Any method with a form, as a page of somebody else would send it. */
    public Answer withoutToken(String method, String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(form)));
    }

    public Answer signIn(String email, String password) {
        get("/sign-in");
        Answer answer = post("/sign-in", "email", email, "password", password);
        if (answer.status() == 303) {
            get(answer.location().isEmpty() ? "/" : answer.location());
        }
        return answer;
    }

    public Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    public void forget(String name) {
        cookie(name).ifPresent(cookie -> cookies.getCookieStore().remove(null, cookie));
    }

    public void give(String name, String value) {
        forget(name);
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(base), cookie);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).headers(headers.toArray(String[]::new));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Matcher token = CSRF.matcher(response.body());
            if (token.find()) {
                csrf = token.group(1);
            }
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
