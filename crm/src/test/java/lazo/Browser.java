package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Chromium for a test: one for all tests, with a fresh profile for each. A test fails when a page writes an error to the
 * console, throws, or breaks the content security policy.
 *
 * <pre>{@code
 * @RegisterExtension final Browser browser = new Browser();
 *
 * Page page = browser.open(url("/"));                    // Spanish, 1440 px, light
 * Page phone = browser.open(url("/"), Look.PHONE.dark());
 * browser.signIn(page, url(""), email, password);
 * browser.axe(page);
 * }</pre>
 */
public class Browser implements BeforeEachCallback, AfterEachCallback {
    /** What is on its way from one colour to another has arrived. */
    private static final String SETTLED = """
            () => {
                const transitions = () => document.getAnimations().filter(one => one instanceof CSSTransition);
                for (let all = transitions(); all.length > 0; all = transitions()) {
                    all.forEach(one => one.finish());
                }
            }""";

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private String test = "";

    /** Language, width and theme. */
    public record Look(String language, int width, int height, boolean isDark) {
        public static final Look DESK = new Look("es-ES", 1440, 900, false);
        public static final Look PHONE = new Look("es-ES", 390, 844, false);

        public Look dark() {
            return new Look(language, width, height, true);
        }

        public Look english() {
            return new Look("en-GB", width, height, isDark);
        }

        /** Desk and phone, each in a language and a theme of its own; {@link #axe} looks at both themes of the desk. */
        public static Stream<Look> all() {
            return Stream.of(DESK.english(), PHONE.dark());
        }

        @Override
        public String toString() {
            return "%s %d %s".formatted(language, width, isDark ? "dark" : "light");
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        test = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> picture());
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        List<String> unexpected = complaints.stream()
                .filter(complaint -> expected.stream().noneMatch(complaint::contains))
                .toList();
        if (context.getExecutionException().isEmpty()) {
            assertThat(unexpected).as("complaints of the browser").isEmpty();
        }
    }

    private void picture() {
        int number = 0;
        for (BrowserContext one : contexts) {
            for (Page page : one.pages()) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pictures", "failed-" + test + "-" + number++ + ".png")));
            }
        }
    }

    public Page open(String url) {
        return open(url, Look.DESK);
    }

    public Page open(String url, Look look) {
        Page page = context(look).newPage();
        page.navigate(url);
        return page;
    }

    /** A profile of its own: own cookies, own storage. */
    public BrowserContext context(Look look) {
        BrowserContext context = Chromium.RUNNING.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale(look.language())
                .setTimezoneId("Europe/Madrid")
                .setViewportSize(look.width(), look.height())
                .setHasTouch(look.width() < 640)
                .setIsMobile(look.width() < 640)
                .setColorScheme(look.isDark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                .setExtraHTTPHeaders(Map.of("Accept-Language", look.language())));
        context.setDefaultTimeout(Chromium.PATIENCE);
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        contexts.add(context);
        return context;
    }

    /** A complaint that belongs to the test, such as the console's line about an answer of 403. */
    public void expect(String partOfComplaint) {
        expected.add(partOfComplaint);
    }

    public void signIn(Page page, String base, String email, String password) {
        page.navigate(base + "/sign-in");
        page.fill("[name=email]", email);
        page.fill("[name=password]", password);
        page.click("form[data-sign-in] button");
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    /** Takes something with the pointer and lets it go over something else. */
    public static void drag(Page page, Locator what, Locator onto) {
        what.scrollIntoViewIfNeeded();
        onto.scrollIntoViewIfNeeded();
        BoundingBox from = what.boundingBox();
        BoundingBox to = onto.boundingBox();
        page.mouse().move(from.x + 40, from.y + from.height - 14);
        page.mouse().down();
        page.mouse().move(from.x + 60, from.y + from.height);
        page.mouse().move(to.x + to.width / 2, to.y + 40, new Mouse.MoveOptions().setSteps(8));
        page.mouse().move(to.x + to.width / 2 + 4, to.y + 44);
        PlaywrightAssertions.assertThat(onto.locator(".drop-ghost")).isVisible();
        page.mouse().up();
    }

    /**
     * No violation of WCAG 2.2 A and AA or of axe's best practices; on a desk, neither in the colours of the other theme.
     */
    public void axe(Page page) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(Axe.SCRIPT);
        }
        assertThat(violations(page, Map.of())).as("axe on %s", page.url()).isEmpty();
        if (page.viewportSize().width < 640) {
            return;
        }
        Boolean isDark = (Boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
        page.emulateMedia(in(!isDark));
        assertThat(violations(page, Map.of("runOnly", List.of("color-contrast"))))
                .as("contrast in the other theme on %s", page.url())
                .isEmpty();
        page.emulateMedia(in(isDark));
        page.evaluate(SETTLED);
    }

    private static Page.EmulateMediaOptions in(boolean isDark) {
        return new Page.EmulateMediaOptions().setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT);
    }

    private static List<?> violations(Page page, Map<String, ?> options) {
        return (List<?>) page.evaluate("""
                async options => {
                    (%s)();
                    const found = await axe.run(
                        document, { resultTypes: ['violations'], preload: false, ...options });
                    return found.violations.map(rule =>
                        `${rule.id}: ${rule.help} ${rule.nodes.map(node => `${node.target} ${node.html}`)}`);
                }""".formatted(SETTLED), options);
    }

    /** Nothing sticks out at the side. */
    public void fits(Page page) {
        Object wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) wider).intValue())
                .as("pixels wider than the window")
                .isLessThanOrEqualTo(0);
    }

    /** Kept under {@code target/pictures}. */
    public void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }

    /** Runs with every request a page makes. */
    public static void onRequest(Page page, Consumer<String> run) {
        page.onRequest(request -> run.accept(request.url()));
    }

    private static final class Axe {
        static final String SCRIPT = read();

        private static String read() {
            try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static final class Chromium {
        /** A machine that does much else besides may take its time. */
        private static final double PATIENCE = 15_000;

        static final com.microsoft.playwright.Browser RUNNING = start();

        private static com.microsoft.playwright.Browser start() {
            Path program = Stream.of(
                            System.getenv().getOrDefault("LAZO_CHROMIUM", ""),
                            "/usr/bin/chromium-headless-shell",
                            "/usr/bin/chromium",
                            "/usr/bin/chromium-browser",
                            "/usr/bin/google-chrome")
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "The browser tests need Chromium: install it with the system's package manager"));
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program)
                            .setArgs(List.of(
                                    "--disable-quic",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--no-first-run")));
        }
    }
}
