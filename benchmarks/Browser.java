import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Chromium that says what a page costs: requests, bytes over the wire, processor time of the main thread. */
final class Browser implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int sent;

    private Browser(Process process, Path profile) throws Exception {
        this.process = process;
        this.profile = profile;
        Path port = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < 300 && !Files.exists(port); i++) {
            Thread.sleep(100);
        }
        String at = "http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/new?about:blank";
        String page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(at)).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString())
                .body();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(Visitor.found(page, "\"webSocketDebuggerUrl\": \"([^\"]+)\"")), new Ear())
                .join();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    static Browser start() throws Exception {
        for (String program : PROGRAMS) {
            for (String folder : System.getenv("PATH").split(":")) {
                if (Files.isExecutable(Path.of(folder, program))) {
                    Path profile = Files.createTempDirectory("lazo-bench");
                    return new Browser(
                            new ProcessBuilder(program, "--headless=new", "--no-sandbox", "--remote-debugging-port=0",
                                    "--window-size=1440,900", "--lang=es", "--user-data-dir=" + profile, "about:blank")
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start(),
                            profile);
                }
            }
        }
        throw new IllegalStateException("There is no Chromium here");
    }

    /** What one visit cost. */
    record Cost(int requests, long bytes, double mainThreadMillis) {}

    /** Opens a page and waits until the network has been quiet for two seconds. To be used once: then all is cached. */
    Cost open(Visitor visitor, String path) throws Exception {
        say("Network.enable", "{}");
        say("Performance.enable", "{\"timeDomain\":\"threadTicks\"}");
        for (HttpCookie cookie : visitor.cookies()) {
            say("Network.setCookie", "{\"url\":\"%s\",\"name\":\"%s\",\"value\":\"%s\"}"
                    .formatted(visitor.base(), cookie.getName(), cookie.getValue()));
        }
        Thread.sleep(500);
        heard.clear();
        say("Page.navigate", "{\"url\":\"" + visitor.base() + path + "\"}");
        int requests = 0;
        long bytes = 0;
        String event;
        while ((event = heard.poll(2, TimeUnit.SECONDS)) != null) {
            if (event.contains("\"Network.requestWillBeSent\"") && !event.contains("\"url\":\"data:")) {
                requests++;
            } else if (event.contains("\"Network.loadingFinished\"")) {
                bytes += (long) Double.parseDouble(Visitor.found(event, "\"encodedDataLength\":([0-9.]+)"));
            }
        }
        return new Cost(requests, bytes, taskMillis());
    }

    private double taskMillis() throws Exception {
        int id = say("Performance.getMetrics", "{}");
        Pattern answer = Pattern.compile("\"id\":" + id + ",.*\"TaskDuration\",\"value\":([0-9.e+-]+)", Pattern.DOTALL);
        String event;
        while ((event = heard.poll(10, TimeUnit.SECONDS)) != null) {
            Matcher found = answer.matcher(event);
            if (found.find()) {
                return Double.parseDouble(found.group(1)) * 1000;
            }
        }
        throw new IllegalStateException("Chromium does not answer");
    }

    private int say(String method, String parameters) {
        int id = ++sent;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true).join();
        return id;
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        process.onExit().get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        try (var files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
