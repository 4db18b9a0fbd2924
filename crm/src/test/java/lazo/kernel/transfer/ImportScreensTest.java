package lazo.kernel.transfer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportScreensTest extends LazoTest {
    private static final double PATIENCE = 180_000;

    @RegisterExtension
    final Browser browser = new Browser();

    @TempDir
    Path folder;

    private Page begin(Look look, User user) {
        Page page = browser.open(url("/sign-in"), look);
        browser.signIn(page, url(""), user.email(), PASSWORD);
        page.navigate(url("/import"));
        return page;
    }

    private Path file(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void upload(Page page, Path file) {
        page.setInputFiles("#upload-file", file);
        page.waitForURL(Pattern.compile(".*/import/\\d+"));
    }

    private void look(Page page, String name, Look look) {
        browser.picture(page, "import-" + name + "-" + look.toString().replace(' ', '-'));
        browser.fits(page);
        browser.axe(page);
    }

    private static Locator tally(Page page, String which) {
        return page.locator("[data-tally=" + which + "]").first();
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    @Tag("FEA-03")
    @Tag("FEA-08")
    void the_wizard_is_accessible_and_fits_from_the_file_to_its_undoing(Look look) throws IOException {
        User user = user(Role.ADMINISTRATOR, null);
        if (look.language().startsWith("en")) {
            sql.execute("update app_user set locale = 'en-GB' where id = ?", user.id());
        }
        String mark = "W" + System.nanoTime();
        Path file = file("clientes.csv", """
                Nombre;Apellidos;Correo;Cumpleaños;Origen;Talla
                Ana;%1$s;ana.%1$s@uno.example;01/02/1980;Web;M
                Eva;%1$s;eva sin arroba;03/04/1981;Feria;L
                Luis;%1$s;luis.%1$s@uno.example;05/06/1982;Boca a boca;M
                """.formatted(mark));
        Page page = begin(look, user);
        look(page, "begin", look);
        upload(page, file);
        assertThat(page.locator("#mapping")).isVisible();
        assertThat(page.locator("#target-2")).hasValue("field:email");
        assertThat(page.locator("#target-3")).hasValue("field:birthday");
        assertThat(page.locator("#column-3 .import-evidence.asks")).isVisible();
        look(page, "plan", look);

        page.locator("#convention-3").selectOption("MONTH_DAY_YEAR");
        assertThat(page.locator("#column-3 .import-evidence.asks")).hasCount(0);
        page.locator("#target-5").selectOption("new");
        assertThat(page.locator("#type-5")).isVisible(patientVisible());
        page.locator("#values-4 summary").click();
        page.locator("#values-4 select").nth(0).selectOption("referral");
        assertThat(page.locator("#values-4")).hasAttribute("open", "");

        page.locator(".import-go form").first().locator("button").click();
        assertThat(tally(page, "created")).hasText("2", patient());
        assertThat(tally(page, "rejected")).hasText("1");
        assertThat(page.locator(".import-table tbody tr").first()).containsText("IMP-205");
        look(page, "checked", look);

        page.locator("#checked-title ~ form button").click();
        assertThat(page.locator("#done-title")).isVisible(patientVisible());
        assertThat(tally(page, "created")).hasText("2");
        look(page, "done", look);
        Download rejected =
                page.waitForDownload(() -> page.locator("a[download]").click());
        String text = Files.readString(rejected.path());
        assertThat(text)
                .contains("Eva;" + mark + ";eva sin arroba")
                .contains("IMP-205")
                .hasLineCount(2);

        page.locator("[data-open=undo-import]").click();
        browser.axe(page);
        page.locator("#undo-import button[type=submit]").click();
        assertThat(page.locator("#done-title")).isVisible(patientVisible());
        assertThat(sql.fetchValue(
                        "select count(*) from record.contact where last_name = ? and deleted_at is null", mark))
                .isEqualTo(0L);
    }

    private static LocatorAssertions.HasTextOptions patient() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.IsVisibleOptions patientVisible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
    }

    @Test
    void a_file_that_is_no_table_is_refused_with_a_reason_and_a_code() throws IOException {
        browser.expect("422");
        Page page = begin(Look.DESK, user(Role.ADMINISTRATOR, null));
        page.setInputFiles("#upload-file", file("foto.csv", "%PDF-1.7 nada"));
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("IMP-102");
        browser.axe(page);
    }

    @Test
    void a_quotation_mark_never_closed_is_told_and_the_file_can_be_read_without() throws IOException {
        Page page = begin(Look.DESK, user(Role.ADMINISTRATOR, null));
        StringBuilder text = new StringBuilder("Nombre;Correo\n");
        for (int i = 0; i < 300; i++) {
            text.append("Persona ").append(i).append(";p").append(i).append("@comilla.example\n");
        }
        upload(
                page,
                file(
                        "comillas.csv",
                        text.append("\"Otra;otra@comilla.example\n").toString()));
        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("302", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
        browser.axe(page);
        page.locator("#r-quote").selectOption("");
        page.locator("#reading form button").click();
        assertThat(page.locator("#mapping")).isVisible(patientVisible());
    }

    @Test
    @Tag("GOV-02")
    void readers_import_nothing_and_nobody_sees_the_imports_of_others() throws IOException {
        browser.expect("403");
        browser.expect("404");
        Page page = begin(Look.DESK, user(Role.READER, null));
        assertThat(page.locator("main")).containsText("IMP-403");
        Page owner = begin(Look.DESK, user(Role.SELLER, null));
        upload(owner, file("mios.csv", "Nombre;Correo\nAna;ana@mio.example\nEva;eva@mio.example\n"));
        Page other = begin(Look.DESK, user(Role.SELLER, null));
        other.navigate(owner.url());
        assertThat(other.locator("main")).containsText("IMP-404");
    }
}
