package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_CHAIN;
import static lazodb.Tables.VERIFACTU_RECORD;
import static lazodb.Tables.VERIFACTU_SUBMISSION;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.verifactu.BillingRecord.Kind;
import lazo.operational.verifactu.ChainFault.Reason;
import lazo.operational.verifactu.RecordXml.Frame;
import lazo.operational.verifactu.RecordXml.Link;
import lazodb.tables.records.VerifactuChainRecord;
import lazodb.tables.records.VerifactuRecordRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The chains of billing records. A record is added in the transaction that issues its invoice, under a lock on the chain's
 * row that is held until that transaction ends: keep it short, and add the record last.
 */
@Component
public class BillingRecords {
    public static final int PAGE = 50;
    private static final ZoneId SPAIN = ZoneId.of("Europe/Madrid");
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final int MOST_SECONDS_AHEAD = 60;

    private final DSLContext sql;
    private final VerifactuSettings settings;
    private final Clock clock;

    BillingRecords(DSLContext sql, VerifactuSettings settings, Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether invoices have to be registered. */
    public boolean isOn() {
        return settings.find().filter(Taxpayer::active).isPresent();
    }

    /** Why an invoice could not be registered; to be asked before it gets its number. */
    public Set<InvoiceProblem> problems(TaxInvoice invoice) {
        return InvoiceProblem.of(invoice, taxpayer());
    }

    /** @throws ChainFault when there can be no record now; nothing of the transaction may stay then */
    @Transactional(propagation = Propagation.MANDATORY)
    public BillingRecord register(TaxInvoice invoice, Resubmission resubmission) {
        Taxpayer taxpayer = taxpayer();
        Set<InvoiceProblem> problems = InvoiceProblem.of(invoice, taxpayer);
        if (!problems.isEmpty()) {
            throw new ChainFault(Reason.INVOICE, problems.toString());
        }
        return add(taxpayer, next -> {
            next.setKind(Kind.REGISTRATION.name());
            next.setNumber(invoice.id().text());
            next.setIssued(invoice.id().issued());
            next.setInvoiceKind(invoice.kind().name());
            next.setTaxAmount(RecordXml.amount(invoice.taxTotal()));
            next.setTotalAmount(RecordXml.amount(invoice.total()));
            return frame -> RecordXml.registration(invoice, resubmission, frame);
        });
    }

    /** Tells that an invoice should never have been issued. What is to be corrected in a right one is no reason for it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public BillingRecord cancel(String number, LocalDate issued) {
        Taxpayer taxpayer = taxpayer();
        return add(taxpayer, next -> {
            Optional<VerifactuRecordRecord> latest = sql.selectFrom(VERIFACTU_RECORD)
                    .where(
                            VERIFACTU_RECORD.CHAIN_ID.eq(next.getChainId()),
                            VERIFACTU_RECORD.NUMBER.eq(number),
                            VERIFACTU_RECORD.ISSUED.eq(issued))
                    .orderBy(VERIFACTU_RECORD.POSITION.desc())
                    .limit(1)
                    .fetchOptional();
            if (latest.filter(one -> one.getKind().equals(Kind.REGISTRATION.name()))
                    .isEmpty()) {
                throw new ChainFault(Reason.UNKNOWN, number);
            }
            next.setKind(Kind.CANCELLATION.name());
            next.setNumber(number);
            next.setIssued(issued);
            return frame -> RecordXml.cancellation(taxpayer.nif(), number, issued, false, frame);
        });
    }

    private Taxpayer taxpayer() {
        return settings.find().filter(Taxpayer::active).orElseThrow(() -> new ChainFault(Reason.OFF, "no taxpayer"));
    }

    /** Fills in what is of the kind, and says how its XML is written. */
    private interface Content {
        Body of(VerifactuRecordRecord next);
    }

    private interface Body {
        String xml(Frame frame);
    }

    private BillingRecord add(Taxpayer taxpayer, Content content) {
        VerifactuChainRecord chain = lockedChain(taxpayer);
        Optional<BillingRecord> last = last(chain);
        last.ifPresent(one -> check(chain, one));
        VerifactuRecordRecord next = sql.newRecord(VERIFACTU_RECORD);
        next.setChainId(chain.getId());
        next.setPosition(chain.getLastPosition() + 1);
        next.setIssuerNif(taxpayer.nif());
        next.setPreviousHash(chain.getLastHash());
        next.setGeneratedAt(AT.format(time(last).atZone(SPAIN)));
        next.setCreatedAt(clock.instant().atOffset(ZoneOffset.UTC));
        Body body = content.of(next);
        next.setHash("");
        next.setXml("");
        next.setHash(record(next).computedHash());
        next.setXml(body.xml(new Frame(
                last.map(one -> new Link(one.issuerNif(), one.number(), one.issued(), one.hash()))
                        .orElse(null),
                taxpayer,
                ResponsibleDeclaration.version(),
                next.getGeneratedAt(),
                next.getHash())));
        next.insert();
        sql.update(VERIFACTU_CHAIN)
                .set(VERIFACTU_CHAIN.LAST_POSITION, next.getPosition())
                .set(VERIFACTU_CHAIN.LAST_HASH, next.getHash())
                .where(VERIFACTU_CHAIN.ID.eq(chain.getId()))
                .execute();
        sql.insertInto(VERIFACTU_SUBMISSION)
                .set(VERIFACTU_SUBMISSION.CHAIN_ID, chain.getId())
                .set(VERIFACTU_SUBMISSION.POSITION, next.getPosition())
                .execute();
        return record(next);
    }

    private VerifactuChainRecord lockedChain(Taxpayer taxpayer) {
        sql.insertInto(VERIFACTU_CHAIN)
                .set(VERIFACTU_CHAIN.ENVIRONMENT, taxpayer.environment().name())
                .set(VERIFACTU_CHAIN.INSTALLATION, taxpayer.installation())
                .set(VERIFACTU_CHAIN.TAXPAYER_NIF, taxpayer.nif())
                .onConflictDoNothing()
                .execute();
        return sql.selectFrom(VERIFACTU_CHAIN)
                .where(
                        VERIFACTU_CHAIN.ENVIRONMENT.eq(taxpayer.environment().name()),
                        VERIFACTU_CHAIN.INSTALLATION.eq(taxpayer.installation()),
                        VERIFACTU_CHAIN.TAXPAYER_NIF.eq(taxpayer.nif()))
                .forUpdate()
                .fetchSingle();
    }

    /** Where the chain's row says it ends, not where the rows end: one that was taken away at the end is missed. */
    private Optional<BillingRecord> last(VerifactuChainRecord chain) {
        if (chain.getLastPosition() == 0) {
            return Optional.empty();
        }
        return Optional.of(find(chain.getId(), chain.getLastPosition())
                .orElseThrow(() -> new ChainFault(Reason.BROKEN, "record " + chain.getLastPosition() + " is gone")));
    }

    private void check(VerifactuChainRecord chain, BillingRecord last) {
        if (!last.hash().equals(chain.getLastHash()) || !last.computedHash().equals(last.hash())) {
            throw new ChainFault(Reason.BROKEN, "record " + last.position() + " is not what it was");
        }
        if (last.position() > 1
                && find(chain.getId(), last.position() - 1)
                        .filter(before -> before.hash().equals(last.previousHash()))
                        .isEmpty()) {
            throw new ChainFault(Reason.BROKEN, "record " + last.position() + " is not chained");
        }
    }

    /** Now, to the second; never before the last record, which may be a minute ahead at most. */
    private Instant time(Optional<BillingRecord> last) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (last.isEmpty() || !last.get().generated().isAfter(now)) {
            return now;
        }
        Instant before = last.get().generated();
        if (before.isAfter(now.plusSeconds(MOST_SECONDS_AHEAD))) {
            throw new ChainFault(Reason.CLOCK, "the last record is of %s, now is %s".formatted(before, now));
        }
        return before;
    }

