package lazo.operational.bank;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.operational.bank.BankFileProblem.Reason;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;
import org.jspecify.annotations.Nullable;

/**
 * Statements by ISO 20022, camt.053.001.02 to .13. An entry of several transactions that tell their amounts is as many
 * lines; any other is one.
 */
final class Camt053 {
    private Camt053() {}

    static List<BankLine> read(byte[] file) throws BankFileProblem {
        List<BankLine> lines = new ArrayList<>();
        try {
            List<XmlNode> statements = new ArrayList<>();
            XmlNode.each(file, "Stmt", statements::add);
            if (statements.isEmpty()) {
                throw new BankFileProblem(Reason.UNKNOWN_FORMAT, 0, null);
            }
            for (XmlNode statement : statements) {
                read(statement, lines);
            }
            return List.copyOf(lines);
        } catch (XmlProblem | IllegalArgumentException | DateTimeException malformed) {
            throw new BankFileProblem(Reason.MALFORMED, 0, malformed);
        }
    }

    private static void read(XmlNode statement, List<BankLine> lines) throws BankFileProblem {
        String account = statement
                .textAt("Acct/Id/IBAN")
                .or(() -> statement.textAt("Acct/Id/Othr/Id"))
                .orElseThrow(() -> new IllegalArgumentException("no account"));
        for (XmlNode entry : statement.all("Ntry")) {
            boolean booked = entry.textAt("Sts/Cd")
                    .or(() -> entry.textAt("Sts"))
                    .map("BOOK"::equals)
                    .orElse(true);
            if (booked) {
                lines.addAll(lines(account, entry));
            }
            if (lines.size() > BankStatements.MOST_LINES) {
                throw new BankFileProblem(Reason.TOO_LARGE, 0, null);
            }
        }
    }

    private static List<BankLine> lines(String account, XmlNode entry) {
        List<XmlNode> transactions = entry.all("NtryDtls").stream()
                .flatMap(details -> details.all("TxDtls").stream())
                .toList();
        XmlNode whole = entry.at("Amt").orElseThrow(() -> new IllegalArgumentException("no amount"));
        List<Optional<XmlNode>> parts = transactions.stream()
                .map(one -> one.at("Amt").or(() -> one.at("AmtDtls/TxAmt/Amt")))
                .toList();
        boolean split = transactions.size() > 1
                && parts.stream().allMatch(Optional::isPresent)
                && parts.stream()
                                .map(part -> amount(part.orElseThrow()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .compareTo(amount(whole))
                        == 0;
        if (!split) {
            return List.of(line(account, entry, transactions.size() == 1 ? transactions.getFirst() : null, whole));
        }
        List<BankLine> lines = new ArrayList<>();
        for (int i = 0; i < transactions.size(); i++) {
            lines.add(line(account, entry, transactions.get(i), parts.get(i).orElseThrow()));
        }
        return lines;
    }

    private static BankLine line(String account, XmlNode entry, @Nullable XmlNode transaction, XmlNode amount) {
        XmlNode details = transaction == null ? entry : transaction;
        boolean in = switch (entry.textAt("CdtDbtInd").orElse("")) {
            case "CRDT" -> true;
            case "DBIT" -> false;
            default -> throw new IllegalArgumentException("neither in nor out");
        };
        BigDecimal absolute = amount(amount);
        LocalDate booked = day(entry, "BookgDt").orElseThrow(() -> new IllegalArgumentException("no day"));
        String other = in ? "Dbtr" : "Cdtr";
        return new BankLine(
                account,
                in ? absolute : absolute.negate(),
                amount.attribute("Ccy").orElseThrow(() -> new IllegalArgumentException("no currency")),
                booked,
                day(entry, "ValDt").orElse(booked),
                details.textAt("RltdPties/" + other + "/Pty/Nm")
                        .or(() -> details.textAt("RltdPties/" + other + "/Nm"))
                        .orElse(null),
                details.textAt("RltdPties/" + other + "Acct/Id/IBAN").orElse(null),
                reference(details),
                text(entry, details),
                "true".equals(entry.textAt("RvslInd").orElse(""))
                        || details.at("RtrInf").isPresent(),
                details.textAt("Refs/AcctSvcrRef")
                        .or(() -> entry.textAt("AcctSvcrRef"))
                        .orElse(null));
    }

    private static @Nullable String reference(XmlNode details) {
        return details.textAt("RmtInf/Strd/CdtrRefInf/Ref")
                .or(() -> details.textAt("Refs/EndToEndId").filter(id -> !id.equals("NOTPROVIDED")))
                .orElse(null);
    }

    private static String text(XmlNode entry, XmlNode details) {
        Stream<String> remittance = details.at("RmtInf").stream()
                .flatMap(one -> one.all("Ustrd").stream())
                .map(XmlNode::text);
        return Stream.of(remittance, details.textAt("AddtlTxInf").stream(), entry.textAt("AddtlNtryInf").stream())
                .flatMap(one -> one)
                .filter(one -> !one.isBlank())
                .distinct()
                .collect(Collectors.joining(" · "));
    }

    private static Optional<LocalDate> day(XmlNode entry, String element) {
        return entry.textAt(element + "/Dt")
                .or(() -> entry.textAt(element + "/DtTm").map(text -> text.substring(0, Math.min(10, text.length()))))
                .map(LocalDate::parse);
    }

    private static BigDecimal amount(XmlNode node) {
        if (!node.text().matches("\\d{1,18}(\\.\\d{0,5})?")) {
            throw new IllegalArgumentException("no amount");
        }
        return new BigDecimal(node.text());
    }
}
