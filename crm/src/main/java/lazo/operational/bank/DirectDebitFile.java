package lazo.operational.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import lazo.operational.einvoice.CreditorIdentifier;
import lazo.platform.xml.XmlWriter;

/**
 * Direct debits to be handed to a bank, pain.008.001.08: all on one day, of one scheme and one place in their sequence.
 * Source: EPC130-08, EPC222-07.
 *
 * @param id of the file, which the bank takes once
 * @param identifier of the creditor
 */
public record DirectDebitFile(
        String id,
        LocalDateTime madeAt,
        LocalDate on,
        Scheme scheme,
        Sequence sequence,
        SepaParty creditor,
        String identifier,
        List<DirectDebit> debits) {

    /** CORE for everybody, who may have it back for eight weeks; B2B among companies only. */
    public enum Scheme {
        CORE,
        B2B
    }

    /** Where a debit stands among those of its mandate. */
    public enum Sequence {
        FRST,
        RCUR,
        FNAL,
        OOFF
    }

    /** @param id end to end, so that its return can be told @param text a reference or what it is for */
    public record DirectDebit(
            String id, BigDecimal amount, SepaParty debtor, String mandate, LocalDate signed, String text) {}

    public DirectDebitFile {
        debits = List.copyOf(debits);
        SepaFile.check(!debits.isEmpty(), "no debits");
        SepaFile.check(CreditorIdentifier.isValid(identifier), "creditor identifier");
        SepaFile.check(creditor);
        for (DirectDebit one : debits) {
            SepaFile.check(one.debtor());
            SepaFile.check(one.amount());
            SepaFile.check(!one.signed().isAfter(on), "mandate " + one.mandate() + " signed after its debit");
        }
    }

    private List<BigDecimal> amounts() {
        return debits.stream().map(DirectDebit::amount).toList();
    }

    /** @return XML, to be handed over in UTF-8 */
    public String document() {
        SepaFile file = new SepaFile("pain.008.001.08");
        XmlWriter out = file.out.open("CstmrDrctDbtInitn");
        file.head(id, madeAt, amounts(), creditor.name(), identifier);
        out.open("PmtInf").element("PmtInfId", SepaText.id(id)).element("PmtMtd", "DD");
        out.element("NbOfTxs", Integer.toString(debits.size()));
        out.element("CtrlSum", SepaFile.money(SepaFile.sum(amounts())));
        out.open("PmtTpInf").open("SvcLvl").element("Cd", "SEPA").close("SvcLvl");
        out.open("LclInstrm").element("Cd", scheme.name()).close("LclInstrm");
        out.element("SeqTp", sequence.name()).close("PmtTpInf").element("ReqdColltnDt", on.toString());
        file.party("Cdtr", creditor);
        file.account("CdtrAcct", creditor);
        file.bank("CdtrAgt", creditor);
        out.element("ChrgBr", "SLEV");
        out.open("CdtrSchmeId").open("Id").open("PrvtId").open("Othr").element("Id", identifier);
        out.open("SchmeNm").element("Prtry", "SEPA").close("SchmeNm");
        out.close("Othr").close("PrvtId").close("Id").close("CdtrSchmeId");
        debits.forEach(one -> write(one, file));
        return out.close("PmtInf").close("CstmrDrctDbtInitn").close("Document").document();
    }

    private static void write(DirectDebit one, SepaFile file) {
        XmlWriter out = file.out.open("DrctDbtTxInf");
        out.open("PmtId").element("EndToEndId", SepaText.id(one.id())).close("PmtId");
        file.amount(one.amount());
        out.open("DrctDbtTx").open("MndtRltdInf").element("MndtId", SepaText.id(one.mandate()));
        out.element("DtOfSgntr", one.signed().toString()).close("MndtRltdInf").close("DrctDbtTx");
        file.bank("DbtrAgt", one.debtor());
        file.party("Dbtr", one.debtor());
        file.account("DbtrAcct", one.debtor());
        file.remittance(one.text());
        out.close("DrctDbtTxInf");
    }
}
