package lazo.platform.operation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lazo.platform.database.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./lazo libraries}: asks the database of weaknesses OSV (osv.dev) about every library in the bill of materials, and
 * says which are past the deadlines of docs/security.md.
 */
public final class LibraryCheck {
    /** A library is past its deadline. */
    static final int OVERDUE = 65;

    /** Nobody answers. */
    static final int UNAVAILABLE = 69;

    private static final String MATERIALS = "/META-INF/sbom/application.cdx.json";
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Duration> DEADLINES = Map.of(
            "CRITICAL", Duration.ofDays(3),
            "HIGH", Duration.ofDays(14),
            "MODERATE", Duration.ofDays(60),
            "MEDIUM", Duration.ofDays(60),
            "LOW", Duration.ofDays(36_500));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI osv;
    private final Clock clock;
    private final Progress progress;

    LibraryCheck(URI osv, Clock clock, Progress progress) {
        this.osv = osv;
        this.clock = clock;
        this.progress = progress;
    }

    public static boolean understands(String[] args) {
        return args.length == 1 && args[0].equals("libraries");
    }

    /** @return the exit code: 0 when no library is past its deadline */
    public static int run() {
        String osv = Objects.requireNonNullElse(System.getenv("LAZO_OSV"), "https://api.osv.dev");
        return new LibraryCheck(URI.create(osv), Clock.systemUTC(), Progress.TERMINAL).check(libraries());
    }

    /** The package addresses of the bill of materials, without what tells how they are packed. */
    static Set<String> libraries() {
        try (InputStream materials = LibraryCheck.class.getResourceAsStream(MATERIALS)) {
            Set<String> found = new TreeSet<>();
            JSON.readTree(Objects.requireNonNull(materials, MATERIALS))
                    .path("components")
                    .forEach(one -> found.add(one.path("purl").stringValue("").replaceFirst("\\?.*", "")));
            found.remove("");
            return found;
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    int check(Set<String> libraries) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            progress.step("database.libraries.asking", libraries.size(), osv.getHost());
            Map<String, Set<String>> found = new TreeMap<>();
            List<String> all = List.copyOf(libraries);
            for (int from = 0; from < all.size(); from += BATCH) {
                ask(client, all.subList(from, Math.min(all.size(), from + BATCH)), found);
            }
            boolean overdue = false;
            for (var one : found.entrySet()) {
                overdue |= isOverdue(send(client, "/v1/vulns/" + one.getKey(), null), one.getValue());
            }
            progress.step(overdue ? "database.libraries.overdue" : "database.libraries.good", found.size());
            return overdue ? OVERDUE : 0;
        } catch (IOException silent) {
            progress.step("database.libraries.silent", osv.getHost());
            return UNAVAILABLE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return UNAVAILABLE;
        }
    }

    private void ask(HttpClient client, List<String> libraries, Map<String, Set<String>> found)
            throws IOException, InterruptedException {
        List<String> asked = libraries;
        List<String> pages = asked.stream().map(library -> "").toList();
        while (!asked.isEmpty()) {
            ObjectNode body = JSON.createObjectNode();
            ArrayNode queries = body.putArray("queries");
            for (int place = 0; place < asked.size(); place++) {
                ObjectNode query = queries.addObject();
                query.putObject("package").put("purl", asked.get(place));
                if (!pages.get(place).isEmpty()) {
                    query.put("page_token", pages.get(place));
                }
            }
            JsonNode results = send(client, "/v1/querybatch", body.toString()).path("results");
            if (results.size() != asked.size()) {
                throw new IOException("An answer for each question was expected");
            }
            List<String> more = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            for (int place = 0; place < asked.size(); place++) {
                String library = asked.get(place);
                results.get(place)
                        .path("vulns")
                        .forEach(one -> found.computeIfAbsent(one.path("id").stringValue(""), id -> new TreeSet<>())
                                .add(library));
                String token = results.get(place).path("next_page_token").stringValue("");
                if (!token.isEmpty()) {
                    more.add(library);
                    tokens.add(token);
                }
            }
            asked = more;
            pages = tokens;
        }
    }

    private boolean isOverdue(JsonNode weakness, Set<String> libraries) throws IOException {
        if (weakness.has("withdrawn")) {
            return false;
        }
        String severity = weakness.path("database_specific")
                .path("severity")
                .stringValue("HIGH")
                .toUpperCase(Locale.ROOT);
        Instant published = Instant.parse(weakness.path("published").stringValue(""));
        Instant deadline = published.plus(DEADLINES.getOrDefault(severity, Duration.ofDays(14)));
        progress.step(
                "database.libraries.weakness",
                weakness.path("id").stringValue(""),
                severity,
                String.join(", ", libraries),
                published.toString().substring(0, 10),
                weakness.path("summary").stringValue(""));
        return !deadline.isAfter(clock.instant());
    }

    private JsonNode send(HttpClient client, String path, @org.jspecify.annotations.Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(osv.resolve(path)).timeout(PATIENCE);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (tools.jackson.core.JacksonException malformed) {
            throw new IOException(malformed);
        }
    }
}
