package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.Address;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.InvoiceIssuing.Issued;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.operational.verifactu.VerifactuSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From an order to an issued invoice, and that nobody changes it. */
class InvoicesTest extends BillingTest {
    @Autowired
    QuoteDecisions decisions;

    @Autowired
    SalesOrders orders;

    @Autowired
    Invoices invoices;

    @Autowired
    InvoiceIssuing issuing;

    @Autowired
    IssuerSettings issuer;

    @Autowired
    VerifactuSettings verifactu;

    @BeforeEach
    void theIssuerIsKnown() {
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
        register(false);
    }

    @AfterEach
    void nobodyRegisters() {
        register(false);
    }

    private void register(boolean active) {
        verifactu.save(new VerifactuSettings.Draft(
                active, Environment.TEST, "Emisora de Ejemplo, S.A.", "A12345674", "Proyecto, S.L.", "B08194359"));
    }

    private StoredRecord account() {
        return make(
                "account",
                Map.of(
                        "name",
                        "Cliente de Ejemplo, S.L.",
                        "tax_id",
                        "B08194359",
                        "address",
                        new Address("Rúa do Sol 2", "15001", "A Coruña", "A Coruña", "España")));
    }

    private StoredRecord invoice(long id) {
        return records.find(invoices.type(), id, actor).orElseThrow();
    }

    /** An accepted quote of one line of this amount, for a deal of the account. */
    private StoredRecord accepted(StoredRecord account, String amount) {
        StoredRecord deal = deal("Ampliación", amount, Map.of("account", account.id()));
        StoredRecord quote = ((WriteResult.Saved) quotes.begin(deal, actor)).record();
        decisions.note(quote.id(), true, "Nuria Beltrán", null, actor);
        return read(quote);
    }

    private StoredRecord draft(String amount) {
        return ((WriteResult.Saved) invoices.of(accepted(account(), amount), actor)).record();
    }

    private StoredRecord issued(String amount) {
        return ((Issued.Done) issuing.issue(draft(amount).id(), actor)).invoice();
    }

    private static List<String> row(DocumentLine line, String quantity) {
        return List.of(
                "line.row",
                line.rowKey(),
                "line.kind",
                "ITEM",
                "line.product",
                "",
                "line.name",
                line.name(),
                "line.detail",
                "",
                "line.quantity",
                quantity,
                "line.unit",
                "",
                "line.price",
                line.price().toPlainString(),
                "line.discount",
                "0",
                "line.tax",
                "iva_general");
    }

    private Answer edit(StoredRecord invoice, List<String> row) {
        List<String> form = new ArrayList<>(List.of(
                "version",
                "" + invoice.version(),
                "revision",
                "" + documents.find(invoice).revision()));
        form.addAll(row);
        return visitor.htmx().post("/o/invoice/" + invoice.id() + "/edit", form.toArray(String[]::new));
    }

    private static long id(Answer answer) {
        String to = answer.location().isEmpty() ? answer.header("HX-Redirect") : answer.location();
        return Long.parseLong(to.replaceAll("\\D", ""));
    }

    private static Answer deletedBy(Visitor who, long id) {
        who.get("/o/invoice/" + id);
        return who.send("DELETE", "/o/invoice/" + id, "");
    }

    @Test
    @Tag("OPE-08")
    @Tag("OPE-22")
    void an_order_is_invoiced_in_parts_and_every_document_leads_to_the_others() {
        StoredRecord quote = accepted(account(), "1000");
        StoredRecord order = ((WriteResult.Saved) orders.of(quote, actor, Origin.PERSON)).record();
        long first = id(visitor.post("/o/sales_order/" + order.id() + "/invoice"));
        DocumentLine line = documents.lines(first).getFirst();
        assertThat(line.sourceLineId())
                .isEqualTo(documents.lines(order.id()).getFirst().id());
        assertThat(edit(invoice(first), row(line, "0,4")).status()).isEqualTo(200);
        assertThat(invoice(first).money("total").amount()).isEqualByComparingTo("484");

        long second = id(visitor.post("/o/sales_order/" + order.id() + "/invoice"));
        assertThat(documents.lines(second).getFirst().quantity()).isEqualByComparingTo("0.6");
        Answer nothing = visitor.post("/o/quote/" + quote.id() + "/invoice");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.body()).contains("BIL-172");
        visitor.post("/o/invoice/" + second + "/void");
        assertThat(invoice(second).text("status")).isEqualTo("void");
        assertThat(invoices.open(order).getFirst().quantity()).isEqualByComparingTo("0.6");

