package lazo.operational.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import lazo.operational.bank.BankFileProblem.Reason;
import lazo.operational.bank.CreditTransferFile.CreditTransfer;
import lazo.operational.bank.DirectDebitFile.DirectDebit;
import lazo.operational.bank.DirectDebitFile.Scheme;
import lazo.operational.bank.DirectDebitFile.Sequence;
import lazo.operational.bank.SepaParty.SepaAddress;
import lazo.platform.xml.XmlNode;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** Files for banks and from them. */
class BankFilesTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 22, 10, 0);
    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final SepaParty COMPANY = new SepaParty(
            "Emisora de Ejemplo, S.A.",
            "ES9121000418450200051332",
            "CAIXESBBXXX",
            new SepaAddress("Calle Mayor", "1", "28013", "Madrid", "ES"));
    private static final SepaParty PERSON = new SepaParty(
            "Begoña Núñez Güell & Søn",
            "ES79 2100 0813 6101 2345 6789",
            null,
            new SepaAddress("Rúa do Sol", null, "15001", "A Coruña", "ES"));

    private static DirectDebitFile debits(int count, String amount) {
        return new DirectDebitFile(
                "LAZO-20261122-1",
                NOW,
                DAY,
                Scheme.CORE,
                Sequence.RCUR,
                COMPANY,
                "ES49000A28083806",
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> new DirectDebit(
                                "F2026-%06d".formatted(number),
                                new BigDecimal(amount),
                                PERSON,
                                "MANDATO-" + number,
                                DAY.minusYears(1),
                                "Factura F2026-%06d · ñ".formatted(number)))
                        .toList());
    }

    private static XmlNode valid(String document, String schema) throws Exception {
        SchemaFactory.newDefaultInstance()
                .newSchema(BankFilesTest.class.getResource("/" + schema + ".xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(document)));
        return XmlNode.read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void direct_debits_are_valid_by_the_schema_and_in_letters_that_banks_take() throws Exception {
        XmlNode file = valid(debits(3, "121.1").document(), "pain.008.001.08");
        XmlNode head = file.at("CstmrDrctDbtInitn/GrpHdr").orElseThrow();
        assertThat(head.textAt("CtrlSum")).hasValue("363.30");
        assertThat(head.textAt("NbOfTxs")).hasValue("3");
        XmlNode first = file.at("CstmrDrctDbtInitn/PmtInf/DrctDbtTxInf").orElseThrow();
        assertThat(first.textAt("Dbtr/Nm")).hasValue("Begona Nunez Guell + Son");
        assertThat(first.textAt("Dbtr/PstlAdr/TwnNm")).hasValue("A Coruna");
        assertThat(first.textAt("DbtrAcct/Id/IBAN")).hasValue("ES7921000813610123456789");
        assertThat(first.textAt("RmtInf/Ustrd")).hasValue("Factura F2026-000001 n");
    }

    @Test
    void transfers_are_valid_by_the_schema_and_carry_structured_references() throws Exception {
        CreditTransferFile file = new CreditTransferFile(
                "LAZO//20261122//CT1",
                NOW,
                DAY,
                COMPANY,
                List.of(
                        new CreditTransfer("COMISION-1", new BigDecimal("50"), PERSON, "RF82 F202 6000 001"),
                        new CreditTransfer("//", new BigDecimal("0.01"), COMPANY, "€")));
        XmlNode read = valid(file.document(), "pain.001.001.09");
        XmlNode order = read.at("CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf").orElseThrow();
        assertThat(order.textAt("RmtInf/Strd/CdtrRefInf/Ref")).hasValue("RF82F2026000001");
        assertThat(read.textAt("CstmrCdtTrfInitn/GrpHdr/MsgId")).hasValue("LAZO/20261122/CT1");
    }

    @Test
    void what_a_bank_would_send_back_is_not_written() {
        assertThatThrownBy(() -> debits(1, "0")).hasMessageContaining("amount");
        assertThatThrownBy(() -> debits(1, "1.001")).hasMessageContaining("amount");
        assertThatThrownBy(() -> debits(0, "1")).hasMessageContaining("no debits");
        assertThatThrownBy(() -> new CreditTransferFile(
                        "1", NOW, DAY, new SepaParty("X", "ES0021000418450200051332", null, null), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final String CAMT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
            <Stmt><Id>1</Id><Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
            <Ntry><Amt Ccy="EUR">121.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-12-01</Dt></BookgDt>
              <ValDt><Dt>2026-12-02</Dt></ValDt><AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
              <RltdPties><Dbtr><Nm>Begoña Núñez</Nm></Dbtr><DbtrAcct><Id><IBAN>ES7921000813610123456789</IBAN></Id></DbtrAcct></RltdPties>
              <RmtInf><Ustrd>Factura F2026-000001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            <Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-12-03T10:00:00</DtTm></BookgDt>
              <NtryDtls><TxDtls><Refs><EndToEndId>F2026-000002</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls>
              <TxDtls><Refs><EndToEndId>F2026-000003</EndToEndId></Refs><Amt Ccy="EUR">20.00</Amt></TxDtls></NtryDtls><AddtlNtryInf>Devolución</AddtlNtryInf></Ntry>
            <Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-12-04</Dt></BookgDt></Ntry>
            </Stmt></BkToCstmrStmt></Document>
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_statement_by_camt_053_is_read() throws BankFileProblem {
        List<BankLine> lines = BankStatements.read(bytes(CAMT));
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .isEqualTo(new BankLine(
                        "ES9121000418450200051332",
                        new BigDecimal("121.00"),
                        "EUR",
                        LocalDate.of(2026, 12, 1),
                        LocalDate.of(2026, 12, 2),
                        "Begoña Núñez",
                        "ES7921000813610123456789",
                        null,
                        "Factura F2026-000001",
                        false,
                        "B-1"));
        assertThat(lines.get(1).amount()).isEqualByComparingTo("-10.00");
        assertThat(lines.get(1).returned()).isTrue();
        assertThat(lines.get(1).booked()).isEqualTo(LocalDate.of(2026, 12, 3));
        assertThat(lines.get(2).reference()).isEqualTo("F2026-000003");
        assertThat(lines.get(2).text()).isEqualTo("Devolución");
    }

    private static String row(String start) {
        return start + " ".repeat(80 - start.length());
    }

    private static String norma43() {
        return String.join(
                "\r\n",
                row("11" + "21000418" + "0200051332" + "261201" + "261231" + "2" + "00000000010000" + "978" + "3"
                        + "EMISORA"),
                row("22" + "    " + "0418" + "261201" + "261202" + "04" + "000" + "2" + "00000000012100" + "0000000077"
                        + "000000000000" + "F2026-000001"),
                row("23" + "01" + "Begoña Núñez Güell"),
                row("22" + "    " + "0418" + "261203" + "261203" + "14" + "000" + "1" + "00000000001050" + "0000000000"
                        + "000000000123"),
                row("33" + "21000418" + "0200051332" + "00001" + "00000000001050" + "00001" + "00000000012100" + "2"
                        + "00000000021050" + "978"),
                row("88" + "9".repeat(18) + "000005"),
                "");
    }

    @Test
    void a_statement_by_norma_43_is_read() throws BankFileProblem {
        List<BankLine> lines = BankStatements.read(norma43().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(lines)
                .containsExactly(
                        new BankLine(
                                "ES9121000418450200051332",
                                new BigDecimal("121.00"),
                                "EUR",
                                LocalDate.of(2026, 12, 1),
                                LocalDate.of(2026, 12, 2),
                                null,
                                null,
                                null,
                                "F2026-000001 Begoña Núñez Güell",
                                false,
                                "77"),
                        new BankLine(
                                "ES9121000418450200051332",
                                new BigDecimal("-10.50"),
                                "EUR",
                                LocalDate.of(2026, 12, 3),
                                LocalDate.of(2026, 12, 3),
                                null,
                                null,
                                "000000000123",
                                "",
                                true,
                                null));
    }

    @Test
    void a_file_of_which_a_part_is_missing_is_refused_as_a_whole() {
        String[] rows = norma43().split("\r\n");
        for (int missing = 1; missing < rows.length; missing++) {
            String[] fewer = new String[rows.length - 1];
            System.arraycopy(rows, 0, fewer, 0, missing);
            System.arraycopy(rows, missing + 1, fewer, missing, rows.length - missing - 1);
            byte[] file = String.join("\n", fewer).getBytes(StandardCharsets.ISO_8859_1);
            BankFileProblem problem = catchThrowableOfType(BankFileProblem.class, () -> BankStatements.read(file));
            assertThat(problem).as("without row " + (missing + 1)).isNotNull();
            assertThat(problem.reason()).isIn(Reason.INCOMPLETE, Reason.MALFORMED);
        }
    }

    @Test
    void other_files_are_not_taken_for_statements() throws IOException, SAXException {
        for (String other : List.of(
                "", "PK\u0003\u0004", "{}", "<html></html>", "<!DOCTYPE x [<!ENTITY a 'b'>]><Stmt>&a;</Stmt>")) {
            BankFileProblem problem =
                    catchThrowableOfType(BankFileProblem.class, () -> BankStatements.read(bytes(other)));
            assertThat(problem).as(other).isNotNull();
        }
        BankFileProblem large = catchThrowableOfType(
                BankFileProblem.class, () -> BankStatements.read(new byte[BankStatements.LARGEST + 1]));
        assertThat(large.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void whatever_is_broken_in_a_statement_it_is_read_or_refused() {
        Random random = new Random(43);
        for (byte[] whole : List.of(bytes(CAMT), norma43().getBytes(StandardCharsets.ISO_8859_1))) {
            for (int i = 0; i < 2_000; i++) {
                byte[] broken = whole.clone();
                for (int j = 0; j <= i % 4; j++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                byte[] file = i % 4 == 0 ? Arrays.copyOf(broken, random.nextInt(broken.length)) : broken;
                try {
                    assertThat(BankStatements.read(file)).hasSizeLessThan(5);
                } catch (BankFileProblem refused) {
                    assertThat(refused.reason()).isNotNull();
                }
            }
        }
    }

    @Test
    void sums_that_do_not_agree_are_never_taken() throws BankFileProblem {
        Random random = new Random(44);
        String file = norma43();
        for (int i = 0; i < 300; i++) {
            int at = file.indexOf("00000000012100") + random.nextInt(14);
            char digit = (char) ('0' + random.nextInt(10));
            String changed = file.substring(0, at) + digit + file.substring(at + 1);
            byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
            if (changed.equals(file)) {
                assertThat(BankStatements.read(bytes)).hasSize(2);
            } else {
                assertThatThrownBy(() -> BankStatements.read(bytes)).isInstanceOf(BankFileProblem.class);
            }
        }
    }
}
