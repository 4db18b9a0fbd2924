package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import lazo.LazoTest;
import lazo.TestDatabase;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.einvoice.TaxIdentity;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.Correction;
import lazo.operational.einvoice.TaxInvoice.Line;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Tax;
import lazo.operational.einvoice.TaxKind;
import lazo.operational.einvoice.TaxTreatment;
import lazo.operational.verifactu.ChainFault.Reason;
import lazo.operational.verifactu.ChainInspection.Flaw;
import lazo.platform.secret.Secrets;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.xml.sax.SAXException;

/** The chain of billing records: what is hashed, what is written, and that nobody changes it unseen. */
class BillingRecordsTest extends LazoTest {
    @Autowired
    Secrets secrets;

    @Autowired
    BillingRecords ofTheApplication;

    private final TestDatabase database = new TestDatabase();
    private VerifactuWorld world;

    @BeforeEach
    void somebodyHasToRegister() {
        world = new VerifactuWorld(database.sql(), clock, secrets);
    }

    @AfterEach
    void dropIt() {
        database.drop();
    }

    @Test
    @Tag("OPE-08")
    void the_hashes_of_the_tax_agencys_examples_come_out() {
        String first = RecordHash.ofRegistration(
                "89890001K", "12345678/G33", "01-01-2024", "F1", "12.35", "123.45", "", "2024-01-01T19:20:30+01:00");
        assertThat(first).isEqualTo("3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60");
        String second = RecordHash.ofRegistration(
                "89890001K", "12345679/G34", "01-01-2024", "F1", "12.35", "123.45", first, "2024-01-01T19:20:35+01:00");
        assertThat(second).isEqualTo("F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97");
        assertThat(RecordHash.ofCancellation(
                        "89890001K", "12345679/G34", "01-01-2024", second, "2024-01-01T19:20:40+01:00"))
                .isEqualTo("177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68");
    }

    @Test
    void the_hash_is_of_the_letters_and_not_of_the_amount() {
        String twelve = RecordHash.ofRegistration("A", "1", "d", "F1", "12.3", "1", "", "t");
        assertThat(RecordHash.ofRegistration("A", "1", "d", "F1", "12.30", "1", "", "t"))
                .isNotEqualTo(twelve);
        assertThat(RecordHash.ofRegistration(" A ", "1", "d", "F1", "12.3", "1", "", "t"))
                .isEqualTo(twelve);
    }

    @Test
    @Tag("OPE-08")
    void every_kind_of_record_is_valid_by_the_agencys_schema() throws SAXException, IOException {
        TaxInvoice first = VerifactuWorld.invoice(1);
        List<BillingRecord> all = new ArrayList<>();
        all.add(world.register(first));
        all.add(world.register(VerifactuWorld.invoice(2, InvoiceKind.F2)));
        all.add(world.register(VerifactuWorld.invoice(3, InvoiceKind.F3)
                .replacing(List.of(VerifactuWorld.invoice(2).id()))));
        for (InvoiceKind kind :
                List.of(InvoiceKind.R1, InvoiceKind.R2, InvoiceKind.R3, InvoiceKind.R4, InvoiceKind.R5)) {
            boolean substitutes = kind == InvoiceKind.R2;
            all.add(world.register(VerifactuWorld.invoice(10 + kind.ordinal(), kind)
                    .correcting(new Correction(
                            substitutes,
                            List.of(first.id()),
                            substitutes ? new BigDecimal("100.00") : null,
                            substitutes ? new BigDecimal("21.00") : null,
                            "Devolución"))));
        }
        all.add(world.register(everyTax(20)));
        all.add(world.register(everyTax(20), Resubmission.REJECTED));
        all.add(world.register(first, Resubmission.CORRECTED));
        all.add(world.register(abroad(21)));
        all.add(world.cancel(first));
        Schema schema = schema();
        for (BillingRecord one : all) {
            schema.newValidator().validate(new StreamSource(new StringReader(one.xml())));
        }
        assertThat(all.get(8).xml())
                .contains("<sf:CuotaTotal>33.70</sf:CuotaTotal><sf:ImporteTotal>733.70</sf:ImporteTotal>")
                .contains("<sf:TipoRecargoEquivalencia>5.20</sf:TipoRecargoEquivalencia>")
                .contains("<sf:OperacionExenta>E5</sf:OperacionExenta>")
                .contains(
                        "<sf:CalificacionOperacion>S2</sf:CalificacionOperacion><sf:TipoImpositivo>0.00</sf:TipoImpositivo>")
                .contains("<sf:CalificacionOperacion>N2</sf:CalificacionOperacion><sf:BaseImponible");
        assertThat(all.get(9).xml())
                .contains("<sf:Subsanacion>S</sf:Subsanacion><sf:RechazoPrevio>X</sf:RechazoPrevio>");
        assertThat(all.get(11).xml())
                .contains("<sf:IDOtro><sf:IDType>02</sf:IDType><sf:ID>FR40303265045</sf:ID></sf:IDOtro>");
        assertThat(world.inspect().broken()).isEmpty();
    }

