package lazo.operational.catalogue;

import static lazodb.Tables.TAX;
import static lazodb.Tables.TAX_RATE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectTypes;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Taxes and their rates. A rate is added and ended, never changed: what was reckoned with it stays as it was. */
@Component
public class Taxes {
    /** The tax proposed where nothing else is known. */
    public static final String USUAL = "iva_general";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> LANGUAGES = new TypeReference<>() {};

    private final DSLContext sql;
    private final ObjectTypes types;
    private final ObjectDesigner designer;

    Taxes(DSLContext sql, ObjectTypes types, ObjectDesigner designer) {
        this.sql = sql;
        this.types = types;
        this.designer = designer;
    }

    /** A tax as it is on one day. */
    public record Applied(Tax tax, TaxRate rate) {
        /** {@code IVA general 21 %} needs the reader's way of writing figures, so only the words are here. */
        public String label(Locale locale) {
            return tax.label().in(locale);
        }
    }

    /** What became of a new rate. */
    public enum Added {
        DONE,
        /** Another rate of the same tax holds on some of those days. */
        OVERLAPS,
        /** There is no such tax. */
        MISSING
    }

    public List<Tax> all() {
        return sql.selectFrom(TAX)
                .orderBy(TAX.POSITION, TAX.KEY)
                .fetch(row -> new Tax(
                        row.getKey(),
                        Tax.Kind.valueOf(row.getKind()),
                        new Label(JSON.readValue(row.getLabel().data(), LANGUAGES)),
                        row.getReason(),
                        row.getSource()));
    }

    /** All rates of a tax, the newest first. */
    public Map<String, List<TaxRate>> rates() {
        return sql.selectFrom(TAX_RATE)
                .orderBy(TAX_RATE.TAX_KEY, TAX_RATE.VALID_FROM.desc())
                .fetchGroups(
                        TAX_RATE.TAX_KEY,
                        row -> new TaxRate(
                                row.getId(),
                                row.getTaxKey(),
                                plain(row.getPercent()),
                                row.getSurcharge() == null ? null : plain(row.getSurcharge()),
                                row.getValidFrom(),
                                row.getValidTo(),
                                row.getSource()));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The taxes that hold on this day, by key, in their order. */
    public Map<String, Applied> on(LocalDate day) {
        Map<String, List<TaxRate>> rates = rates();
        Map<String, Applied> applied = new LinkedHashMap<>();
        for (Tax tax : all()) {
            rates.getOrDefault(tax.key(), List.of()).stream()
                    .filter(rate -> rate.covers(day))
                    .findFirst()
                    .ifPresent(rate -> applied.put(tax.key(), new Applied(tax, rate)));
        }
        return applied;
    }

    /** A tax of the administrator's own; products may have it from now on. Empty when the key is taken. */
    @Transactional
    public Optional<String> add(String key, Tax.Kind kind, String name, @Nullable String reason, String source) {
        int added = sql.insertInto(TAX)
                .set(TAX.KEY, key)
                .set(TAX.KIND, kind.name())
                .set(
                        TAX.LABEL,
                        JSONB.valueOf(JSON.writeValueAsString(Label.same(name).byLanguage())))
                .set(TAX.REASON, reason)
                .set(TAX.SOURCE, source)
                .set(
                        TAX.POSITION,
                        sql.select(coalesce(max(TAX.POSITION), 0))
                                        .from(TAX)
                                        .fetchSingle()
                                        .value1()
                                + 10)
                .onConflictDoNothing()
                .execute();
        if (added == 0) {
            return Optional.empty();
        }
        if (kind != Tax.Kind.WITHHOLDING) {
            types.find("product").flatMap(product -> product.find("tax")).ifPresent(field -> {
                if (field.choice(key).isEmpty()) {
                    designer.addChoice(field, new ObjectDesigner.NewChoice(key, Label.same(name), "gray"));
                }
            });
        }
        return Optional.of(key);
    }

    /**
     * Adds a rate. One of the same tax that has no end yet and began earlier ends the day before.
     *
     * @param surcharge the equivalence surcharge that goes with it, or null
     */
    @Transactional
    public Added addRate(
            String taxKey,
            BigDecimal percent,
            @Nullable BigDecimal surcharge,
            LocalDate from,
            @Nullable LocalDate to,
            String source) {
        if (sql.select(TAX.KEY)
                .from(TAX)
                .where(TAX.KEY.eq(taxKey))
                .forUpdate()
                .fetch()
                .isEmpty()) {
            return Added.MISSING;
        }
        sql.update(TAX_RATE)
                .set(TAX_RATE.VALID_TO, from.minusDays(1))
                .where(TAX_RATE.TAX_KEY.eq(taxKey), TAX_RATE.VALID_TO.isNull(), TAX_RATE.VALID_FROM.lt(from))
                .execute();
        boolean overlaps = rates().getOrDefault(taxKey, List.of()).stream()
                .anyMatch(rate -> (to == null || !rate.from().isAfter(to))
                        && (rate.to() == null || !rate.to().isBefore(from)));
        if (overlaps) {
            org.springframework.transaction.interceptor.TransactionAspectSupport.currentTransactionStatus()
                    .setRollbackOnly();
            return Added.OVERLAPS;
        }
        sql.insertInto(TAX_RATE)
                .set(TAX_RATE.TAX_KEY, taxKey)
                .set(TAX_RATE.PERCENT, percent)
                .set(TAX_RATE.SURCHARGE, surcharge)
                .set(TAX_RATE.VALID_FROM, from)
                .set(TAX_RATE.VALID_TO, to)
                .set(TAX_RATE.SOURCE, source)
                .execute();
        return Added.DONE;
    }

    /** Ends a rate with this day. False when there is none, or it begins later. */
    public boolean end(long rateId, LocalDate lastDay) {
        return sql.update(TAX_RATE)
                        .set(TAX_RATE.VALID_TO, lastDay)
                        .where(
                                TAX_RATE.ID.eq(rateId),
                                TAX_RATE.VALID_FROM.le(lastDay),
                                TAX_RATE.VALID_TO.isNull().or(TAX_RATE.VALID_TO.gt(lastDay)))
                        .execute()
                > 0;
    }
}
