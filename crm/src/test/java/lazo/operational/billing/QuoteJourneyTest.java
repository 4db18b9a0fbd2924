package lazo.operational.billing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.MailHost;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.ListedPrice;
import lazo.operational.catalogue.PriceList;
import lazo.operational.catalogue.PriceLists;
import lazo.operational.catalogue.ProductCosts;
import lazo.operational.stock.Stock;
import lazo.platform.mail.MailServerSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** From the page of a deal to an order, as a seller and a customer do it. */
class QuoteJourneyTest extends BillingTest {
    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    MailServerSettings server;

    @Autowired
    PriceLists lists;

    @Autowired
    ProductCosts costs;

    @Autowired
    Stock stock;

    private static void saved(Page page) {
        assertThat(page.locator("#saved")).containsText("Guardado");
    }

    /** The text of a mail with an attachment, and the type of that. */
    private static String[] parts(MimeMessage mail) {
        try {
            MimeMultipart all = (MimeMultipart) mail.getContent();
            MimeMultipart said = (MimeMultipart) all.getBodyPart(0).getContent();
            BodyPart file = all.getBodyPart(1);
            return new String[] {(String) said.getBodyPart(0).getContent(), file.getContentType(), file.getFileName()};
        } catch (IOException | MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    @Tag("OPE-06")
    @Tag("OPE-07")
    @Tag("OPE-22")
    void a_deal_becomes_a_quote_that_is_mailed_and_accepted_and_an_order() throws IOException {
        StoredRecord account = make("account", Map.of("name", "Bodegas Valdeñuño"));
        StoredRecord contact = contact(account, "nuria" + seller.id() + "@valdenuno.example");
        make(
                "product",
                Map.of(
                        "name",
                        "Monitorización avanzada " + seller.id(),
                        "price",
                        new Money(new BigDecimal("29"), "EUR"),
                        "tax",
                        "iva_general"));
        StoredRecord deal = deal("Ampliación 60 kWp", "1000", Map.of("account", account.id(), "contact", contact.id()));
        try (MailHost host = new MailHost()) {
            server.save(host.settings(url("")), null);
            Page page = browser.context(Look.DESK).newPage();
            browser.signIn(page, url(""), seller.email(), PASSWORD);
            page.navigate(url("/o/opportunity/" + deal.id()));
            page.locator("main").getByText("Nuevo presupuesto").first().click();
            page.waitForURL("**/edit");
            String quote = page.url().replaceAll(".*/quote/(\\d+)/edit", "$1");

            page.locator("[name='line.quantity']").first().fill("2");
            page.locator("[name='line.quantity']").first().press("Tab");
            assertThat(page.locator("#totals")).containsText("2.420,00");
            saved(page);
            page.getByText("Del catálogo").first().click();
            page.fill("#catalogue-q", "Monitorización avanzada " + seller.id());
            page.locator("#catalogue-list button").first().click();
            assertThat(page.locator("#totals")).containsText("2.455,09");
            page.getByText("Título").first().click();
            assertThat(page.locator("#rows tr")).hasCount(3);
            page.locator("#rows tr").last().locator("[name='line.name']").fill("Instalación");
            page.locator("#rows tr").last().locator("[name='line.name']").press("Tab");
            page.locator("#rows tr").last().locator(".grip").press("Alt+ArrowUp");
            page.locator("#rows tr").nth(1).locator(".grip").press("Alt+ArrowUp");
            assertThat(page.locator("#rows tr").first().locator("[name='line.name']"))
                    .hasValue("Instalación");
            assertThat(page.locator("#preview")).containsText("Instalación");
            page.locator("#rows tr").nth(1).locator("[data-remove-line]").click();
            assertThat(page.locator("#totals")).containsText("35,09");
            page.locator("#toasts button").first().click();
            assertThat(page.locator("#totals")).containsText("2.455,09");
            page.locator("input[name='line.price']:visible").first().fill("mucho");
            browser.expect("422");
            page.locator("input[name='line.price']:visible").first().press("Tab");
            assertThat(page.locator("#doc-problems")).containsText("BIL-102");
            assertThat(page.locator("input[name='line.price']:visible").first()).hasAttribute("aria-invalid", "true");
            page.locator("input[name='line.price']:visible").first().fill("1.000,00");
            page.locator("input[name='line.price']:visible").first().press("Tab");
            assertThat(page.locator("#doc-problems")).isEmpty();
            browser.axe(page);
            browser.picture(page, "quote-editor");

            page.locator("header.topbar").getByText("Enviar").click();
            browser.axe(page);
            page.locator("#send-form [type=submit]").click();
            assertThat(page.locator("#quote-sent"))
                    .containsText(
                            "nuria" + seller.id(), new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            String to = "nuria" + seller.id() + "@valdenuno.example";
            page.waitForCondition(() -> !host.takenFor(to).isEmpty());
            String[] parts = parts(host.takenFor(to).getFirst());
            assertThat(parts[1]).contains("application/pdf");
            assertThat(parts[2]).endsWith(".pdf");
            Matcher link = Pattern.compile("/p/[\\w-]{43}").matcher(parts[0]);
            assertThat(link.find()).isTrue();

            Page customer = browser.open(url(link.group()), Look.PHONE.dark());
            assertThat(customer.locator("main")).containsText("2.455,09");
            browser.axe(customer);
            browser.fits(customer);
            browser.picture(customer, "quote-customer");
            customer.fill("#accept [name=name]", "Nuria Beltrán");
            customer.check("#accept [name=consent]");
            customer.click("#accept button");
            assertThat(customer.locator("main")).containsText("Aceptado por Nuria Beltrán");

            page.navigate(url("/o/quote/" + quote));
            assertThat(page.locator("main")).containsText("Lo aceptó Nuria Beltrán");
            browser.axe(page);
            page.locator("main").getByText("Crear el pedido").click();
            page.waitForURL("**/o/sales_order/*");
            assertThat(page.locator("main")).containsText("2.455,09");
            browser.axe(page);
            page.navigate(url("/o/quote/" + quote + "/versions"));
            browser.axe(page);
            page.navigate(url("/o/opportunity/" + deal.id()));
            assertThat(page.locator(".rec-aside")).containsText("P-");
            assertThat(page.locator(".stage-bar").first()).containsText("Ganada");
        } finally {
            server.remove();
        }
    }

    @Test
    @Tag("OPE-06")
    void the_editor_and_its_settings_fit_a_phone_in_both_languages_and_themes() {
        User administrator = user(Role.ADMINISTRATOR, null);
        StoredRecord account = make("account", Map.of("name", "Bodegas Valdeñuño"));
        StoredRecord quote =
                make("quote", Map.of("subject", "Ampliación 60 kWp de la nave grande", "account", account.id()));
        StoredRecord product = make(
                "product", Map.of("name", "Panel " + seller.id(), "price", new Money(new BigDecimal("129"), "EUR")));
        long list = lists.save(
                        new PriceList(0, "Mayoristas " + seller.id(), "EUR", LocalDate.parse("2026-01-01"), null, true))
                .orElseThrow();
        lists.add(list, List.of(new PriceList.Line(0, product.id(), BigDecimal.ZERO, new BigDecimal("119.5"), null)));
        Actor all = actor(administrator);
        costs.add(
                product,
                new ProductCosts.NewCost(
                        ProductCosts.Kind.PURCHASE, new BigDecimal("80"), LocalDate.parse("2026-01-01"), "Factura 12"),
                all);
        stock.move(product, Stock.Kind.IN, List.of(new Stock.Move(product.id(), 1, new BigDecimal("40"))), null, all);
        DocumentLine panels = new DocumentLine(
                0,
                "a",
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                null,
                new BigDecimal("12"),
                "ud",
                new BigDecimal("119.5"),
                BigDecimal.ZERO,
                new BigDecimal("80"),
                "iva_general",
                new BigDecimal("21"),
                BigDecimal.ZERO,
                null,
                new ListedPrice(ListedPrice.Source.LIST, "Mayoristas", new BigDecimal("119.5")));
        documents.begin(quote, java.util.Currency.getInstance("EUR"), List.of(panels), all);
        StoredRecord order = make("sales_order", Map.of("subject", "Ampliación", "account", account.id()));
        documents.begin(order, java.util.Currency.getInstance("EUR"), List.of(panels), all);
        for (Look look : Look.all().toList()) {
            Page page = browser.context(look).newPage();
            browser.signIn(page, url(""), administrator.email(), PASSWORD);
            page.navigate(url("/o/quote/" + quote.id() + "/edit"));
            if (page.locator("#rows tr").count() == 0) {
                page.locator(".add-line button").first().click();
            }
            Locator rows = page.locator("#rows tr");
            assertThat(rows).hasCount(1);
            browser.fits(page);
            browser.axe(page);
            browser.picture(page, "quote-editor-" + look);
            List<String> others = List.of(
                    "/settings/taxes",
                    "/settings/issuer",
                    "/settings/prices/" + list,
                    "/settings/discounts",
                    "/settings/warehouses",
                    "/o/account/" + account.id() + "/prices",
                    "/o/product/" + product.id() + "/costs",
                    "/o/product/" + product.id() + "/stock",
                    "/o/sales_order/" + order.id() + "/deliver",
                    "/o/sales_order/" + order.id());
            for (String path : others) {
                page.navigate(url(path));
                browser.fits(page);
                browser.axe(page);
                browser.picture(page, path.replaceAll("\\W+\\d*", "-") + look);
            }
        }
    }
}