    private static Schema schema() throws SAXException {
        URL url = BillingRecordsTest.class.getResource("/verifactu/SuministroInformacion.xsd");
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(url);
    }

    private static TaxInvoice everyTax(int number) {
        Tax igic = new Tax(TaxKind.IGIC, TaxTreatment.TAXED, "01", new BigDecimal("7"), null, null);
        Tax ipsi = new Tax(TaxKind.IPSI, TaxTreatment.TAXED, "01", new BigDecimal("0.5"), null, null);
        List<Tax> taxes = List.of(
                Tax.iva("21").surcharged("5.2"),
                igic,
                ipsi,
                Tax.untaxed(TaxTreatment.WITHIN_EU, "Entrega intracomunitaria"),
                Tax.untaxed(TaxTreatment.REVERSE_CHARGE, "Inversión del sujeto pasivo"),
                Tax.untaxed(TaxTreatment.NOT_SUBJECT_HERE, "No sujeta"),
                Tax.untaxed(TaxTreatment.EXEMPT, "Exenta"));
        List<Line> lines = new ArrayList<>();
        taxes.forEach(tax ->
                lines.add(Line.of("" + lines.size(), "Cosa", BigDecimal.ONE, "C62", new BigDecimal("100.00"), tax)));
        return TaxInvoice.of(
                VerifactuWorld.invoice(number).id(),
                InvoiceKind.F1,
                "De todo",
                VerifactuWorld.SELLER,
                VerifactuWorld.BUYER,
                lines);
    }

    private static TaxInvoice abroad(int number) {
        return TaxInvoice.of(
                VerifactuWorld.invoice(number).id(),
                InvoiceKind.F1,
                "Exportación <&> \"ñ\"",
                VerifactuWorld.SELLER,
                Party.of("Société d'Exemple", TaxIdentity.vat("FR40303265045"), null),
                List.of(Line.of(
                        "1",
                        "Cosa",
                        BigDecimal.ONE,
                        "C62",
                        new BigDecimal("100"),
                        Tax.untaxed(TaxTreatment.WITHIN_EU, "Entrega intracomunitaria"))));
    }

    @Test
    @Tag("OPE-08")
    void what_is_hashed_is_stored_letter_by_letter() {
        BillingRecord first = world.register(VerifactuWorld.invoice(1));
        BillingRecord second = world.cancel(VerifactuWorld.invoice(1));
        assertThat(first.taxAmount()).isEqualTo("21.00");
        assertThat(first.totalAmount()).isEqualTo("121.00");
        assertThat(first.previousHash()).isEmpty();
        assertThat(first.xml()).contains("<sf:PrimerRegistro>S</sf:PrimerRegistro>");
        assertThat(first.hash()).isEqualTo(first.computedHash()).matches("[0-9A-F]{64}");
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(second.xml()).contains("<sf:Huella>" + first.hash() + "</sf:Huella>");
        assertThat(world.records.find(world.chain(), 2)).hasValue(second);
    }

