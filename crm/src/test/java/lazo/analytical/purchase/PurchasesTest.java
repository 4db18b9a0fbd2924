package lazo.analytical.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import lazo.ImportVisit;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.analytical.purchase.Purchases.Cohort;
import lazo.analytical.purchase.Purchases.Figures;
import lazo.analytical.purchase.Purchases.Scope;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.ApiScopes;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sales of before Lazo come in as a file, and what was bought is told. Each test sells in a currency of its own. */
class PurchasesTest extends LazoTest {
    private static final String HEADER = "Factura;Fecha;Cliente;Referencia;Producto;Cantidad;Precio;Moneda\n";

    @Autowired
    Purchases purchases;

    @Autowired
    ApiKeys keys;

    private User boss;
    private Visitor visitor;

    @BeforeEach
    void somebodyBringsThemIn() {
        boss = user(Role.ADMINISTRATOR, null);
        visitor = signedIn(boss);
    }

    private ImportVisit file(String currency, String rows) {
        StringBuilder text = new StringBuilder(HEADER);
        rows.lines()
                .forEach(row -> text.append(row).append(';').append(currency).append('\n'));
        return new ImportVisit(visitor, sql, "invoice", text.toString());
    }

    private Figures figures(String currency, User user) {
        return purchases.of(new Scope(null, null, currency), actor(user)).orElseThrow();
    }

    private static final String SALES = """
            %1$s-1;03/01/2025;Bar Uno %1$s;A%1$s;Café;10;2,50
            %1$s-1;03/01/2025;Bar Uno %1$s;B%1$s;Té;4;1,005
            %1$s-2;10/01/2025;Bar Dos %1$s;A%1$s;Café;2;2,50
            %1$s-3;20/02/2025;Bar Uno %1$s;A%1$s;Café;-1;2,50
            %1$s-4;21/02/2025;Bar Uno %1$s;B%1$s;Té;100;1
            %1$s-5;21/02/2025;;A%1$s;Café;1;3
            """;

    @Test
    @Tag("ANA-VAL-01")
    @Tag("FEA-03")
    void sales_of_before_become_invoices_with_their_customers_and_products_once() {
        String rows = SALES.formatted("sek") + "sek-6;mañana;Bar Uno sek;Asek;Café;1;1\n";
        ImportVisit first = file("SEK", rows).step("check", "CHECKED");
        assertThat(sql.fetchValue("select trial::text from import_run where id = ?", first.id()))
                .asString()
                .contains("\"created\": 6", "\"rejected\": 1");
        assertThat(sql.fetchValue("select count(*) from record.invoice where number like 'sek-%'"))
                .isEqualTo(0L);

        first.step("run", "DONE");
        assertThat(first.tally()).isEqualTo("6 0 0 0 1");
        assertThat(first.problems()).isEqualTo("IMP-203 1, IMP-241 1");
        assertThat(sql.fetchValues("""
                        select concat_ws(' ', i.number, i.status, i.date, trim_scale(i.total), i.total_currency, trim_scale(i.balance), a.name)
                        from record.invoice i left join record.account a on a.id = i.account
                        where i.number like 'sek-%' and i.deleted_at is null order by i.number""".replace("i.account", "i." + column("account"))).stream()
                        .map(String::valueOf))
                .containsExactly(
                        "sek-1 past 2025-01-03 29.02 SEK 0 Bar Uno sek",
                        "sek-2 past 2025-01-10 5 SEK 0 Bar Dos sek",
                        "sek-3 past 2025-02-20 -2.5 SEK 0 Bar Uno sek",
                        "sek-4 past 2025-02-21 100 SEK 0 Bar Uno sek",
                        "sek-5 past 2025-02-21 3 SEK 0");
        assertThat(sql.fetchValue("select count(*) from record.product where code in ('Asek', 'Bsek')"))
                .isEqualTo(2L);

        ImportVisit again = file("SEK", SALES.formatted("sek")).step("run", "DONE");
        assertThat(again.tally()).isEqualTo("0 0 0 6 0");
        assertThat(again.problems()).contains("IMP-243 6");

        first.step("undo", "UNDONE");
        assertThat(purchases.of(new Scope(null, null, "SEK"), actor(boss))).isEmpty();
        assertThat(file("SEK", SALES.formatted("sek")).step("run", "DONE").tally())
                .isEqualTo("6 0 0 0 0");
    }

    private String column(String field) {
        return String.valueOf(
                sql.fetchValue("select column_name from object_field where object_key = 'invoice' and key = ?", field));
    }

