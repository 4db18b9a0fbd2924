package lazo.operational.journal;

import static lazodb.Tables.JOURNAL_ENTRY;
import static lazodb.Tables.JOURNAL_LINE;
import static lazodb.Tables.LEDGER_ACCOUNT;
import static lazodb.Tables.LEDGER_SETTING;
import static lazodb.Tables.POSTING_ACCOUNT;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.selectOne;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lazo.kernel.metadata.Label;
import lazo.kernel.record.Problem;
import lazo.operational.catalogue.TaxRate;
import lazo.operational.catalogue.Taxes;
import lazo.operational.einvoice.TaxTreatment;
import lazo.operational.payment.Payment;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The accounts of the company and which of them each kind of posting uses. */
@Component
public class ChartOfAccounts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> LANGUAGES = new TypeReference<>() {};
    private static final int LONGEST_NAME = 120;

    private final DSLContext sql;
    private final Taxes taxes;

    ChartOfAccounts(DSLContext sql, Taxes taxes) {
        this.sql = sql;
        this.taxes = taxes;
    }

    /** A chart to begin with. */
    public enum Chart {
        /** Plan General de Contabilidad de pymes, Real Decreto 1515/2007. */
        PGC(Map.of(
                PostingUse.CUSTOMERS,
                "430",
                PostingUse.SALES_GOODS,
                "700",
                PostingUse.SALES_SERVICES,
                "705",
                PostingUse.SALES_RETURNS,
                "708",
                PostingUse.OUTPUT_TAX,
                "477",
                PostingUse.SURCHARGE,
                "477",
                PostingUse.WITHHOLDING,
                "473",
                PostingUse.MONEY,
                "572",
                PostingUse.ADVANCES,
                "438",
                PostingUse.ROUNDING,
                "659")),
        INTERNATIONAL(Map.of(
                PostingUse.CUSTOMERS,
                "1100",
                PostingUse.SALES_GOODS,
                "4000",
                PostingUse.SALES_SERVICES,
                "4100",
                PostingUse.SALES_RETURNS,
                "4200",
                PostingUse.OUTPUT_TAX,
                "2200",
                PostingUse.SURCHARGE,
                "2200",
                PostingUse.WITHHOLDING,
                "1410",
                PostingUse.MONEY,
                "1010",
                PostingUse.ADVANCES,
                "2100",
                PostingUse.ROUNDING,
                "6900"));

        private final Map<PostingUse, String> uses;

        Chart(Map<PostingUse, String> uses) {
            this.uses = uses;
        }

        private String cash() {
            return this == PGC ? "570" : "1000";
        }

        private List<LedgerAccount> accounts() {
            String name = "/lazo/charts/" + name().toLowerCase(Locale.ROOT) + ".csv";
            try (InputStream in = Objects.requireNonNull(ChartOfAccounts.class.getResourceAsStream(name))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split(";", -1))
                        .map(cells -> new LedgerAccount(
                                cells[0], LedgerAccount.Kind.valueOf(cells[1]), Label.of(cells[2], cells[3])))
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** What an account is used for. @param detail empty for all that no other row names */
    public record Use(PostingUse use, String detail) implements Comparable<Use> {
        private static final Comparator<Use> ORDER =
                Comparator.comparing(Use::use).thenComparing(Use::detail);

        @Override
        public int compareTo(Use other) {
            return ORDER.compare(this, other);
        }
    }

    /** Empty until somebody has chosen one, which is when the journal begins. */
    public Optional<Chart> chart() {
        return sql.select(LEDGER_SETTING.CHART)
                .from(LEDGER_SETTING)
                .fetchOptional(LEDGER_SETTING.CHART)
                .map(Chart::valueOf);
    }

    /**
     * Begins with a chart, or with another one as long as nothing is posted.
     *
     * @return whether it could be chosen
     */
    @Transactional
    public boolean choose(Chart chart) {
        sql.select(LEDGER_SETTING.ID).from(LEDGER_SETTING).forUpdate().execute();
        if (sql.fetchExists(selectOne().from(JOURNAL_ENTRY))) {
            return false;
        }
        sql.deleteFrom(POSTING_ACCOUNT).execute();
        sql.deleteFrom(LEDGER_ACCOUNT).execute();
        chart.accounts().forEach(this::insert);
        chart.uses.forEach((use, account) -> insert(new Use(use, ""), account));
        insert(new Use(PostingUse.MONEY, Payment.Method.CASH.name()), chart.cash());
        sql.update(LEDGER_SETTING)
                .set(LEDGER_SETTING.CHART, chart.name())
                .set(LEDGER_SETTING.BEHIND, true)
                .execute();
        return true;
    }

    private void insert(LedgerAccount account) {
        sql.insertInto(LEDGER_ACCOUNT)
                .set(LEDGER_ACCOUNT.CODE, account.code())
                .set(LEDGER_ACCOUNT.KIND, account.kind().name())
                .set(
                        LEDGER_ACCOUNT.LABEL,
                        JSONB.valueOf(JSON.writeValueAsString(account.label().byLanguage())))
                .execute();
    }

    private void insert(Use use, String account) {
        sql.insertInto(POSTING_ACCOUNT)
                .set(POSTING_ACCOUNT.USE, use.use().name())
                .set(POSTING_ACCOUNT.DETAIL, use.detail())
                .set(POSTING_ACCOUNT.ACCOUNT, account)
                .execute();
    }

    /** By code, groups included. */
    public Map<String, LedgerAccount> accounts() {
        Map<String, LedgerAccount> accounts = new TreeMap<>();
        sql.selectFrom(LEDGER_ACCOUNT)
                .forEach(row -> accounts.put(
                        row.getCode(),
                        new LedgerAccount(
                                row.getCode(),
                                LedgerAccount.Kind.valueOf(row.getKind()),
                                new Label(JSON.readValue(row.getLabel().data(), LANGUAGES)))));
        return accounts;
    }

    /** Whether entries can be posted to it. */
    public boolean takes(String code) {
        return !LedgerAccount.isGroup(code)
                && sql.fetchExists(selectOne().from(LEDGER_ACCOUNT).where(LEDGER_ACCOUNT.CODE.eq(code)));
    }

    /** Adds an account below one that is there, whose kind it has. */
    @Transactional
    public List<Problem> add(String code, String name) {
        if (!code.matches("[0-9]{3,12}")) {
            return List.of(Problem.of("code", "JRN-120"));
        }
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return List.of(Problem.of("name", "JRN-121", "" + LONGEST_NAME));
        }
        Map<String, LedgerAccount> there = accounts();
        if (there.containsKey(code)) {
            return List.of(Problem.of("code", "JRN-122", code));
        }
        for (int digits = code.length() - 1; digits > 0; digits--) {
            LedgerAccount parent = there.get(code.substring(0, digits));
            if (parent != null) {
                insert(new LedgerAccount(code, parent.kind(), Label.same(name.strip())));
                return List.of();
            }
        }
        return List.of(Problem.of("code", "JRN-123", code));
    }

    @Transactional
    public List<Problem> rename(String code, String name, Locale locale) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return List.of(Problem.of("name", "JRN-121", "" + LONGEST_NAME));
        }
        LedgerAccount account = accounts().get(code);
        if (account == null) {
            return List.of(Problem.of("code", "JRN-103", code));
        }
        sql.update(LEDGER_ACCOUNT)
                .set(
                        LEDGER_ACCOUNT.LABEL,
                        JSONB.valueOf(JSON.writeValueAsString(
                                account.label().with(locale, name.strip()).byLanguage())))
                .where(LEDGER_ACCOUNT.CODE.eq(code))
                .execute();
        return List.of();
    }

    /** Removes an account that nothing was ever posted to, that no posting uses and that has none below it. */
    @Transactional
    public List<Problem> remove(String code) {
        sql.select(LEDGER_SETTING.ID).from(LEDGER_SETTING).forUpdate().execute();
        boolean used = sql.fetchExists(selectOne().from(JOURNAL_LINE).where(JOURNAL_LINE.ACCOUNT.eq(code)))
                || sql.fetchExists(selectOne().from(POSTING_ACCOUNT).where(POSTING_ACCOUNT.ACCOUNT.eq(code)))
                || sql.fetchExists(selectOne()
                        .from(LEDGER_ACCOUNT)
                        .where(
                                LEDGER_ACCOUNT.CODE.startsWith(code),
                                length(LEDGER_ACCOUNT.CODE).gt(code.length())));
        if (used) {
            return List.of(Problem.of("code", "JRN-124", code));
        }
        boolean gone = sql.deleteFrom(LEDGER_ACCOUNT)
                        .where(LEDGER_ACCOUNT.CODE.eq(code))
                        .execute()
                > 0;
        return gone ? List.of() : List.of(Problem.of("code", "JRN-103", code));
    }

    /** Which account is used for what. */
    public Map<Use, String> uses() {
        Map<Use, String> uses = new TreeMap<>();
        sql.selectFrom(POSTING_ACCOUNT)
                .forEach(row -> uses.put(new Use(PostingUse.valueOf(row.getUse()), row.getDetail()), row.getAccount()));
        return uses;
    }

    /** Everything an account of its own can be used for, in the order of {@link PostingUse}. */
    public List<Use> possible() {
        List<Use> all = new ArrayList<>();
        for (PostingUse use : PostingUse.values()) {
            all.add(new Use(use, ""));
            details(use).map(detail -> new Use(use, detail)).forEach(all::add);
        }
        return all;
    }

    private Stream<String> details(PostingUse use) {
        return switch (use) {
            case SALES_GOODS, SALES_SERVICES ->
                Stream.of(
                                TaxTreatment.EXEMPT,
                                TaxTreatment.EXPORT,
                                TaxTreatment.WITHIN_EU,
                                TaxTreatment.REVERSE_CHARGE,
                                TaxTreatment.NOT_SUBJECT_HERE)
                        .map(TaxTreatment::name);
            case OUTPUT_TAX -> {
                Map<String, List<TaxRate>> rates = taxes.rates();
                yield taxes.all().stream()
                        .filter(tax -> tax.kind().isCharged())
                        .flatMap(tax -> rates.getOrDefault(tax.key(), List.of()).stream()
                                .filter(rate -> rate.to() == null)
                                .map(rate -> taxed(tax.kind().name(), rate.percent())))
                        .distinct();
            }
            case MONEY -> Stream.of(Payment.Method.values()).map(Enum::name);
            case CUSTOMERS, SALES_RETURNS, SURCHARGE, WITHHOLDING, ADVANCES, ROUNDING -> Stream.empty();
        };
    }

    /** How a tax with its rate is told in {@link Use#detail}. */
    static String taxed(String tax, java.math.BigDecimal percent) {
        return tax + " "
                + (percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString());
    }

    /** Says which account is used for what; one that is left empty is as the rest of its kind. */
    @Transactional
    public List<Problem> use(Map<Use, String> wanted) {
        List<Problem> problems = new ArrayList<>();
        Map<Use, String> known = new LinkedHashMap<>();
        for (Use use : possible()) {
            String account = wanted.getOrDefault(use, "").strip();
            if (account.isEmpty() ? use.detail().isEmpty() : !takes(account)) {
                problems.add(Problem.of(use.use() + "." + use.detail(), "JRN-103", account));
            } else if (!account.isEmpty()) {
                known.put(use, account);
            }
        }
        if (problems.isEmpty()) {
            Map<Use, String> before = uses();
            before.keySet().stream()
                    .filter(use -> !known.containsKey(use))
                    .forEach(use -> sql.deleteFrom(POSTING_ACCOUNT)
                            .where(POSTING_ACCOUNT.USE.eq(use.use().name()), POSTING_ACCOUNT.DETAIL.eq(use.detail()))
                            .execute());
            known.forEach((use, account) -> {
                if (!account.equals(before.get(use))) {
                    sql.insertInto(POSTING_ACCOUNT)
                            .set(POSTING_ACCOUNT.USE, use.use().name())
                            .set(POSTING_ACCOUNT.DETAIL, use.detail())
                            .set(POSTING_ACCOUNT.ACCOUNT, account)
                            .onConflict(POSTING_ACCOUNT.USE, POSTING_ACCOUNT.DETAIL)
                            .doUpdate()
                            .setAllToExcluded()
                            .execute();
                }
            });
        }
        return problems;
    }

    /** The account for something, by its detail or else for all of its kind. */
    static String account(Map<Use, String> uses, PostingUse use, String detail) {
        String own = uses.get(new Use(use, detail));
        return own != null ? own : Objects.requireNonNull(uses.get(new Use(use, "")));
    }
}
