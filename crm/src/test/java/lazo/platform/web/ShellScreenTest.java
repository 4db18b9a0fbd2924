package lazo.platform.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShellScreenTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    private Page signedInPage(Look look, User user) {
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        return page;
    }

    static Stream<Look> looks() {
        return Stream.concat(Look.all(), Stream.of(Look.PHONE));
    }

    @ParameterizedTest
    @MethodSource("looks")
    @Tag("SYS-03")
    @Tag("FEA-08")
    void every_screen_is_accessible_and_fits(Look look) {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        Page door = browser.open(url("/sign-in?expired"), look);
        browser.axe(door);
        browser.fits(door);
        browser.picture(door, name("sign-in", look));
        Page page = signedInPage(look, user);
        browser.expect("404");
        for (String path : List.of(
                "/",
                "/account",
                "/account/password",
                "/settings/company",
                "/settings/users",
                "/settings/users/new",
                "/settings/users/" + user.id(),
                "/settings/teams",
                "/setup/start",
                "/offline",
                "/no/such/page")) {
            page.navigate(url(path));
            browser.axe(page);
            browser.fits(page);
            browser.picture(
                    page, name("shell" + path.replaceAll("/\\d+$", "/one").replace('/', '-'), look));
        }
    }

    private static String name(String screen, Look look) {
        return "%s-%d-%s-%s"
                .formatted(
                        screen,
                        look.width(),
                        look.isDark() ? "dark" : "light",
                        look.language().substring(0, 2));
    }

    @Test
    void the_palette_opens_finds_and_goes() {
        Page page = signedInPage(Look.DESK, user(Role.ADMINISTRATOR, null));
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette")).isVisible();
        browser.axe(page);
        browser.picture(page, "palette");
        page.keyboard().type("usuar");
        assertThat(page.locator("#palette [role=option]:visible")).hasCount(2);
        page.keyboard().press("Enter");
        page.waitForURL("**/settings/users");
        page.keyboard().press("Control+k");
        page.keyboard().type("zzzz");
        assertThat(page.locator("#palette [data-nothing]")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#palette")).isHidden();
    }

    @Test
    void single_keys_work_unless_one_types_or_has_switched_them_off() {
        User user = user(Role.SELLER, null);
        Page page = signedInPage(Look.DESK, user);
        page.keyboard().press("?");
        assertThat(page.locator("#shortcuts")).isVisible();
        browser.axe(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#shortcuts")).isHidden();
        page.keyboard().press("[");
        assertThat(page.locator(".app")).hasAttribute("data-nav", "slim");
        page.reload();
        assertThat(page.locator(".app")).hasAttribute("data-nav", "slim");
        browser.axe(page);
        page.navigate(url("/account"));
        page.locator("[name=name]").click();
        page.keyboard().press("?");
        assertThat(page.locator("#shortcuts")).isHidden();
        page.locator("[name=shortcuts]").uncheck();
        page.locator("#profile button").click();
        assertThat(page.locator(".toast")).containsText("Tu cuenta se ha guardado");
        page.locator("main").click();
        page.keyboard().press("[");
        assertThat(page.locator(".app")).hasAttribute("data-nav", "slim");
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette")).isVisible();
    }

    @Test
    void the_theme_is_switched_at_once_and_kept() {
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        Locator root = page.locator("html");
        page.waitForResponse(
                "**/account/theme", () -> page.locator("[data-theme-toggle]").click());
        assertThat(root).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(root).hasAttribute("data-theme", "dark");
        browser.axe(page);
    }

    @Test
    void menus_open_beside_their_button_and_give_the_focus_back() {
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        page.locator(".workspace").click();
        assertThat(page.locator("#workspace-menu")).isVisible();
        assertThat(page.locator("#workspace-menu .item").first()).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#workspace-menu .item").nth(1)).isFocused();
        browser.axe(page);
        page.keyboard().press("Escape");
        assertThat(page.locator(".workspace")).isFocused();
        page.locator(".workspace").click();
        page.locator("#workspace-menu button", new Page.LocatorOptions().setHasText("Cerrar sesión"))
                .click();
        page.waitForURL("**/sign-in");
    }

    @Test
    void what_was_typed_survives_an_expired_session() {
        User user = user(Role.SELLER, null);
        Page page = signedInPage(Look.DESK, user);
        page.navigate(url("/account"));
        page.fill("[name=name]", "Nombre a medio escribir");
        sql.execute("delete from user_session where user_id = ?", user.id());
        page.context()
                .clearCookies(
                        new com.microsoft.playwright.BrowserContext.ClearCookiesOptions().setName("lazo_session"));
        page.locator("#profile button").click();
        page.waitForURL("**/sign-in?expired&back=%2Faccount");
        assertThat(page.locator(".banner")).containsText("Tu sesión ha caducado");
        page.fill("[name=email]", user.email());
        page.fill("[name=password]", PASSWORD);
        page.click("form[data-sign-in] button");
        page.waitForURL("**/account");
        assertThat(page.locator("[name=name]")).hasValue("Nombre a medio escribir");
        assertThat(page.locator(".toast")).containsText("recuperado");
    }

    @Test
    void a_request_that_fails_says_so_with_its_code_and_can_be_tried_again() {
        browser.expect("500");
        browser.expect("ERR_FAILED");
        browser.expect("htmx:");
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        page.route(
                "**/palette?*",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setStatus(500)
                        .setHeaders(java.util.Map.of("X-Lazo-Error", "WEB-500-123456"))));
        page.keyboard().press("Control+k");
        page.keyboard().type("a");
        assertThat(page.locator(".toast.err")).containsText("WEB-500-123456");
        assertThat(page.locator(".toast.err button")).hasText("Reintentar");
        page.unroute("**/palette?*");
        page.route("**/palette?*", route -> route.abort());
        page.keyboard().type("b");
        assertThat(page.locator(".toast.err", new Page.LocatorOptions().setHasText("El servidor no responde")))
                .isVisible();
    }

    private static final String WHAT_IS_KEPT = """
            async () => {
              const cache = await caches.open('lazo-pages');
              const texts = await Promise.all((await cache.keys()).map(async key => key.url.slice(-64) + await (await cache.match(key)).text()));
              return texts.join('\\n') + JSON.stringify(sessionStorage);
            }""";
    private static final String STORE = """
            act => new Promise(done => {
              const opening = indexedDB.open('lazo', 1);
              opening.onsuccess = () => {
                const change = opening.result.transaction('kept', 'readwrite');
                act(change.objectStore('kept'), done);
                change.oncomplete = () => { opening.result.close(); done(true); };
              };
            })""";
    private static final String KEYS =
            "() => (" + STORE + ")((store, done) => { const c = store.count(); c.onsuccess = () => done(c.result); })";
    private static final String SOME_HOURS_LATER =
            "() => (" + STORE + ")(store => { const g = store.get('secret'); g.onsuccess ="
                    + " () => store.put({ ...g.result, until: Date.now() - 1 }, 'secret'); })";

    @Test
    @Tag("FEA-08")
    void pages_seen_before_can_be_read_without_a_connection() {
        browser.expect("ERR_INTERNET_DISCONNECTED");
        browser.expect("Failed to load resource");
        Page page = signedInPage(Look.PHONE, user(Role.SELLER, null));
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");
        page.navigate(url("/"));
        page.waitForFunction("caches.open('lazo-pages').then(cache => cache.keys()).then(keys => keys.length > 0)");
        org.assertj.core.api.Assertions.assertThat(String.valueOf(page.evaluate(WHAT_IS_KEPT)))
                .isNotEmpty()
                .doesNotContain("<html", "Almena", url("/"));
        page.context().setOffline(true);
        page.navigate(url("/"));
        assertThat(page.locator(".banner.offline")).containsText("Datos de las");
        browser.axe(page);
        browser.picture(page, "offline-saved-390");
        page.navigate(url("/settings/never-seen"));
        assertThat(page.locator("h2").first()).hasText("Sin conexión");
        assertThat(page.locator("[data-seen] a")).hasCount(1);
        browser.picture(page, "offline-390");
        page.evaluate(SOME_HOURS_LATER);
        page.navigate(url("/"));
        assertThat(page.locator("h2").first()).hasText("Sin conexión");
        assertThat(page.locator("[data-seen] a")).hasCount(0);
        page.context().setOffline(false);
    }

    @Test
    void the_end_of_a_session_forgets_the_pages_and_their_key() {
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");
        page.navigate(url("/account/password"));
        page.navigate(url("/"));
        page.waitForFunction("caches.open('lazo-pages').then(cache => cache.keys()).then(keys => keys.length > 0)");
        page.context().clearCookies();
        page.navigate(url("/sign-in"));
        page.waitForFunction("caches.has('lazo-pages').then(has => !has)");
        org.assertj.core.api.Assertions.assertThat(page.evaluate(KEYS)).isEqualTo(0);
    }

    @Test
    void the_app_can_be_installed() {
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        var manifest = page.request().get(url("/manifest.webmanifest"), RequestOptions.create());
        org.assertj.core.api.Assertions.assertThat(manifest.ok()).isTrue();
        org.assertj.core.api.Assertions.assertThat(manifest.text())
                .contains("\"display\":\"standalone\"", "maskable", "Almena");
        org.assertj.core.api.Assertions.assertThat(
                        page.request().get(url("/sw.js")).text())
                .startsWith("const VERSION = \"");
    }

    /** Budget of the shell: below 20 requests and 70 KB, of the 300 that a list may weigh. */
    @Test
    void a_cold_page_needs_few_requests() {
        Page page = signedInPage(Look.DESK, user(Role.SELLER, null));
        List<String> requests = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        Page cold = browser.context(Look.DESK).newPage();
        cold.context().addCookies(page.context().cookies());
        List<com.microsoft.playwright.Request> asked = new ArrayList<>();
        cold.onRequestFinished(asked::add);
        cold.navigate(url("/account"));
        for (var request : List.copyOf(asked)) {
            requests.add(request.url());
            bytes.add(request.sizes().responseBodySize);
        }
        org.assertj.core.api.Assertions.assertThat(requests).hasSizeLessThan(20);
        org.assertj.core.api.Assertions.assertThat(
                        bytes.stream().mapToInt(Integer::intValue).sum())
                .as(requests.toString())
                .isLessThan(70_000);
    }
}
