package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_CHAIN;

import java.util.List;
import java.util.Optional;
import lazo.operational.verifactu.BillingRecord.Kind;
import lazo.platform.xml.XmlNode;
import lazo.platform.xml.XmlProblem;
import lazodb.tables.records.VerifactuChainRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Goes through a chain from its first record to its last and says where it is not what it was. */
@Component
public class ChainInspection {
    private static final int STEP = 500;

    private final DSLContext sql;
    private final BillingRecords records;

    ChainInspection(DSLContext sql, BillingRecords records) {
        this.sql = sql;
        this.records = records;
    }

    /** What is wrong with a record. The sentence of each is {@code verifactu.fault.…}. */
    public enum Flaw {
        /** There is none at this place. */
        MISSING,
        /** What it says does not give its hash. */
        CHANGED,
        /** It does not point at the one before. */
        UNCHAINED,
        /** What is sent to the agency is not what was hashed. */
        DOCUMENT,
        /** It is older than the one before. */
        TIME,
        /** The chain ends here, and should go on or end with another hash. */
        END
    }

    /** @param number of the invoice, or null where there is no record */
    public record Broken(long position, @Nullable String number, Flaw flaw) {}

    /** @param lastHash of the last record, or empty */
    public record Result(String taxpayerNif, long records, String lastHash, Optional<Broken> broken) {}

    public Result inspect(long chainId) {
        VerifactuChainRecord chain = sql.selectFrom(VERIFACTU_CHAIN)
                .where(VERIFACTU_CHAIN.ID.eq(chainId))
                .fetchSingle();
        BillingRecord last = null;
        long seen = 0;
        for (List<BillingRecord> some = records.after(chainId, 0, STEP);
                !some.isEmpty();
                some = records.after(chainId, seen, STEP)) {
            for (BillingRecord one : some) {
                Optional<Broken> broken = broken(last, one);
                if (broken.isPresent()) {
                    return new Result(chain.getTaxpayerNif(), seen, "", broken);
                }
                last = one;
                seen = one.position();
            }
        }
        String hash = last == null ? "" : last.hash();
        // Records may have been added since the chain's row was read; none may be missing.
        boolean ends =
                seen > chain.getLastPosition() || seen == chain.getLastPosition() && hash.equals(chain.getLastHash());
        Optional<Broken> broken = ends ? Optional.empty() : Optional.of(new Broken(seen + 1, null, Flaw.END));
        return new Result(chain.getTaxpayerNif(), seen, hash, broken);
    }

    private static Optional<Broken> broken(@Nullable BillingRecord before, BillingRecord one) {
        long expected = before == null ? 1 : before.position() + 1;
        if (one.position() != expected) {
            return Optional.of(new Broken(expected, null, Flaw.MISSING));
        }
        Flaw flaw = null;
        if (!one.computedHash().equals(one.hash())) {
            flaw = Flaw.CHANGED;
        } else if (!one.previousHash().equals(before == null ? "" : before.hash())) {
            flaw = Flaw.UNCHAINED;
        } else if (!saysTheSame(one, before)) {
            flaw = Flaw.DOCUMENT;
        } else if (before != null && one.generated().isBefore(before.generated())) {
            flaw = Flaw.TIME;
        }
        return Optional.ofNullable(flaw).map(found -> new Broken(one.position(), one.number(), found));
    }

    private static boolean saysTheSame(BillingRecord record, @Nullable BillingRecord before) {
        try {
            XmlNode xml = XmlNode.read(record.xml().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            boolean registration = record.kind() == Kind.REGISTRATION;
            String suffix = registration ? "" : "Anulada";
            return xml.name().equals(RecordXml.element(record.kind()))
                    && says(xml, "IDFactura/IDEmisorFactura" + suffix, record.issuerNif())
                    && says(xml, "IDFactura/NumSerieFactura" + suffix, record.number())
                    && says(xml, "IDFactura/FechaExpedicionFactura" + suffix, BillingRecord.day(record.issued()))
                    && (!registration
                            || says(xml, "TipoFactura", record.invoiceKind())
                                    && says(xml, "CuotaTotal", record.taxAmount())
                                    && says(xml, "ImporteTotal", record.totalAmount()))
                    && (before == null
                            ? says(xml, "Encadenamiento/PrimerRegistro", "S")
                            : says(xml, "Encadenamiento/RegistroAnterior/NumSerieFactura", before.number())
                                    && says(xml, "Encadenamiento/RegistroAnterior/Huella", before.hash()))
                    && says(xml, "FechaHoraHusoGenRegistro", record.generatedAt())
                    && says(xml, "Huella", record.hash());
        } catch (XmlProblem unreadable) {
            return false;
        }
    }

    private static boolean says(XmlNode xml, String path, @Nullable String value) {
        return value != null && xml.textAt(path).filter(value::equals).isPresent();
    }
}