        visitor.post("/o/invoice/" + first + "/issue");
        StoredRecord issued = invoice(first);
        assertThat(issued.text("status")).isEqualTo("issued");
        assertThat(issued.title()).matches("F\\d{4}-\\d{6}");
        assertThat(issued.money("balance").amount()).isEqualByComparingTo("484");
        assertThat(issued.date("due_date")).isEqualTo(issued.date("date").plusDays(30));
        String deal = "/o/opportunity/" + quote.reference("opportunity");
        for (String page : List.of(deal, "/o/quote/" + quote.id(), "/o/sales_order/" + order.id())) {
            assertThat(visitor.get(page).body()).as(page).contains("/o/invoice/" + first);
        }
        assertThat(visitor.get("/o/invoice/" + first).body())
                .contains(deal, "/o/quote/" + quote.id(), "/o/sales_order/" + order.id());
    }

    @Test
    @Tag("OPE-08")
    void all_that_is_missing_is_said_at_once_and_nothing_is_written() {
        StoredRecord account = make("account", Map.of("name", "Sin datos"));
        StoredRecord draft = make("invoice", Map.of("account", account.id(), "subject", "A mano"));
        issuer.save(new Issuer("Emisora", "", "", "", "", "", "", "", "", ""));
        Answer answer = visitor.htmx().post("/o/invoice/" + draft.id() + "/issue");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("BIL-161", "BIL-163", "BIL-164", "BIL-165");
        assertThat(invoice(draft.id()).text("status")).isEqualTo("draft");
        assertThat(issuing.find(draft.id())).isEmpty();
    }

    @Test
    @Tag("OPE-08")
    void two_hundred_invoices_of_twenty_threads_have_no_gap_and_one_record_each() throws Exception {
        register(true);
        StoredRecord account = account();
        List<Long> drafts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StoredRecord quote = make("invoice", Map.of("account", account.id(), "subject", "Montaje " + i));
            documents.begin(quote, java.util.Currency.getInstance("EUR"), List.of(line("" + (100 + i))), actor);
            drafts.add(quote.id());
        }
        long records = sql.fetchSingle("select count(*) from verifactu_record").into(Long.class);
        try (var threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Issued>> tasks = drafts.stream()
                    .<Callable<Issued>>map(id -> () -> issuing.issue(id, actor))
                    .toList();
            for (Future<Issued> one : threads.invokeAll(tasks)) {
                assertThat(one.get()).isInstanceOf(Issued.Done.class);
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
        List<Long> numbers = sql.fetch(
                        "select i.position from invoice_issue i join billing_series s on s.id = i.series_id where s.kind = 'FULL' order by 1")
                .into(Long.class);
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(sql.fetchSingle("select count(*) from verifactu_record").into(Long.class))
                .isEqualTo(records + 200);
        assertThat(sql.fetchSingle(
                                "select count(distinct (record_chain, record_position)) from invoice_issue where record_chain is not null")
                        .into(Long.class))
                .isEqualTo(200);
        for (int i = 0; i < 200; i += 40) {
            StoredRecord issued = invoice(drafts.get(i));
            assertThat(issued.money("total").amount())
                    .isEqualByComparingTo(new BigDecimal(100 + i).multiply(new BigDecimal("1.21")));
            assertThat(issuing.find(issued.id()).orElseThrow().content().qr()).contains(issued.title());
        }
        assertThat(new String(
                        visitor.download("/o/invoice/" + drafts.getFirst() + "/pdf"),
                        0,
                        5,
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo("%PDF-");
    }

    private static DocumentLine line(String price) {
        return new DocumentLine(
                0,
                "a",
                DocumentLine.Kind.ITEM,
                null,
                "Montaje",
                null,
                BigDecimal.ONE,
                null,
                new BigDecimal(price),
                BigDecimal.ZERO,
                null,
                "iva_general",
                new BigDecimal("21"),
                BigDecimal.ZERO,
                null);
    }

    @Test
    @Tag("OPE-08")
    void what_is_issued_is_changed_by_no_screen_and_no_statement() throws Exception {
        StoredRecord issued = issued("500");
        long id = issued.id();
        assertThat(edit(issued, row(documents.lines(id).getFirst(), "9")).body())
                .contains("BIL-160");
        assertThat(visitor.post("/o/invoice/" + id + "/void").status()).isEqualTo(400);
        assertThat(visitor.htmx().post("/o/invoice/" + id + "/issue").body()).contains("BIL-176");
        assertThat(changes.change(issued.type(), id, issued.version(), Draft.of(Map.of("subject", "Otro")), actor))
                .isInstanceOf(WriteResult.Invalid.class);
        Answer deleted = deletedBy(signedIn(administrator()), id);
        assertThat(deleted.status()).isEqualTo(409);
        assertThat(deleted.body()).contains("WEB-423");
        for (String attempt : List.of(
                "update document_line set price = 1 where document_id = " + id,
                "delete from document_line where document_id = " + id,
                "update document set surcharge = true where document_id = " + id,
                "update invoice_issue set content = '{}' where invoice_id = " + id,
                "delete from invoice_issue where invoice_id = " + id,
                "update record.invoice set total = 1 where id = " + id,
                "update record.invoice set number = 'F2026-999999' where id = " + id,
                "update record.invoice set status = 'draft' where id = " + id,
                "delete from record.invoice where id = " + id)) {
            assertThatThrownBy(() -> sql.execute(attempt)).as(attempt).hasStackTraceContaining("issued invoice");
        }
        assertThat(invoice(id)).isEqualTo(issued);
        assertThat(issuing.find(id).orElseThrow().intact()).isTrue();
    }

    @Test
    @Tag("OPE-08")
    void a_corrective_invoice_cites_the_one_it_corrects_in_a_series_of_its_own() {
        StoredRecord original = issued("300");
        Answer unreasoned = visitor.htmx()
                .post("/o/invoice/" + original.id() + "/correct", "method", "substitution", "code", "r5", "reason", "");
        assertThat(unreasoned.status()).isEqualTo(422);
        assertThat(unreasoned.body()).contains("BIL-180", "BIL-182");
        long id = id(visitor.post(
                "/o/invoice/" + original.id() + "/correct",
                "method",
                "differences",
                "code",
                "r1",
                "reason",
                "Devolución"));
        assertThat(issuing.issue(id, actor)).isInstanceOf(Issued.Done.class);
        StoredRecord correction = invoice(id);
        assertThat(correction.title()).startsWith("R");
        assertThat(correction.money("total").amount()).isEqualByComparingTo("-363");
        assertThat(issuing.find(id).orElseThrow().content().corrected()).containsExactly(original.title());
        assertThat(new String(visitor.download("/o/invoice/" + id + "/ubl"), java.nio.charset.StandardCharsets.UTF_8))
                .contains("CreditNote", original.title());

        long other = id(visitor.post(
                "/o/invoice/" + original.id() + "/correct", "method", "substitution", "code", "r4", "reason", "Error"));
        assertThat(issuing.issue(other, actor)).isInstanceOf(Issued.Done.class);
        assertThat(invoice(original.id()).text("status")).isEqualTo("substituted");
        assertThat(invoice(original.id()).money("balance").amount()).isEqualByComparingTo("0");
        assertThat(new String(
                        visitor.download("/o/invoice/" + other + "/facturae"), java.nio.charset.StandardCharsets.UTF_8))
                .contains("Facturae", "B08194359");
    }

    @Test
    @Tag("RE-05")
    void another_seller_neither_sees_nor_issues_an_invoice() {
        StoredRecord draft = draft("100");
        Visitor other = signedIn(
                user(Role.SELLER, teams.create("Oeste " + System.nanoTime()).orElseThrow()));
        assertThat(other.post("/o/invoice/" + draft.id() + "/issue").status()).isEqualTo(404);
        assertThat(signedIn(user(Role.READER, null))
                        .post("/o/invoice/" + draft.id() + "/issue")
                        .status())
                .isEqualTo(403);
        assertThat(invoice(draft.id()).text("status")).isEqualTo("draft");
    }

    @Test
    @Tag("GOV-01")
    void what_the_law_wants_kept_of_a_person_who_is_erased_is_kept() {
        String name = "Zulema Arrieta" + System.nanoTime();
        StoredRecord contact = make("contact", Map.of("first_name", "Zulema", "last_name", name.substring(7)));
        StoredRecord draft = draft("100");
        StoredRecord subject = draft("200");
        for (StoredRecord one : List.of(draft, subject)) {
            assertThat(changes.change(
                            one.type(),
                            one.id(),
                            one.version(),
                            Draft.of(Map.of("subject", "Montaje para " + name)),
                            actor))
                    .isInstanceOf(WriteResult.Saved.class);
        }
        assertThat(issuing.issue(subject.id(), actor)).isInstanceOf(Issued.Done.class);
        Visitor administrator = signedIn(administrator());
        administrator.get("/o/contact/" + contact.id() + "/privacy");
        assertThat(administrator
                        .post(
                                "/o/contact/" + contact.id() + "/privacy/erase",
                                "reason",
                                "lo pide por escrito",
                                "objects",
                                "true",
                                "sure",
                                "true")
                        .status())
                .isEqualTo(303);
        assertThat(invoice(draft.id()).text("subject")).isEqualTo("Montaje para […]");
        assertThat(invoice(subject.id()).text("subject")).isEqualTo("Montaje para " + name);
        assertThat(issuing.find(subject.id()).orElseThrow().intact()).isTrue();
    }
}