    public Optional<BillingRecord> find(long chainId, long position) {
        return sql.selectFrom(VERIFACTU_RECORD)
                .where(VERIFACTU_RECORD.CHAIN_ID.eq(chainId), VERIFACTU_RECORD.POSITION.eq(position))
                .fetchOptional(BillingRecords::record);
    }

    /** The chain that is written to now, if it has been begun. */
    public Optional<Long> currentChain() {
        return settings.find().flatMap(this::chainOf);
    }

    Optional<Long> chainOf(Taxpayer taxpayer) {
        return sql.select(VERIFACTU_CHAIN.ID)
                .from(VERIFACTU_CHAIN)
                .where(
                        VERIFACTU_CHAIN.ENVIRONMENT.eq(taxpayer.environment().name()),
                        VERIFACTU_CHAIN.INSTALLATION.eq(taxpayer.installation()),
                        VERIFACTU_CHAIN.TAXPAYER_NIF.eq(taxpayer.nif()))
                .fetchOptional(VERIFACTU_CHAIN.ID);
    }

    /** In the order of the chain. */
    List<BillingRecord> after(long chainId, long position, int count) {
        return sql.selectFrom(VERIFACTU_RECORD)
                .where(VERIFACTU_RECORD.CHAIN_ID.eq(chainId), VERIFACTU_RECORD.POSITION.gt(position))
                .orderBy(VERIFACTU_RECORD.POSITION)
                .limit(count)
                .fetch(BillingRecords::record);
    }

    /** The newest first. @param before only those further back, or null */
    public List<BillingRecord> latest(long chainId, @Nullable Long before) {
        return sql.selectFrom(VERIFACTU_RECORD)
                .where(
                        VERIFACTU_RECORD.CHAIN_ID.eq(chainId),
                        VERIFACTU_RECORD.POSITION.lt(before == null ? Long.MAX_VALUE : before))
                .orderBy(VERIFACTU_RECORD.POSITION.desc())
                .limit(PAGE)
                .fetch(BillingRecords::record);
    }

    static BillingRecord record(VerifactuRecordRecord row) {
        return new BillingRecord(
                row.getChainId(),
                row.getPosition(),
                Kind.valueOf(row.getKind()),
                row.getIssuerNif(),
                row.getNumber(),
                row.getIssued(),
                row.getInvoiceKind(),
                row.getTaxAmount(),
                row.getTotalAmount(),
                row.getPreviousHash(),
                row.getGeneratedAt(),
                row.getHash(),
                row.getXml());
    }
}
