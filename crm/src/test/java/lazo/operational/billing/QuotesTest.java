package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.Money;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.Taxes;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From a deal to an order, as browsers ask for it. */
class QuotesTest extends BillingTest {
    private static final Pattern LINK = Pattern.compile("/p/([\\w-]{43})");

    @Autowired
    QuoteVersions versions;

    @Autowired
    Taxes taxes;

    @Autowired
    Notifications notifications;

    private StoredRecord quote(long id) {
        return records.find(quotes.type(), id, actor).orElseThrow();
    }

    private StoredRecord deal() {
        StoredRecord account = make(
                "account",
                Map.of("name", "Bodegas Valdeñuño", "tax_id", "A00000000", "email", "info@valdenuno.example"));
        StoredRecord contact = contact(account, "nuria@valdenuno.example");
        return deal("Ampliación 60 kWp", "41850", Map.of("account", account.id(), "contact", contact.id()));
    }

    private long begun(StoredRecord deal) {
        Answer answer = visitor.post("/o/opportunity/" + deal.id() + "/quote");
        Matcher id = Pattern.compile("/o/quote/(\\d+)/edit").matcher(answer.location());
        assertThat(id.matches()).as(answer.location() + " " + answer.status()).isTrue();
        return Long.parseLong(id.group(1));
    }

    /** One row: key, kind, name, quantity, price, discount, tax. */
    private static List<String> row(String... values) {
        return List.of(
                "line.row",
                values[0],
                "line.kind",
                values[1],
                "line.product",
                "",
                "line.name",
                values[2],
                "line.detail",
                "",
                "line.quantity",
                values[3],
                "line.unit",
                "",
                "line.price",
                values[4],
                "line.discount",
                values[5],
                "line.tax",
                values[6]);
    }

    @SafeVarargs
    private Answer edit(long id, List<String>... rows) {
        StoredRecord now = quote(id);
        return editAs(visitor, id, now.version(), documents.find(now).revision(), rows);
    }

    @SafeVarargs
    private static Answer editAs(Visitor who, long id, int version, int revision, List<String>... rows) {
        List<String> form = new ArrayList<>(List.of("version", "" + version, "revision", "" + revision));
        List.of(rows).forEach(form::addAll);
        return who.htmx().post("/o/quote/" + id + "/edit", form.toArray(String[]::new));
    }

