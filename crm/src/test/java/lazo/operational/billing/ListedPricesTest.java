package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.PriceLists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Prices of lists and customers, on the lines of documents. */
@Tag("OPE-06")
class ListedPricesTest extends BillingTest {
    @Autowired
    PriceLists lists;

    private Visitor administrator;
    private StoredRecord panel;
    private StoredRecord account;
    private long quote;
    private String code;

    @BeforeEach
    void aQuoteForACustomer() {
        administrator = signedIn(administrator());
        code = "MOD-" + System.nanoTime();
        panel = make(
                "product",
                Map.of("name", "Panel " + code, "code", code, "price", new Money(BigDecimal.valueOf(100), "EUR")));
        account = make("account", Map.of("name", "Bodegas " + code));
        quote = make("quote", Map.of("account", account.id(), "date", java.time.LocalDate.parse("2026-03-15")))
                .id();
    }

    private long list(String name, String everybody, String lines) {
        administrator.get("/settings/prices");
        Answer made = administrator.post(
                "/settings/prices",
                "name",
                name + code,
                "currency",
                "EUR",
                "from",
                "2026-01-01",
                "to",
                "2026-12-31",
                "everybody",
                everybody);
        assertThat(made.location()).as(made.body()).startsWith("/settings/prices/");
        Answer filled = administrator.post(made.location() + "/lines", "lines", lines);
        assertThat(filled.status()).as(filled.body()).isEqualTo(303);
        return Long.parseLong(made.location().substring("/settings/prices/".length()));
    }

    private Answer edit(String quantity, String price) {
        StoredRecord now = records.find(quotes.type(), quote, actor).orElseThrow();
        List<String> form = new ArrayList<>(List.of(
                "version",
                "" + now.version(),
                "revision",
                "" + documents.find(now).revision()));
        form.addAll(List.of("line.row", "a", "line.kind", "ITEM", "line.product", "" + panel.id()));
        form.addAll(List.of("line.name", "Panel", "line.detail", "", "line.quantity", quantity, "line.unit", ""));
        form.addAll(List.of("line.price", price, "line.discount", "", "line.tax", "iva_general"));
        return visitor.htmx().post("/o/quote/" + quote + "/edit", form.toArray(String[]::new));
    }

    private BigDecimal price() {
        return documents.lines(quote).getFirst().price();
    }

    @Test
    void a_line_takes_the_price_of_its_quantity_and_says_where_it_comes_from() {
        list("General ", "true", "%s\t\t95,00\n%s\t10\t90,00 €".formatted(code, code));
        Answer row = visitor.get("/o/quote/" + quote + "/lines/new?product=" + panel.id());
        assertThat(row.body()).contains("value=\"95,00\"", "General " + code);

        assertThat(edit("1", "95").status()).isEqualTo(200);
        Answer more = edit("12", "95");
        assertThat(more.body()).contains("id=\"p-a\"", "value=\"90,00\"", "1.080,00");
        assertThat(price()).isEqualByComparingTo("90");
        assertThat(edit("12", "90").body()).doesNotContain("id=\"p-a\"");
    }

    @Test
    void the_price_agreed_with_the_customer_comes_first_and_a_typed_one_wins() {
        long dealers = list("Dealers ", "", code + ";80");
        edit("1", "100");
        assertThat(price()).isEqualByComparingTo("100");
        administrator.post("/settings/prices/" + dealers + "/customers", "account", "" + account.id());
        edit("2", "100");
        assertThat(price()).isEqualByComparingTo("80");
        administrator.get("/o/account/" + account.id() + "/prices");
        Answer agreed = administrator.post(
                "/o/account/" + account.id() + "/prices", "lines", code + ";5;70", "from", "2026-03-15", "to", "");
        assertThat(agreed.status()).as(agreed.body()).isEqualTo(303);
        edit("5", "80");
        assertThat(price()).isEqualByComparingTo("70");

        assertThat(edit("5", "72").body()).contains("En vez de 70,00");
        edit("50", "72");
        assertThat(price()).isEqualByComparingTo("72");
        assertThat(documents.lines(quote).getFirst().isPriceTyped()).isTrue();
        assertThat(visitor.get("/o/account/" + account.id()).body()).contains("1 precio acordado", "Dealers " + code);
        assertThat(sql.fetchCount(
                        org.jooq.impl.DSL.table("audit_event"),
                        org.jooq.impl.DSL.condition("object = 'customer_price' and subject is not null")))
                .isPositive();
    }

    @Test
    void what_cannot_be_read_is_told_line_by_line_and_nothing_is_written() {
        long list = list("Vacía ", "true", code + ";99");
        Answer refused = administrator.post(
                "/settings/prices/" + list + "/lines", "lines", code + ";98\nNADA;1\n" + code + ";x\nsolo");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Línea 2", "CAT-111", "CAT-113", "CAT-112", "NADA;1");
        assertThat(lists.lines(list).getFirst().price()).isEqualByComparingTo("99");
    }

    @Test
    void only_administrators_change_prices() {
        Answer denied =
                visitor.post("/o/account/" + account.id() + "/prices", "lines", code + ";1", "from", "2026-03-15");
        assertThat(denied.status()).isEqualTo(403);
        assertThat(visitor.get("/o/account/" + account.id() + "/prices").status())
                .isEqualTo(200);
        assertThat(visitor.get("/settings/prices").status()).isEqualTo(403);
    }
}
