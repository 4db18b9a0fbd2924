package lazo.operational.sales;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Saved;
import lazo.operational.sales.Deals.Loss;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Deals and leads moved by hand in a browser: pointer, keyboard, menu, and what happens when the server refuses. */
class BoardJourneyTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    RecordChanges changes;

    @Autowired
    Records records;

    @Autowired
    Deals deals;

    User seller;
    Actor actor;

    @BeforeEach
    void seller() {
        seller = user(Role.SELLER, null);
        actor = actor(seller);
    }

    private StoredRecord make(String object, String... pairs) {
        ObjectType type = types.load(object);
        Map<String, List<String>> params = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.put(pairs[i], List.of(pairs[i + 1]));
        }
        Draft draft = Draft.read(
                type, params, new Draft.Reading(Locale.of("es"), java.time.ZoneId.of("Europe/Madrid"), "EUR", "ES"));
        return ((Saved) changes.create(type, draft, actor)).record();
    }

    private StoredRecord read(StoredRecord record) {
        return records.find(record.type(), record.id(), actor).orElseThrow();
    }

    private Page signedIn(Look look, String path) {
        Page page = browser.context(look).newPage();
        browser.signIn(page, url(""), seller.email(), PASSWORD);
        page.navigate(url(path));
        return page;
    }

    private static Locator card(Page page, StoredRecord of) {
        return page.locator("#card-" + of.id());
    }

    private static void isIn(Page page, StoredRecord which, String lane) {
        assertThat(page.locator("#cards-" + lane + " #card-" + which.id())).isVisible();
    }

    @Test
    @Tag("OPE-03")
    @Tag("FEA-04")
    void a_deal_goes_over_the_board_by_mouse_keyboard_and_menu() {
        StoredRecord deal = make("opportunity", "name", "Ampliación 60 kWp nave 2", "amount", "48200");
        make("opportunity", "name", "Cubierta", "amount", "10000", "stage", "study");
        Page page = signedIn(Look.DESK, "/o/opportunity/board");
        browser.axe(page);
        assertThat(page.locator("#sum-exploration")).containsText("48.200");

        Browser.drag(page, card(page, deal), page.locator("#cards-study"));
        assertThat(page.locator("#toasts")).containsText("«Ampliación 60 kWp nave 2» pasa a Estudio");
        isIn(page, deal, "study");
        assertThat(page.locator("#count-study")).hasText("2");
        assertThat(page.locator("#count-exploration")).hasText("0");
        assertThat(page.locator("#sum-study")).containsText("58.200");
        assertThat(read(deal).text("stage")).isEqualTo("study");
        assertThat(read(deal).number("probability")).isEqualByComparingTo("30");

        card(page, deal).locator("a").focus();
        page.keyboard().press("Alt+ArrowRight");
        assertThat(page.locator("#count-proposal")).hasText("1");
        isIn(page, deal, "proposal");
        assertThat(card(page, deal).locator("a")).isFocused();
        assertThat(read(deal).text("stage")).isEqualTo("proposal");

        card(page, deal).locator("button").click();
        page.locator("#m-card").getByText("Perdida").click();
        Locator dialog = page.locator("#why-lost");
        assertThat(dialog).isVisible();
        browser.axe(page);
        page.keyboard().press("Escape");
        isIn(page, deal, "proposal");
        assertThat(read(deal).text("stage")).isEqualTo("proposal");

        card(page, deal).locator("button").click();
        page.locator("#m-card").getByText("Perdida").click();
        dialog.locator("button[type=submit]").click();
        assertThat(dialog).isVisible();
        dialog.getByText("Precio").click();
        dialog.locator("[name=detail]").fill("Otra oferta más barata");
        dialog.locator("button[type=submit]").click();
        isIn(page, deal, "lost");
        assertThat(card(page, deal)).containsText("Precio");
        assertThat(page.locator("#count-lost")).hasText("1");
        assertThat(read(deal).text("loss_reason")).isEqualTo("price");
        assertThat(read(deal).text("loss_detail")).isEqualTo("Otra oferta más barata");

        page.locator("#toasts").getByText("Deshacer").last().click();
        page.waitForLoadState();
        isIn(page, deal, "proposal");
        assertThat(read(deal).value("loss_reason")).isNull();
    }

    @Test
    @Tag("OPE-03")
    void what_somebody_else_moved_meanwhile_goes_where_it_really_is() {
        StoredRecord deal = make("opportunity", "name", "Frío industrial", "amount", "88700");
        Page page = signedIn(Look.DESK, "/o/opportunity/board");
        deals.move(deal.id(), "negotiation", deal.version(), Loss.NONE, actor);
        browser.expect("409");

        Browser.drag(page, card(page, deal), page.locator("#cards-study"));

        assertThat(page.locator("#toasts")).containsText("no se ha movido");
        isIn(page, deal, "negotiation");
        assertThat(read(deal).text("stage")).isEqualTo("negotiation");
    }

    @Test
    @Tag("FEA-02")
    void a_move_that_lacks_something_takes_the_card_back_and_says_what() {
        StageSettings settings = this.settings;
        settings.save("opportunity", "negotiation", new StageSettings.Setting(List.of("expected_close"), null));
        try {
            StoredRecord deal = make("opportunity", "name", "Alumbrado", "stage", "proposal");
            Page page = signedIn(Look.DESK, "/o/opportunity/board");
            browser.expect("422");
            card(page, deal).locator("a").focus();
            page.keyboard().press("Alt+ArrowRight");
            assertThat(page.locator("#toasts")).containsText("Cierre previsto");
            isIn(page, deal, "proposal");
        } finally {
            settings.save("opportunity", "negotiation", StageSettings.Setting.NONE);
        }
    }

    @Autowired
    StageSettings settings;

    @Test
    @Tag("OPE-01")
    @Tag("RE-08")
    void a_lead_is_qualified_converted_and_its_deal_lost_reopened_and_won() {
        StoredRecord lead = make(
                "lead",
                "name",
                "Nuria Beltrán",
                "company",
                "Bodegas Valdeñuño",
                "email",
                "nuria@valdenuno.example",
                "estimated_amount",
                "48200");
        Page page = signedIn(Look.DESK, "/o/lead/" + lead.id());
        browser.axe(page);
        page.getByText("Cualificar", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#toasts")).containsText("Cualificado");
        page.getByText("Convertir", new Page.GetByTextOptions().setExact(true)).click();
        page.waitForURL("**/convert");
        browser.axe(page);
        assertThat(page.locator("[name='account.name']")).hasValue("Bodegas Valdeñuño");
        assertThat(page.locator("[name='contact.first_name']")).hasValue("Nuria");
        page.fill("[name='opportunity.name']", "Ampliación 60 kWp");
        page.click("#convert button[type=submit]");
        page.waitForURL("**/o/opportunity/*");
        assertThat(page.locator("#toasts")).containsText("convertido");
        browser.axe(page);

        page.locator("[data-open=lose]").click();
        page.locator("#lose").getByText("Precio").click();
        page.locator("#lose button[type=submit]").click();
        assertThat(page.locator(".stage-bar")).containsText("Motivo: Precio");
        page.getByText("Reabrir", new Page.GetByTextOptions().setExact(true)).click();
        page.locator("#m-reopen").getByText("Negociación").click();
        assertThat(page.locator(".stage-bar strong")).hasText("Negociación");
        page.locator(".stage-bar")
                .getByText("Ganada", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator(".stage-bar strong")).hasText("Ganada");

        StoredRecord after = read(lead);
        assertThat(after.text("status")).isEqualTo("converted");
        StoredRecord account = records.find(types.load("account"), after.reference("converted_account"), actor)
                .orElseThrow();
        assertThat(account.text("lifecycle")).isEqualTo("customer");
    }

    @Test
    @Tag("OPE-01")
    void a_conversion_is_undone_from_its_toast() {
        StoredRecord lead = make("lead", "name", "Ana Ruiz");
        Page page = signedIn(Look.DESK, "/o/lead/" + lead.id() + "/convert");
        page.click("#convert button[type=submit]");
        page.waitForURL("**/o/opportunity/*");
        page.navigate(url("/o/lead/" + lead.id()));
        page.getByText("Deshacer la conversión").click();
        assertThat(page.locator("#toasts")).containsText("vuelve a ser un lead");
        assertThat(read(lead).text("status")).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("lazo.Browser$Look#all")
    @Tag("OPE-04")
    @Tag("OPE-05")
    @Tag("FEA-08")
    void every_screen_is_accessible_and_fits(Look look) {
        make("opportunity", "name", "Marquesinas de aparcamiento", "amount", "64000", "expected_close", "2027-01-29");
        make("opportunity", "name", "Cubierta", "amount", "1000", "amount.currency", "USD", "stage", "won");
        make("lead", "name", "Blas Gil", "company", "Talleres Gil");
        Page page = signedIn(look, "/o/opportunity/board");
        String name = look.toString().replace(' ', '-');
        for (String path : List.of("/o/opportunity/board", "/o/lead/board", "/funnel", "/team")) {
            page.navigate(url(path));
            browser.axe(page);
            browser.fits(page);
            browser.picture(page, "sales" + path.replace('/', '-') + "-" + name);
        }
        Page settingsPage = browser.context(look).newPage();
        browser.signIn(settingsPage, url(""), ADMINISTRATOR, PASSWORD);
        long pipeline = types.load("opportunity").pipelines().getFirst().id();
        for (String path : List.of(
                "/settings/pipelines",
                "/settings/pipelines/" + pipeline,
                "/settings/assignment",
                "/settings/assignment/0",
                "/funnel/step?step=exploration")) {
            settingsPage.navigate(url(path));
            browser.axe(settingsPage);
            browser.fits(settingsPage);
            browser.picture(settingsPage, "sales" + path.split("[?]")[0].replace('/', '-') + "-" + name);
        }
    }
}