    @Test
    @Tag("OPE-08")
    void twenty_at_once_make_one_chain_without_a_gap() throws Exception {
        List<Callable<BillingRecord>> work = IntStream.rangeClosed(1, 200)
                .<Callable<BillingRecord>>mapToObj(number -> () -> world.register(VerifactuWorld.invoice(number)))
                .toList();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (Future<BillingRecord> one : threads.invokeAll(work)) {
                assertThat(one.get().hash()).hasSize(64);
            }
        }
        ChainInspection.Result result = world.inspect();
        assertThat(result.broken()).isEmpty();
        assertThat(result.records()).isEqualTo(200);
        assertThat(database.sql().fetchCount(VERIFACTU_RECORD)).isEqualTo(200);
        List<Long> positions = database.sql()
                .select(VERIFACTU_RECORD.POSITION)
                .from(VERIFACTU_RECORD)
                .orderBy(VERIFACTU_RECORD.POSITION)
                .fetch(VERIFACTU_RECORD.POSITION);
        assertThat(positions).isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void what_is_rolled_back_leaves_no_trace() {
        world.register(VerifactuWorld.invoice(1));
        assertThatThrownBy(() -> database.sql().transaction(transaction -> {
                    world.within(transaction.dsl()).register(VerifactuWorld.invoice(2), Resubmission.FIRST);
                    throw new IllegalStateException("the machine goes down");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(world.register(VerifactuWorld.invoice(2)).position()).isEqualTo(2);
        assertThat(world.inspect().broken()).isEmpty();
    }

    @Test
    void a_record_is_made_in_the_transaction_of_its_invoice_or_not_at_all() {
        assertThatThrownBy(() -> ofTheApplication.register(VerifactuWorld.invoice(1), Resubmission.FIRST))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    @Tag("OPE-08")
    void a_clock_that_has_gone_back_more_than_a_minute_stops_the_issuing() {
        clock.advance(Duration.ofSeconds(40));
        BillingRecord first = world.register(VerifactuWorld.invoice(1));
        clock.reset();
        BillingRecord second = world.register(VerifactuWorld.invoice(2));
        assertThat(second.generated()).isEqualTo(first.generated());
        clock.advance(Duration.ofMinutes(5));
        world.register(VerifactuWorld.invoice(3));
        clock.reset();
        ChainFault fault = catchThrowableOfType(ChainFault.class, () -> world.register(VerifactuWorld.invoice(4)));
        assertThat(fault.reason()).isEqualTo(Reason.CLOCK);
        assertThat(world.inspect().records()).isEqualTo(3);
    }

    @Test
    void an_invoice_that_cannot_be_registered_says_all_that_is_wrong() {
        TaxInvoice bad = TaxInvoice.of(
                new TaxInvoice.InvoiceId("F<", "1", VerifactuWorld.DAY),
                InvoiceKind.R1,
                " ",
                VerifactuWorld.BUYER,
                null,
                List.of());
        assertThat(world.records.problems(bad))
                .containsExactlyInAnyOrder(
                        InvoiceProblem.OTHER_SELLER,
                        InvoiceProblem.NUMBER,
                        InvoiceProblem.NO_DESCRIPTION,
                        InvoiceProblem.NO_BUYER,
                        InvoiceProblem.NO_TAXES,
                        InvoiceProblem.CORRECTS_NOTHING);
        ChainFault fault = catchThrowableOfType(ChainFault.class, () -> world.register(bad));
        assertThat(fault.reason()).isEqualTo(Reason.INVOICE);
        assertThat(world.records.currentChain()).isEmpty();
    }

    @Test
    void only_what_was_registered_is_cancelled_and_only_once() {
        world.register(VerifactuWorld.invoice(1));
        ChainFault unknown = catchThrowableOfType(ChainFault.class, () -> world.cancel(VerifactuWorld.invoice(2)));
        assertThat(unknown.reason()).isEqualTo(Reason.UNKNOWN);
        world.cancel(VerifactuWorld.invoice(1));
        ChainFault again = catchThrowableOfType(ChainFault.class, () -> world.cancel(VerifactuWorld.invoice(1)));
        assertThat(again.reason()).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    @Tag("OPE-08")
    void nobody_changes_or_removes_a_record() {
        world.register(VerifactuWorld.invoice(1));
        for (String deed : List.of(
                "update verifactu_record set total_amount = '1.00'",
                "delete from verifactu_record",
                "truncate verifactu_record cascade")) {
            assertThatThrownBy(() -> database.sql().execute(deed)).isInstanceOf(DataAccessException.class);
        }
        assertThat(world.inspect().broken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    update verifactu_record set total_amount = '1.00' where position = 3 | 3 | CHANGED
                    update verifactu_record set generated_at = '2026-01-01T00:00:00+01:00' where position = 2 | 2 | CHANGED
                    update verifactu_record set previous_hash = repeat('A', 64) where position = 4 | 4 | CHANGED
                    update verifactu_record set hash = repeat('A', 64) where position = 4 | 4 | CHANGED
                    update verifactu_record set xml = replace(xml, '121.00', '12.10') where position = 2 | 2 | DOCUMENT
                    update verifactu_record set xml = 'nothing' where position = 5 | 5 | DOCUMENT
                    delete from verifactu_record where position = 1 | 1 | MISSING
                    delete from verifactu_record where position = 3 | 3 | MISSING
                    delete from verifactu_record where position = 5 | 5 | END
                    delete from verifactu_record where position > 3 | 4 | END
                    """)
    @Tag("OPE-08")
    void whatever_a_superuser_changes_is_found_and_named(String deed, long position, Flaw flaw) throws SQLException {
        for (int number = 1; number <= 5; number++) {
            world.register(VerifactuWorld.invoice(number));
        }
        try (Connection superuser = database.administer();
                Statement sql = superuser.createStatement()) {
            sql.execute("set session_replication_role = replica");
            sql.execute(deed);
        }
        ChainInspection.Broken broken = world.inspect().broken().orElseThrow();
        assertThat(broken.position()).isEqualTo(position);
        assertThat(broken.flaw()).isEqualTo(flaw);
        if (flaw != Flaw.MISSING && flaw != Flaw.END) {
            assertThat(broken.number()).isEqualTo("F2026-00000" + position);
        }
    }

    @Test
    void a_record_that_somebody_has_made_up_with_a_right_hash_is_not_chained() throws SQLException {
        for (int number = 1; number <= 3; number++) {
            world.register(VerifactuWorld.invoice(number));
        }
        BillingRecord second = world.records.find(world.chain(), 2).orElseThrow();
        BillingRecord cheaper = new BillingRecord(
                second.chainId(),
                2,
                second.kind(),
                second.issuerNif(),
                second.number(),
                second.issued(),
                second.invoiceKind(),
                "2.10",
                "12.10",
                second.previousHash(),
                second.generatedAt(),
                "",
                "");
        String hash = cheaper.computedHash();
        String xml = second.xml()
                .replace("121.00", "12.10")
                .replace("<sf:CuotaTotal>21.00", "<sf:CuotaTotal>2.10")
                .replace(second.hash(), hash);
        try (Connection superuser = database.administer();
                var sql = superuser.prepareStatement(
                        "update verifactu_record set tax_amount = '2.10', total_amount = '12.10', hash = ?, xml = ? where position = 2")) {
            superuser.createStatement().execute("set session_replication_role = replica");
            sql.setString(1, hash);
            sql.setString(2, xml);
            assertThat(sql.executeUpdate()).isEqualTo(1);
        }
        ChainInspection.Broken broken = world.inspect().broken().orElseThrow();
        assertThat(List.of(broken.position(), broken.flaw())).isEqualTo(List.of(3L, Flaw.UNCHAINED));
    }

    @Test
    @Tag("OPE-08")
    void nothing_is_added_to_a_chain_whose_end_is_not_what_it_was() throws SQLException {
        world.register(VerifactuWorld.invoice(1));
        world.register(VerifactuWorld.invoice(2));
        try (Connection superuser = database.administer();
                Statement sql = superuser.createStatement()) {
            sql.execute("set session_replication_role = replica");
            sql.execute("update verifactu_record set total_amount = '1.00' where position = 2");
        }
        ChainFault changed = catchThrowableOfType(ChainFault.class, () -> world.register(VerifactuWorld.invoice(3)));
        assertThat(changed.reason()).isEqualTo(Reason.BROKEN);
        try (Connection superuser = database.administer();
                Statement sql = superuser.createStatement()) {
            sql.execute("set session_replication_role = replica");
            sql.execute("delete from verifactu_record where position = 2");
        }
        ChainFault gone = catchThrowableOfType(ChainFault.class, () -> world.register(VerifactuWorld.invoice(3)));
        assertThat(gone.reason()).isEqualTo(Reason.BROKEN);
    }

    @Test
    void another_taxpayer_has_another_chain() {
        world.register(VerifactuWorld.invoice(1));
        long chain = world.chain();
        world.settings.save(new VerifactuSettings.Draft(
                true,
                Taxpayer.Environment.PRODUCTION,
                "Emisora de Ejemplo, S.A.",
                "A28083806",
                "Proyecto de Ejemplo, S.L.",
                "B08194359"));
        BillingRecord real = world.register(VerifactuWorld.invoice(1));
        assertThat(real.position()).isEqualTo(1);
        assertThat(real.chainId()).isNotEqualTo(chain);
        assertThat(real.xml()).doesNotContain("-TEST</sf:NumeroInstalacion>");
    }
}
