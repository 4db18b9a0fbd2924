package lazo.platform.database;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The run that shows Java which classes a start and the first pages need, so that it keeps them ready in a file
 * (docs/decisions/0002). It visits the first page and what that page refers to, and ends.
 */
@Component
@ConditionalOnBooleanProperty("lazo.training")
class Training {
    private static final Logger log = LoggerFactory.getLogger(Training.class);
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)\"");
    private static final int PAGES = 40;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @EventListener
    void train(ApplicationReadyEvent ready) {
        String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080");
        Thread.ofPlatform().name("training").start(() -> {
            walk("http://localhost:" + port);
            System.exit(SpringApplication.exit(ready.getApplicationContext()));
        });
    }

    private void walk(String root) {
        SequencedSet<String> known = new LinkedHashSet<>();
        known.add("/");
        for (int visited = 0; visited < Math.min(known.size(), PAGES); visited++) {
            String page = known.stream().skip(visited).findFirst().orElseThrow();
            try {
                Matcher links = LINK.matcher(visit(root + page.replace("&amp;", "&")));
                while (links.find()) {
                    known.add(links.group(1));
                }
            } catch (IOException | IllegalArgumentException unreadable) {
                log.info("Training could not read {}", page, unreadable);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        log.info("Training visited {}", known);
    }

    private String visit(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "text/html,*/*")
                .header("Accept-Language", "es,en;q=0.5")
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
