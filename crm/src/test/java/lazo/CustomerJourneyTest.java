package lazo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lazo.Browser.Look;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first story a company lives in Lazo, from a line in a spreadsheet to a customer, as its people do it. */
class CustomerJourneyTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @TempDir
    Path folder;

    private Page signedIn(Look look, User user) {
        Page page = browser.context(look).newPage();
        browser.signIn(page, url(""), user.email(), PASSWORD);
        return page;
    }

    private static void button(Page page, String name) {
        page.locator("main")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    @Test
    @Tag("ACT-03")
    @Tag("ACT-10")
    @Tag("OPE-01")
    @Tag("OPE-03")
    @Tag("FEA-03")
    @Tag("RE-05")
    @Tag("SYS-03")
    void a_line_of_a_file_becomes_a_customer_and_the_timeline_tells_how() throws IOException {
        User seller = user(Role.SELLER, null);
        Page page = signedIn(Look.DESK, seller);

        page.navigate(url("/import?object=lead"));
        page.setInputFiles("#upload-file", Files.writeString(folder.resolve("feria.csv"), """
                Nombre;Empresa;Correo;Teléfono;Importe estimado
                Begoña Núñez;Bodegas del Sil;begona@sil.example;600 11 22 33;48.200,50
                Iago Castro;Conservas Rías;iago@rias.example;600 11 22 34;12.000,00
                """));
        page.locator(".import-go form").nth(1).locator("button").click();
        assertThat(page.locator("[data-tally=created]").first())
                .hasText("2", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        page.getByText("Ver los registros").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Begoña Núñez"))
                .first()
                .click();

        button(page, "Cualificar");
        assertThat(page.locator("#toasts")).containsText("Cualificado");
        page.getByText("Convertir", new Page.GetByTextOptions().setExact(true)).click();
        page.waitForURL("**/convert");
        page.fill("[name='opportunity.name']", "Autoconsumo bodega");
        page.click("#convert button[type=submit]");
        page.waitForURL("**/o/opportunity/*");
        String deal = page.url().replaceAll(".*/", "");

        page.locator("#composer")
                .getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Reunión"))
                .click();
        page.locator("#composer [name=subject]").fill("Ver la cubierta");
        page.locator("#composer [name=start_at]").fill("2027-01-12T10:30");
        page.locator("#composer [type=submit]").click();
        assertThat(page.locator("#timeline")).containsText("Ver la cubierta");
        page.navigate(url("/agenda?date=2027-01-12&span=day"));
        assertThat(page.locator("main")).containsText("Ver la cubierta");

        page.navigate(url("/o/opportunity/board"));
        Locator card = page.locator("#card-" + deal);
        Browser.drag(page, card, page.locator("#cards-proposal"));
        assertThat(page.locator("#cards-proposal #card-" + deal)).isVisible();
        assertThat(page.locator("#toasts")).containsText("Autoconsumo bodega");
        Browser.drag(page, card, page.locator("#cards-lost"));
        page.locator("#why-lost").getByText("Precio").click();
        page.locator("#why-lost button[type=submit]").click();
        assertThat(page.locator("#cards-lost #card-" + deal)).isVisible();
        assertThat(page.locator("#toasts")).containsText("pasa a Perdida");

        page.navigate(url("/o/opportunity/" + deal));
        assertThat(page.locator(".stage-bar")).containsText("Motivo: Precio");
        button(page, "Reabrir");
        page.locator("#m-reopen").getByText("Negociación").click();
        assertThat(page.locator(".stage-bar strong")).hasText("Negociación");
        button(page, "Ganada");
        assertThat(page.locator(".stage-bar strong")).hasText("Ganada");

        tells(
                page,
                List.of(
                        "Ver la cubierta",
                        "Etapa: Negociación → Ganada",
                        "Etapa: Perdida → Negociación Motivo de pérdida: Precio → vacío",
                        "Etapa: Propuesta enviada → Perdida Motivo de pérdida: Precio",
                        "Etapa: Exploración → Propuesta enviada",
                        "convirtió el lead",
                        "Estado: Nuevo → Cualificado",
                        "importó lead Begoña Núñez"));
        sql.execute("update app_user set locale = 'en-GB' where id = ?", seller.id());
        Page english = signedIn(Look.DESK.english(), seller);
        english.navigate(page.url());
        tells(
                english,
                List.of(
                        "Ver la cubierta",
                        "Stage: Negotiation → Won",
                        "Stage: Lost → Negotiation Loss reason: Price → empty",
                        "Stage: Proposal sent → Lost Loss reason: Price",
                        "Stage: Exploration → Proposal sent",
                        "converted the lead",
                        "Status: New → Qualified",
                        "imported the lead Begoña Núñez"));

        othersSeeWhatTheirRoleAllows(deal);
    }

    private void othersSeeWhatTheirRoleAllows(String deal) {
        Page other = signedIn(Look.DESK, user(Role.SELLER, null));
        browser.expect("404");
        other.navigate(url("/o/opportunity/" + deal));
        assertThat(other.locator("main")).containsText("REC-404");
        other.navigate(url("/o/opportunity?q=Autoconsumo"));
        assertThat(other.locator("main")).not().containsText("Autoconsumo bodega");
        other.navigate(url("/o/opportunity/board"));
        assertThat(other.locator("main")).not().containsText("Autoconsumo bodega");
        other.keyboard().press("Control+k");
        other.keyboard().type("bodegas del sil");
        assertThat(other.locator("[role=listbox]")).not().containsText("Bodegas del Sil");

        Page reader = signedIn(Look.DESK, user(Role.READER, null));
        reader.navigate(url("/o/opportunity/" + deal));
        assertThat(reader.locator("main")).containsText("Autoconsumo bodega");
        assertThat(reader.locator("#composer")).hasCount(0);
        assertThat(reader.locator(".stage-bar button")).hasCount(0);
    }

    /** These lines stand on the timeline, the newest first. */
    private static void tells(Page page, List<String> lines) {
        assertThat(page.locator("#timeline")).containsText(lines.getFirst());
        String text = page.locator("#timeline").innerText().replaceAll("\\s+", " ");
        assertThat(text).containsSubsequence(lines);
    }
}
