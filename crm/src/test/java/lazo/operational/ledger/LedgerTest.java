package lazo.operational.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.operational.ledger.InvoiceBook.Summary;
import lazo.operational.ledger.Receivables.Age;
import lazo.operational.ledger.Receivables.Ageing;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.operational.verifactu.VerifactuSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** What is owed and what was issued, as screens and files tell it. */
class LedgerTest extends LazoTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    Teams teams;

    @Autowired
    IssuerSettings issuer;

    @Autowired
    VerifactuSettings verifactu;

    @Autowired
    Receivables receivables;

    @Autowired
    InvoiceBook book;

    private User seller;
    private Visitor visitor;
    private long account;
    private String name;

    @BeforeEach
    void aSellerHasACustomer() {
        issuer.save(new Issuer(
                "Emisora de Ejemplo, S.A.",
                "A12345674",
                "Calle Mayor 1",
                "28013",
                "Madrid",
                "Madrid",
                "España",
                "",
                "",
                ""));
        verifactu.save(new VerifactuSettings.Draft(
                false, Environment.TEST, "Emisora de Ejemplo, S.A.", "A12345674", "Proyecto, S.L.", "B08194359"));
        seller = user(Role.SELLER, teams.create("Norte " + System.nanoTime()).orElseThrow());
        visitor = signedIn(seller);
        name = "Cliente " + System.nanoTime() + ", S.L.";
        Map<String, Object> values = new HashMap<>(Map.of(
                "name",
                name,
                "tax_id",
                "B08194359",
                "address",
                new Address("Rúa do Sol 2", "15001", "A Coruña", "A Coruña", "España")));
        account = ((WriteResult.Saved) changes.create(types.load("account"), Draft.of(values), actor(seller)))
                .record()
                .id();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), MADRID);
    }

    private long issued(String amount, LocalDate due) {
        long id = id(visitor.post("/o/invoice", "subject", "Montaje", "account", "" + account, "due_date", "" + due));
        edit(id, amount);
        assertThat(visitor.post("/o/invoice/" + id + "/issue").status()).isEqualTo(303);
        return id;
    }

    private static long id(Visitor.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return Long.parseLong(answer.location().replaceAll("/edit$", "").replaceAll(".*/", ""));
    }

    private void edit(long id, String amount) {
        String version = sql.fetchValue("select version from record.invoice where id = ?", id)
                .toString();
        Object revision = sql.fetchValue("select coalesce(max(revision), 0) from document where document_id = ?", id);
        Visitor.Answer answer = visitor.post(
                "/o/invoice/" + id + "/edit",
                "version",
                version,
                "revision",
                "" + revision,
                "subject",
                "Montaje",
                "account",
                "" + account,
                "line.row",
                "a",
                "line.kind",
                "ITEM",
                "line.product",
                "",
                "line.name",
                "Montaje",
                "line.detail",
                "",
                "line.quantity",
                "1",
                "line.unit",
                "",
                "line.price",
                amount,
                "line.discount",
                "0",
                "line.tax",
                "iva_general");
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    }

    @Test
    @Tag("ANA-RIS-02")
    void what_is_owed_is_told_by_how_long_it_has_been_due_to_whoever_sees_the_invoices() {
        LocalDate start = today();
        issued("100", start);
        issued("200", start.plusDays(40));
        issued("400", start.plusDays(400));
        assertThat(receivables.of(actor(seller), start)).singleElement().satisfies(ageing -> {
            assertThat(ageing.totals().of(Age.IN_30)).isEqualByComparingTo("121");
            assertThat(ageing.totals().of(Age.IN_60)).isEqualByComparingTo("242");
            assertThat(ageing.totals().of(Age.LATER)).isEqualByComparingTo("484");
            assertThat(ageing.totals().overdue()).isZero();
        });
        for (int days : List.of(0, 1, 30, 31, 60, 61, 90, 91, 5_000)) {
            Ageing ageing = receivables.of(actor(seller), start.plusDays(days)).getFirst();
            assertThat(ageing.totals().of(Age.of(days)))
                    .as(days + " days")
                    .isGreaterThanOrEqualTo(new BigDecimal("121"));
            assertThat(ageing.totals().total()).isEqualByComparingTo("847");
        }
        clock.advance(Duration.ofDays(45));
        assertThat(visitor.get("/receivables").body())
                .contains(name, "847,00", "363,00", "de los que")
                .contains("/o/invoice?f=account%3Ais%3A" + account);
        assertThat(visitor.get("/receivables/export.csv").body()).contains(name, "847,00");
        Visitor stranger = signedIn(user(Role.SELLER, null));
        assertThat(stranger.get("/receivables").body())
                .contains("Nadie te debe nada")
                .doesNotContain(name);
        assertThat(stranger.get("/receivables/export.csv").body()).doesNotContain(name);
    }

    @Test
    @Tag("OPE-09")
    void the_book_has_every_issued_invoice_and_counts_one_that_was_replaced_once() {
        clock.advance(Duration.ofDays(800));
        LocalDate day = today();
        long original = issued("100", day.plusDays(30));
        issued("50", day.plusDays(30));
        long corrective = id(visitor.post(
                "/o/invoice/" + original + "/correct",
                "method",
                "substitution",
                "code",
                "r1",
                "reason",
                "Precio equivocado"));
        edit(corrective, "80");
        assertThat(visitor.post("/o/invoice/" + corrective + "/issue").status()).isEqualTo(303);
        Summary summary = book.read(day, day, 10).summaries().getFirst();
        assertThat(summary.invoices()).isEqualTo(3);
        assertThat(summary.replaced().base()).isEqualByComparingTo("100");
        assertThat(summary.net().base()).isEqualByComparingTo("130");
        assertThat(summary.net().tax()).isEqualByComparingTo("27.30");
        assertThat(summary.total()).isEqualByComparingTo("157.30");
        Visitor administrator = signedIn(administrator());
        String number = sql.fetchValue("select number from invoice_issue where invoice_id = ?", original)
                .toString();
        assertThat(administrator.get("/invoice-book?period=this_month").body())
                .contains(number, "27,30", "Sustituidas por rectificativas");
        assertThat(administrator
                        .get("/invoice-book/export.csv?period=this_month")
                        .body())
                .contains(number + ";" + day, ";100,00;21,00;", name);
        assertThat(visitor.get("/invoice-book").status())
                .as("a seller does not see all invoices")
                .isEqualTo(403);
        assertThat(visitor.get("/invoice-book/export.csv").header("X-Lazo-Error"))
                .isEqualTo("LED-403");
    }

    @Test
    @Tag("FEA-08")
    void both_screens_are_accessible_and_fit() {
        User administrator = user(Role.ADMINISTRATOR, null);
        issued("100", today());
        for (Look look : Look.all().toList()) {
            var page = browser.context(look).newPage();
            browser.signIn(page, url(""), administrator.email(), PASSWORD);
            for (String path : List.of("/receivables", "/invoice-book")) {
                page.navigate(url(path));
                browser.axe(page);
                browser.fits(page);
                browser.picture(page, "ledger" + path.replace('/', '-') + "-" + look.width());
            }
        }
    }
}
