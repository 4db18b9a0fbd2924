package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** The first visit in a browser, on an empty Lazo. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "lazo.test=first-visit-screen")
@ContextConfiguration(initializers = TestDatabase.ForContext.class)
@DirtiesContext
class SetupScreenTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @LocalServerPort
    int port;

    @Test
    @Tag("FEA-17")
    void the_first_visitor_names_the_company_and_is_its_administrator() {
        for (Look look : Look.all().toList()) {
            Page page = browser.open("http://localhost:" + port + "/", look);
            assertThat(page.url()).endsWith("/setup");
            browser.axe(page);
            browser.fits(page);
            browser.picture(page, "setup-" + look.width() + (look.isDark() ? "-dark" : "-light"));
        }
        browser.expect("422");
        Page page = browser.open("http://localhost:" + port + "/");
        page.fill("[name=name]", "Lucía Ferrer");
        page.fill("[name=email]", "lucia@almena.example");
        page.fill("[name=password]", "contraseña123");
        assertThat(page.textContent("[data-strength] output")).isEqualTo("Justa");
        page.fill("[name=company]", "Almena Energía");
        page.selectOption("[name=zone]", "Europe/Madrid");
        page.click("form button.primary");
        assertThat(page.textContent(".err")).contains("Es de las primeras que se prueban");
        assertThat(page.inputValue("[name=company]")).isEqualTo("Almena Energía");
        browser.axe(page);
        browser.picture(page, "setup-refused");
        page.fill("[name=password]", "el zorro cruza el rio 47");
        page.click("form button.primary");
        page.waitForURL("**/setup/start");
        assertThat(page.textContent("h1")).isEqualTo("Almena Energía ya tiene su Lazo");
        browser.axe(page);
        browser.picture(page, "start-1440");
        page.click("a.choice[href='/']");
        page.waitForURL("http://localhost:" + port + "/");
        assertThat(page.textContent(".nav .workspace .label")).isEqualTo("Almena Energía");
        browser.axe(page);
        browser.picture(page, "home-1440");
    }
}
