package lazo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import lazo.Browser.Look;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.transfer.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A bank's 41,188 leads of 20 columns nobody has seen before, brought in and worked with as an administrator does. */
class BankLeadsJourneyTest extends LazoTest {
    private static final double PATIENCE = 300_000;

    @RegisterExtension
    final Browser browser = new Browser();

    @TempDir
    Path folder;

    private Page page;

    @Test
    @Tag("FEA-01")
    @Tag("FEA-03")
    @Tag("FEA-04")
    @Tag("ACT-05")
    void a_bank_s_leads_come_in_are_filtered_changed_taken_back_and_go_out_again() throws IOException {
        User administrator = user(Role.ADMINISTRATOR, null);
        page = browser.context(Look.DESK).newPage();
        browser.signIn(page, url(""), administrator.email(), PASSWORD);

        bringIn();
        String chosen = filter();
        long count =
                sql.fetchOne("select count(*) from record.lead where " + chosen).get(0, Long.class);
        assertThat(count).isEqualTo(6_823);
        assertThat(page.locator(".toolbar [aria-live]")).containsText("6.823");
        sort();
        changeAllAndTakeItBack(chosen, count);
        keepAsView();
        laneByOutcome();
        goOut(count);
    }

    private void bringIn() throws IOException {
        page.navigate(url("/import"));
        page.setInputFiles("#upload-file", Samples.bankMarketing(folder));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Leads").setExact(true))
                .click(new Locator.ClickOptions().setTimeout(PATIENCE));
        assertThat(page.locator("#mapping .banner.warn").first())
                .containsText(
                        "Ninguna columna da valor a «Nombre». Cada registro se llamará «Lead» y su número de fila.");
        page.locator("button[hx-vals*=new]").click();
        assertThat(page.locator("#target-0")).hasValue("new");
        assertThat(page.locator("#type-0")).hasValue("number");
        assertThat(page.locator("#type-1")).hasValue("choice");
        assertThat(page.locator("#type-20")).hasValue("yes_no");
        page.locator(".import-go form").nth(1).locator("button").click();
        assertThat(page.locator("#done-title"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(page.locator("[data-tally=created]").first()).hasText("41.188");
        assertThat(sql.fetchValue("select count(*) from record.lead where name ~ '^Lead \\d+$' and deleted_at is null"))
                .isEqualTo(41_188L);
    }

    /** Cellular, contacted more than twice, not yet won. @return the same as a condition of SQL */
    private String filter() {
        page.navigate(url("/o/lead"));
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Todos").setExact(true))
                .click();
        condition("contact", form -> form.getByLabel("cellular").check());
        condition("campaign", form -> {
            form.locator("#filter-op").selectOption("more");
            form.locator("#filter-text").fill("2");
        });
        condition("y", form -> form.locator("#filter-op").selectOption("no"));
        return "%s = 'cellular' and %s > 2 and not %s and deleted_at is null"
                .formatted(column("contact"), column("campaign_2"), column("y"));
    }

    private void condition(String field, Consumer<Locator> fill) {
        page.locator("[popovertarget=m-filter]").click();
        page.locator("#m-filter")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(field).setExact(true))
                .click();
        Locator form = page.locator(".filter-form");
        fill.accept(form);
        form.locator("[type=submit]").click();
        assertThat(form).hasCount(0);
        assertThat(page.locator(".chip .k").getByText(field, new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    private String column(String field) {
        return "\""
                + sql.fetchValue("select column_name from object_field where object_key = 'lead' and key = ?", field)
                + "\"";
    }

    private void sort() {
        page.locator("[popovertarget=m-cols]").click();
        page.locator("#m-cols [data-column=age] .switch").check();
        page.locator("#m-cols button[type=submit]").click();
        Locator age = page.locator("th").filter(new Locator.FilterOptions().setHasText("age"));
        age.getByRole(AriaRole.LINK).or(age.getByRole(AriaRole.BUTTON)).first().click();
        assertThat(page.locator("th[aria-sort=ascending]")).containsText("age");
        int at = ((Number) page.locator("th[aria-sort=ascending]").evaluate("th => th.cellIndex")).intValue();
        List<Integer> ages = page.locator("tbody tr td:nth-child(" + (at + 1) + ")").allInnerTexts().stream()
                .map(text -> Integer.valueOf(text.replaceAll("\\D", "")))
                .toList();
        assertThat(ages).hasSizeGreaterThan(30).isSorted();
        assertThat(ages.getFirst()).isEqualTo(17);
        browser.axe(page);
        browser.picture(page, "bank-filtered");
    }

    private void changeAllAndTakeItBack(String chosen, long count) {
        page.locator(".check-all").check();
        page.locator("[data-bulk-all]").click();
        page.locator("#bulk").getByText("Editar").click();
        page.locator("#b-field").selectOption("status");
        page.locator(".bulk-value select").selectOption("working");
        assertThat(page.locator("#sheet")).containsText("6.823");
        page.locator("#sheet [type=submit]").click();
        assertThat(page.locator("#toasts"))
                .containsText("6.823", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
        String changed = "select count(*) from record.lead where status = 'working' and " + chosen;
        assertThat(sql.fetchValue(changed)).isEqualTo(count);
        page.locator("#toasts").getByText("Deshacer").last().click();
        assertThat(page.locator("#toasts"))
                .containsText("Deshecho", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
        assertThat(sql.fetchValue("select count(*) from record.lead where status = 'working'"))
                .isEqualTo(0L);
        assertThat(sql.fetchValue("select count(*) from record.lead where status = 'new' and " + chosen))
                .isEqualTo(count);
    }

    private void keepAsView() {
        page.locator("[popovertarget=m-view]").click();
        page.locator("#m-view").getByText("Guardar como vista").click();
        page.locator("#sheet [name=name]").fill("Móvil, más de dos veces");
        page.locator("#sheet [type=submit]").click();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Móvil, más de dos veces")))
                .hasAttribute("aria-current", "page");
    }

    private void laneByOutcome() {
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Tablero").setExact(true))
                .click();
        page.locator("[popovertarget=m-by]").click();
        page.locator("#m-by").getByText("poutcome").click();
        for (String outcome : List.of("nonexistent", "failure", "success")) {
            Object expected = sql.fetchValue(
                    "select count(*) from record.lead where %s = ? and %s > 2 and %s = 'cellular' and not %s"
                            .formatted(column("poutcome"), column("campaign_2"), column("contact"), column("y")),
                    outcome);
            assertThat(page.locator("#count-" + outcome).first())
                    .hasText(java.text.NumberFormat.getIntegerInstance(java.util.Locale.of("es", "ES"))
                            .format(expected));
        }
        browser.axe(page);
        browser.picture(page, "bank-board");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Tabla").setExact(true))
                .click();
    }

    private void goOut(long count) throws IOException {
        page.locator("[popovertarget=m-view]").click();
        Download file = page.waitForDownload(
                () -> page.locator("#m-view").getByText("CSV").click());
        assertThat(Files.readAllLines(file.path())).hasSize((int) count + 1);
    }
}
