package lazo.operational.bank;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import lazo.operational.bank.SepaParty.SepaAddress;
import lazo.operational.einvoice.BankAccount;
import lazo.operational.einvoice.CreditorReference;
import lazo.platform.xml.XmlWriter;
import org.jspecify.annotations.Nullable;

/** What the files of direct debits and of transfers have in common. */
final class SepaFile {
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("999999999.99");

    final XmlWriter out;

    SepaFile(String message) {
        out = new XmlWriter(Map.of("", "urn:iso:std:iso:20022:tech:xsd:" + message)).declaration();
        out.open("Document");
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    static void check(SepaParty party) {
        check(BankAccount.isValid(party.iban()), "IBAN of " + party.name());
        check(party.bic() == null || party.bic().matches("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"), "BIC");
    }

    static void check(BigDecimal amount) {
        check(
                amount.compareTo(LEAST) >= 0
                        && amount.compareTo(MOST) <= 0
                        && amount.stripTrailingZeros().scale() <= 2,
                "amount " + amount);
    }

    static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }

    void head(String id, LocalDateTime at, List<BigDecimal> amounts, String name, @Nullable String identifier) {
        out.open("GrpHdr").element("MsgId", SepaText.id(id)).element("CreDtTm", AT.format(at));
        out.element("NbOfTxs", Integer.toString(amounts.size())).element("CtrlSum", money(sum(amounts)));
        out.open("InitgPty").element("Nm", SepaText.of(name, 70));
        if (identifier != null) {
            out.open("Id").open("OrgId").open("Othr").element("Id", identifier);
            out.close("Othr").close("OrgId").close("Id");
        }
        out.close("InitgPty").close("GrpHdr");
    }

    void party(String element, SepaParty party) {
        out.open(element).element("Nm", SepaText.of(party.name(), 70));
        SepaAddress address = party.address();
        if (address != null) {
            out.open("PstlAdr");
            text("StrtNm", address.street(), 70);
            text("BldgNb", address.building(), 16);
            text("PstCd", address.postcode(), 16);
            text("TwnNm", address.town(), 35);
            out.element("Ctry", address.country()).close("PstlAdr");
        }
        out.close(element);
    }

    private void text(String element, @Nullable String text, int longest) {
        out.element(element, text == null ? null : SepaText.of(text, longest));
    }

    void account(String element, SepaParty party) {
        out.open(element).open("Id").element("IBAN", BankAccount.plain(party.iban()));
        out.close("Id").close(element);
    }

    void bank(String element, SepaParty party) {
        out.open(element).open("FinInstnId");
        if (party.bic() == null) {
            out.open("Othr").element("Id", "NOTPROVIDED").close("Othr");
        } else {
            out.element("BICFI", party.bic());
        }
        out.close("FinInstnId").close(element);
    }

    void amount(BigDecimal amount) {
        out.element("InstdAmt", money(amount), "Ccy", "EUR");
    }

    /** A reference by ISO 11649 in its own place, anything else as a text. */
    void remittance(String text) {
        out.open("RmtInf");
        if (CreditorReference.isValid(text)) {
            out.open("Strd").open("CdtrRefInf").open("Tp").open("CdOrPrtry").element("Cd", "SCOR");
            out.close("CdOrPrtry").close("Tp").element("Ref", text.replace(" ", ""));
            out.close("CdtrRefInf").close("Strd");
        } else {
            out.element("Ustrd", SepaText.of(text, 140));
        }
        out.close("RmtInf");
    }
}