    private String sent(long id) {
        Answer answer = visitor.post("/o/quote/" + id + "/send", "to", "", "message", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Matcher link = LINK.matcher(answer.body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @Test
    @Tag("OPE-06")
    void a_deal_becomes_a_quote_and_its_lines_are_reckoned_on_the_server() {
        StoredRecord deal = deal();
        long id = begun(deal);
        StoredRecord quote = quote(id);
        assertThat(quote.title()).matches("P-\\d{4}-\\d{4,}");
        assertThat(quote.text("status")).isEqualTo("draft");
        assertThat(quote.reference("account")).isEqualTo(deal.reference("account"));
        assertThat(quote.reference("contact")).isEqualTo(deal.reference("contact"));
        assertThat(quote.date("valid_until")).isEqualTo(quote.date("date").plusDays(30));
        assertThat(quote.money("subtotal")).isEqualTo(new Money(new BigDecimal("41850"), "EUR"));

        Answer saved = edit(
                id,
                row("s1", "SECTION", "Instalación", "", "", "", ""),
                row("a", "ITEM", "Ampliación fotovoltaica 60 kWp", "1", "41.850,00", "4", "iva_general"),
                row("b", "ITEM", "Legalización y tramitación", "1", "1.450", "0", "iva_general"),
                row("c", "ITEM", "Monitorización avanzada", "36", "29,00", "10", "iva_general"),
                row("d", "ITEM", "Mantenimiento", "1", "3900", "0", "iva_general"),
                row("e", "ITEM", "Formación", "4", "85", "0", "iva_reduced"),
                row("f", "OPTIONAL", "Batería", "1", "9000", "0", "iva_general"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.body()).contains("56.597,38", "id=\"t-a\"", "40.176,00");
        StoredRecord now = quote(id);
        assertThat(now.money("total")).isEqualTo(new Money(new BigDecimal("56597.38"), "EUR"));
        assertThat(now.money("tax_total")).isEqualTo(new Money(new BigDecimal("9791.78"), "EUR"));

        edit(id, row("c", "ITEM", "Monitorización", "36", "29", "0", "exempt_e1"));
        assertThat(documents.lines(id)).extracting(DocumentLine::name).containsExactly("Monitorización");
        assertThat(quote(id).money("total").amount()).isEqualByComparingTo("1044");
        assertThat(visitor.get("/o/quote/" + id).body()).contains("Monitorización");
        assertThat(visitor.get("/o/opportunity/" + deal.id()).body()).contains(now.title());
    }

    @Test
    @Tag("OPE-06")
    void what_cannot_be_read_is_told_and_nothing_is_written() {
        long id = begun(deal());
        Answer answer = edit(
                id,
                row("a", "ITEM", "Paneles", "muchos", "12", "0", "iva_general"),
                row("b", "ITEM", "Cables", "1", "12", "120", "iva_general"),
                row("c", "ITEM", "Mano de obra", "1", "12", "0", "iva_imaginario"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("BIL-102", "BIL-104", "BIL-105", "data-fields=\"1.quantity 2.discount 3.tax\"");
        assertThat(documents.lines(id)).extracting(DocumentLine::name).containsExactly("Ampliación 60 kWp");

        assertThat(edit(id, row("a", "ITEM", "Paneles", "99999999999", "99999999999", "0", "iva_general"))
                        .body())
                .contains("BIL-106");
        Answer incomplete = editAs(visitor, id, 1, documents.find(quote(id)).revision(), List.of("line.row", "a"));
        assertThat(incomplete.body()).contains("BIL-100");
        assertThat(quote(id).money("subtotal").amount()).isEqualByComparingTo("41850");
    }

    @Test
    @Tag("OPE-06")
    void two_who_edit_at_once_do_not_overwrite_each_other() {
        long id = begun(deal());
        StoredRecord seen = quote(id);
        int revision = documents.find(seen).revision();
        assertThat(editAs(visitor, id, seen.version(), revision, row("a", "ITEM", "Uno", "1", "1", "0", "iva_general"))
                        .status())
                .isEqualTo(200);
        Answer second =
                editAs(visitor, id, seen.version(), revision, row("b", "ITEM", "Dos", "1", "2", "0", "iva_general"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).contains("BIL-409", seller.name());
        assertThat(documents.lines(id)).extracting(DocumentLine::name).containsExactly("Uno");
    }

    @Test
    @Tag("OPE-06")
    void what_was_sent_stays_and_an_edit_makes_the_next_version() throws IOException {
        long id = begun(deal());
        edit(id, row("a", "ITEM", "Ampliación Ω Ж", "2", "100", "0", "iva_general"));
        String token = sent(id);
        assertThat(quote(id).text("status")).isEqualTo("sent");
        assertThat(versions.isIntact(id, 1)).isTrue();
        try (PDDocument pdf = Loader.loadPDF(visitor.download("/o/quote/" + id + "/pdf?version=1"))) {
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains(
                            "Ampliación Ω Ж",
                            "Bodegas Valdeñuño",
                            "242,00",
                            quote(id).title());
            assertThat(pdf.getPage(0).getResources().getFontNames())
                    .allSatisfy(name -> assertThat(
                                    pdf.getPage(0).getResources().getFont(name).isEmbedded())
                            .isTrue());
        }

        edit(
                id,
                row("a", "ITEM", "Ampliación Ω Ж", "3", "100", "0", "iva_general"),
                row("b", "ITEM", "Cables", "1", "10", "0", "iva_general"));
        assertThat(quote(id).text("status")).isEqualTo("draft");
        assertThat(Quotes.version(quote(id))).isEqualTo(2);
        assertThat(visitor().get("/p/" + token).status()).isEqualTo(410);
        String second = sent(id);
        assertThat(versions.list(id)).extracting(QuoteVersions.Version::number).containsExactly(2, 1);
        assertThat(QuoteVersions.compare(
                        versions.find(id, 1).orElseThrow().content(),
                        versions.find(id, 2).orElseThrow().content()))
                .extracting(QuoteVersions.Difference::columns)
                .containsExactly(java.util.Set.of("quantity", "net"), java.util.Set.of());
        assertThat(visitor.get("/o/quote/" + id + "/versions").body())
                .contains(versions.find(id, 1).orElseThrow().hash(), "Añadida", "Cambiada");
        assertThat(visitor().get("/p/" + second).body()).contains("375,10").doesNotContain("Margen");
    }

    @Test
    @Tag("OPE-06")
    @Tag("OPE-07")
    @Tag("OPE-22")
    void a_customer_accepts_once_and_the_quote_becomes_an_order_in_one_click() {
        StoredRecord deal = deal();
        long id = begun(deal);
        edit(
                id,
                row("a", "ITEM", "Paneles", "2", "100", "0", "iva_general"),
                row("b", "OPTIONAL", "Batería", "1", "900", "0", "iva_general"),
                row("c", "CHOSEN", "Cargador", "1", "300", "0", "iva_general"));
        String token = sent(id);
        Visitor customer = visitor();
        Answer page = customer.get("/p/" + token);
        assertThat(page.header("X-Robots-Tag")).contains("noindex");
        assertThat(page.body()).contains("Paneles", "605,00");
        assertThat(customer.post("/p/" + token + "/accept", "name", "Nuria Beltrán")
                        .status())
                .as("without the tick")
                .isEqualTo(422);
        assertThat(quote(id).text("status")).isEqualTo("sent");
        customer.post("/p/" + token + "/comment", "name", "Nuria Beltrán", "comment", "¿Incluye el montaje?");
        assertThat(customer.post("/p/" + token + "/accept", "name", "Nuria Beltrán", "consent", "true")
                        .location())
                .isEqualTo("/p/" + token);
        customer.post("/p/" + token + "/reject", "name", "Otra Persona", "reason", "caro");
        customer.post("/p/" + token + "/accept", "name", "Otra Persona", "consent", "true");

        StoredRecord accepted = quote(id);
        assertThat(accepted.text("status")).isEqualTo("accepted");
        assertThat(customer.get("/p/" + token).body()).contains("Nuria Beltrán").doesNotContain("Otra Persona");
        var row = sql.fetchSingle("select * from quote_decision where quote_id = ?", id);
        assertThat(row.get("ip", String.class)).isNotBlank();
        assertThat(row.get("sha256", byte[].class))
                .isEqualTo(java.util.HexFormat.of()
                        .parseHex(versions.find(id, 1).orElseThrow().hash()));
        assertThat(read(deal).text("stage")).isEqualTo("won");
        assertThat(notifications.of(actor, true))
                .anySatisfy(told -> assertThat(told.text()).contains("Nuria Beltrán"))
                .anySatisfy(told -> assertThat(told.text()).contains("¿Incluye el montaje?"));
        assertThat(edit(id, row("a", "ITEM", "Otra cosa", "1", "1", "0", "iva_general"))
                        .body())
                .contains("BIL-110");

        Answer made = visitor.post("/o/quote/" + id + "/order");
        Answer again = visitor.post("/o/quote/" + id + "/order");
        assertThat(made.header("HX-Redirect") + made.location())
                .isEqualTo(again.header("HX-Redirect") + again.location());
        StoredRecord order = quotes.order(accepted, actor).orElseThrow();
        assertThat(order.text("status")).isEqualTo("confirmed");
        assertThat(order.reference("opportunity")).isEqualTo(deal.id());
        assertThat(order.money("total").amount()).isEqualByComparingTo("605");
        assertThat(documents.lines(order.id()))
                .extracting(DocumentLine::sourceLineId)
                .containsExactlyElementsOf(documents.lines(id).stream()
                        .filter(DocumentLine::counts)
                        .map(DocumentLine::id)
                        .toList());
        assertThat(visitor.get("/o/sales_order/" + order.id()).body()).contains(accepted.title(), "Cargador");
        assertThat(visitor.get("/o/quote/" + id).body()).contains(order.title());
    }

    @Test
    void what_was_decided_can_neither_be_changed_nor_removed() {
        long id = begun(deal());
        String token = sent(id);
        Visitor customer = visitor();
        customer.get("/p/" + token);
        customer.post("/p/" + token + "/reject", "name", "Nuria Beltrán", "reason", "Es caro");
        assertThat(quote(id).text("status")).isEqualTo("rejected");
        for (String attempt : List.of(
                "delete from quote_decision where quote_id = " + id,
                "update quote_decision set kind = 'ACCEPTED' where quote_id = " + id,
                "update quote_decision set sha256 = 'x' where quote_id = " + id)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> sql.execute(attempt))
                    .hasStackTraceContaining("only added to");
        }
    }

    @Test
    void a_link_ends_with_the_validity_of_its_quote_and_an_unknown_one_leads_nowhere() {
        long id = begun(deal());
        String token = sent(id);
        assertThat(visitor().get("/p/" + token).status()).isEqualTo(200);
        clock.advance(Duration.ofDays(32));
        Answer late = visitor().get("/p/" + token);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.body()).contains("ha caducado").doesNotContain("Ampliación 60 kWp");
        assertThat(visitor().get("/p/" + token + "/pdf").status()).isEqualTo(410);
        assertThat(quotes.expire()).isPositive();
        assertThat(quote(id).text("status")).isEqualTo("expired");
        assertThat(visitor().get("/p/" + "A".repeat(43)).status()).isEqualTo(404);
        assertThat(sql.fetchValue(
                        "select count(*) from quote_link where strpos(encode(token_hash, 'escape'), ?) > 0", token))
                .as("the token itself is nowhere")
                .isEqualTo(0L);
    }

    @Test
    @Tag("RE-05")
    void another_seller_neither_sees_nor_changes_a_quote() {
        long id = begun(deal());
        Visitor other = signedIn(
                user(Role.SELLER, teams.create("Sur " + System.nanoTime()).orElseThrow()));
        Answer answer = editAs(other, id, 1, 0, row("a", "ITEM", "Ajeno", "1", "1", "0", "iva_general"));
        assertThat(answer.status()).isEqualTo(404);
        Visitor reader = signedIn(user(Role.READER, null));
        assertThat(editAs(reader, id, 1, 0, row("a", "ITEM", "Ajeno", "1", "1", "0", "iva_general"))
                        .status())
                .isEqualTo(403);
        assertThat(documents.lines(id)).extracting(DocumentLine::name).containsExactly("Ampliación 60 kWp");
    }

    @Test
    @Tag("OPE-06")
    void a_tax_changes_with_its_date_and_documents_of_before_keep_theirs() {
        Visitor admin = signedIn(administrator());
        String name = "Tasa " + System.nanoTime();
        admin.get("/settings/taxes");
        admin.post("/settings/taxes", "name", name, "kind", "OTHER", "source", "Ordenanza 1");
        String key = taxes.all().stream()
                .filter(tax -> tax.label().in(java.util.Locale.of("es")).equals(name))
                .findFirst()
                .orElseThrow()
                .key();
        admin.post("/settings/taxes/" + key + "/rates", "percent", "5", "from", "2020-01-01", "source", "Ordenanza 1");
        admin.post(
                "/settings/taxes/" + key + "/rates", "percent", "6,5", "from", "2026-12-01", "source", "Ordenanza 2");
        assertThat(taxes.on(LocalDate.of(2026, 11, 30)).get(key).rate().percent())
                .isEqualByComparingTo("5");
        assertThat(taxes.on(LocalDate.of(2026, 12, 1)).get(key).rate().percent())
                .isEqualByComparingTo("6.5");
        assertThat(admin.post(
                                "/settings/taxes/" + key + "/rates",
                                "percent",
                                "9",
                                "from",
                                "2021-01-01",
                                "to",
                                "2021-06-30",
                                "source",
                                "Ordenanza 3")
                        .body())
                .contains("CAT-106");
        assertThat(admin.get("/settings/taxes").body()).contains("Ordenanza 2");
        assertThat(types.load("product").field("tax").choice(key)).isPresent();
    }

    @Test
    void paper_is_printed_whatever_a_customer_is_called() throws IOException {
        StoredRecord account = make("account", Map.of("name", "<img src=x onerror=alert(1)> & «Hijos» \uFFFE"));
        StoredRecord deal = make(
                "opportunity",
                Map.of("name", "]]> ${7*7}", "account", account.id(), "amount", new Money(BigDecimal.TEN, "USD")));
        long id = begun(deal);
        byte[] pdf = visitor.download("/o/quote/" + id + "/pdf");
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        try (PDDocument read = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(read)).contains("<img src=x", "${7*7}");
        }
    }
}
