package lazo.operational.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import lazo.platform.xml.XmlWriter;

/** Transfers to be handed to a bank, pain.001.001.09: all on one day from one account. Source: EPC132-08. */
public record CreditTransferFile(
        String id, LocalDateTime madeAt, LocalDate on, SepaParty debtor, List<CreditTransfer> transfers) {

    /** @param id end to end @param text a reference or what it is for */
    public record CreditTransfer(String id, BigDecimal amount, SepaParty creditor, String text) {}

    public CreditTransferFile {
        transfers = List.copyOf(transfers);
        SepaFile.check(!transfers.isEmpty(), "no transfers");
        SepaFile.check(debtor);
        for (CreditTransfer one : transfers) {
            SepaFile.check(one.creditor());
            SepaFile.check(one.amount());
        }
    }

    /** @return XML, to be handed over in UTF-8 */
    public String document() {
        List<BigDecimal> amounts =
                transfers.stream().map(CreditTransfer::amount).toList();
        SepaFile file = new SepaFile("pain.001.001.09");
        XmlWriter out = file.out.open("CstmrCdtTrfInitn");
        file.head(id, madeAt, amounts, debtor.name(), null);
        out.open("PmtInf").element("PmtInfId", SepaText.id(id)).element("PmtMtd", "TRF");
        out.element("NbOfTxs", Integer.toString(transfers.size()));
        out.element("CtrlSum", SepaFile.money(SepaFile.sum(amounts)));
        out.open("PmtTpInf")
                .open("SvcLvl")
                .element("Cd", "SEPA")
                .close("SvcLvl")
                .close("PmtTpInf");
        out.open("ReqdExctnDt").element("Dt", on.toString()).close("ReqdExctnDt");
        file.party("Dbtr", debtor);
        file.account("DbtrAcct", debtor);
        file.bank("DbtrAgt", debtor);
        out.element("ChrgBr", "SLEV");
        for (CreditTransfer one : transfers) {
            out.open("CdtTrfTxInf")
                    .open("PmtId")
                    .element("EndToEndId", SepaText.id(one.id()))
                    .close("PmtId");
            out.open("Amt");
            file.amount(one.amount());
            out.close("Amt");
            if (one.creditor().bic() != null) {
                file.bank("CdtrAgt", one.creditor());
            }
            file.party("Cdtr", one.creditor());
            file.account("CdtrAcct", one.creditor());
            file.remittance(one.text());
            out.close("CdtTrfTxInf");
        }
        return out.close("PmtInf").close("CstmrCdtTrfInitn").close("Document").document();
    }
}
