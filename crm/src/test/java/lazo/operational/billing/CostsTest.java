package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.Visitor.Answer;
import lazo.kernel.access.Access;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.catalogue.ProductCosts;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What products cost, since when, and what is left of a line. */
@Tag("ANA-PRO-01")
class CostsTest extends BillingTest {
    @Autowired
    ProductCosts costs;

    @Autowired
    Access access;

    private StoredRecord product;

    @BeforeEach
    void aProduct() {
        product = make(
                "product",
                Map.of("name", "Panel " + System.nanoTime(), "price", new Money(BigDecimal.valueOf(100), "EUR")));
    }

    private Answer cost(String kind, String amount, String from) {
        return visitor.post(
                "/o/product/" + product.id() + "/costs", "kind", kind, "amount", amount, "from", from, "note", "");
    }

    private long quoteOf(String date) {
        long account =
                make("account", Map.of("name", "Bodegas " + System.nanoTime())).id();
        long id = make("quote", Map.of("account", account, "date", java.time.LocalDate.parse(date)))
                .id();
        StoredRecord now = records.find(quotes.type(), id, actor).orElseThrow();
        List<String> form = new ArrayList<>(List.of(
                "version",
                "" + now.version(),
                "revision",
                "" + documents.find(now).revision()));
        form.addAll(List.of("line.row", "a", "line.kind", "ITEM", "line.product", "" + product.id()));
        form.addAll(List.of("line.name", "Panel", "line.detail", "", "line.quantity", "2", "line.unit", ""));
        form.addAll(List.of("line.price", "100", "line.discount", "", "line.tax", "iva_general"));
        assertThat(visitor.htmx()
                        .post("/o/quote/" + id + "/edit", form.toArray(String[]::new))
                        .status())
                .isEqualTo(200);
        return id;
    }

    @Test
    void a_line_costs_what_held_on_the_day_of_its_document_and_the_history_stays() {
        assertThat(cost("MATERIALS", "30", "2026-01-01").status()).isEqualTo(303);
        assertThat(cost("LABOUR", "12,5", "2026-01-01").status()).isEqualTo(303);
        assertThat(cost("MATERIALS", "40", "2026-03-01").status()).isEqualTo(303);
        assertThat(cost("LABOUR", "0", "2026-05-01").status()).isEqualTo(303);
        Map<String, String> expected = Map.of(
                "2026-02-28", "42.5",
                "2026-03-01", "52.5",
                "2026-05-01", "40");
        expected.forEach((day, cost) -> assertThat(
                        documents.lines(quoteOf(day)).getFirst().cost())
                .as(day)
                .isEqualByComparingTo(cost));
        assertThat(documents.lines(quoteOf("2025-12-31")).getFirst().cost())
                .as("before the first, what stands on the product")
                .isEqualByComparingTo("40");
        assertThat(read(product).money("cost")).isEqualTo(new Money(new BigDecimal("40"), "EUR"));
        assertThat(costs.of(product, actor)).hasSize(4);
        assertThat(visitor.get("/o/product/" + product.id() + "/costs").body()).contains("30,00", "12,50", "40,00");

        StoredRecord now = read(product);
        WriteResult typed = changes.change(
                now.type(), now.id(), now.version(), Draft.of(Map.of("cost", new Money(BigDecimal.ONE, "EUR"))), actor);
        assertThat(typed).isInstanceOf(WriteResult.Invalid.class);
        assertThat(cost("RENT", "-1", "ayer").body()).contains("CAT-121", "CAT-122", "CAT-123");
    }

    @Test
    void the_margin_is_for_those_who_may_see_it_and_never_on_paper() throws IOException {
        cost("PURCHASE", "58,7", "2026-01-01");
        long id = quoteOf("2026-02-01");
        assertThat(documents.lines(id).getFirst().margin(2)).isEqualByComparingTo("41.3");
        assertThat(visitor.get("/o/quote/" + id + "/edit").body()).contains("id=\"m-a\"", "41,3");
        assertThat(visitor.get("/o/quote/" + id).body()).contains("41,3");
        try (PDDocument pdf = Loader.loadPDF(visitor.download("/o/quote/" + id + "/pdf"))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("200,00").doesNotContain("41,3", "58,7");
        }
        long margin = quotes.type().field("margin").id();
        long cost = product.type().field("cost").id();
        try {
            access.restrict(margin, seller.role(), Optional.of("HIDDEN"));
            access.restrict(cost, seller.role(), Optional.of("HIDDEN"));
            assertThat(visitor.get("/o/quote/" + id + "/edit").body()).doesNotContain("41,3");
            assertThat(visitor.get("/o/quote/" + id).body()).doesNotContain("41,3");
            assertThat(visitor.get("/o/product/" + product.id()).body()).doesNotContain("58,7");
            assertThat(visitor.get("/o/product/" + product.id() + "/costs").body())
                    .doesNotContain("58,7");
            assertThat(cost("PURCHASE", "1", "2026-01-01").status()).isEqualTo(403);
            assertThat(Set.copyOf(costs.of(product, actor(administrator())))).hasSize(1);
        } finally {
            access.restrict(margin, seller.role(), Optional.empty());
            access.restrict(cost, seller.role(), Optional.empty());
        }
    }
}