    @Test
    @Tag("ANA-VAL-01")
    void what_was_bought_is_told_to_the_cent_without_returns_and_without_sales_to_nobody() {
        file("NOK", SALES.formatted("nok")).step("run", "DONE");

        Figures told = figures("NOK", boss);

        assertThat(told.until()).isEqualTo(LocalDate.of(2025, 2, 22));
        assertThat(told.totals().net()).isEqualByComparingTo("134.52");
        assertThat(told.totals().returned()).isEqualByComparingTo("-2.50");
        assertThat(told.totals().lines()).isEqualTo(6);
        assertThat(told.totals().products()).isEqualTo(2);
        assertThat(told.totals().netOfNobody()).isEqualByComparingTo("3.00");
        assertThat(told.bought().money()).isEqualByComparingTo("134.02");
        assertThat(told.bought().customers()).isEqualTo(2);
        assertThat(told.bought().invoices()).isEqualTo(3);
        var customers = java.util.Objects.requireNonNull(told.customers());
        assertThat(customers.recency().mean()).isEqualByComparingTo("22");
        assertThat(customers.frequency().mean()).isEqualByComparingTo("1.5");
        assertThat(customers.money().median()).isEqualByComparingTo("67.01");
        assertThat(customers.once()).isEqualTo(1);
        assertThat(customers.tops().getFirst().money()).isEqualByComparingTo("129.02");
        assertThat(customers.gini()).isEqualByComparingTo(new BigDecimal("0.46269"));
        assertThat(told.months())
                .extracting(Purchases.Month::month)
                .containsExactly(YearMonth.of(2025, 1), YearMonth.of(2025, 2));
        assertThat(told.cohorts()).containsExactly(new Cohort(YearMonth.of(2025, 1), List.of(2L, 1L)));
    }

    @Test
    @Tag("GOV-02")
    void who_sees_no_invoice_of_others_is_told_of_their_own_alone() {
        file("DKK", SALES.formatted("dkk")).step("run", "DONE");
        User seller = user(Role.SELLER, null);
        assertThat(purchases.of(new Scope(null, null, "DKK"), actor(seller))).isEmpty();
        sql.execute("update record.invoice set owner_id = ? where number in ('dkk-2', 'dkk-5')", seller.id());

        Figures told = figures("DKK", seller);

        assertThat(told.partial()).isTrue();
        assertThat(told.totals().net()).isEqualByComparingTo("8.00");
        assertThat(told.bought().customers()).isEqualTo(1);
    }

    @Test
    void an_invoice_may_be_longer_than_what_is_written_at_once() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5_200; i++) {
            rows.append("isk-1;03/01/2025;Bar largo;Aisk;Café;1;0,5\n");
        }
        ImportVisit visit = file("ISK", rows.toString()).step("run", "DONE");

        assertThat(visit.tally()).isEqualTo("5200 0 0 0 0");
        assertThat(sql.fetchValue("select total from record.invoice where number = 'isk-1'"))
                .isEqualTo(new BigDecimal("2600.0000"));
        assertThat(figures("ISK", boss).totals().net()).isEqualByComparingTo("2600");
    }

    @Test
    @Tag("GOV-11")
    void the_screen_and_the_api_tell_the_same() {
        file("PLN", SALES.formatted("pln")).step("run", "DONE");
        String key = keys.create("Compras", boss.id(), ApiScopes.parse("records:read"), null, actor(administrator()))
                .secret();

        Visitor.Answer api = visitor()
                .with("Authorization", "Bearer " + key)
                .get("/api/v1/reports/purchases?currency=PLN&from=2025-01-01&until=2025-01-31");
        assertThat(api.body())
                .contains("\"net\":34.02", "\"customers\":2", "\"until\":\"2025-01-11\"")
                .doesNotContain("2025-02");
        assertThat(visitor.get("/purchases?currency=PLN&from=2025-01-01&until=2025-01-31")
                        .body())
                .contains("34,02\u00a0PLN", "2 clientes");
        assertThat(visitor()
                        .with("Authorization", "Bearer " + key)
                        .get("/api/v1/reports/purchases?from=ayer")
                        .body())
                .contains("API-108");
        assertThat(visitor()
                        .with("Authorization", "Bearer " + key)
                        .get("/api/v1/reports/purchases?grouped=yes")
                        .body())
                .contains("API-111");
    }

    @Test
    @Tag("FEA-03")
    void an_object_may_have_fields_with_any_name_and_is_imported_all_the_same() {
        ImportVisit visit = new ImportVisit(visitor, sql, "product", """
                Nombre;Referencia
                Silla;SILLA-77
                Mesa;MESA-77
                """);
        visit.step("run", "DONE");
        assertThat(visit.tally()).isEqualTo("2 0 0 0 0");
        assertThat(sql.fetchValue("select name from record.product where code = 'MESA-77'"))
                .isEqualTo("Mesa");
    }
}
