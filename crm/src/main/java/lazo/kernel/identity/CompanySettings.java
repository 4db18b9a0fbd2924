package lazo.kernel.identity;

import static lazodb.Tables.COMPANY;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Name, language, currency and time zone of the company. */
@Component
public class CompanySettings {
    private static final String ONLY = "company";

    private final DSLContext sql;
    private final LoadingCache<String, Optional<Company>> cache;

    CompanySettings(DSLContext sql) {
        this.sql = sql;
        this.cache =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(30)).build(only -> read());
    }

    /** Empty before the first visit. */
    public Optional<Company> find() {
        return cache.get(ONLY);
    }

    public Company load() {
        return find().orElseThrow(
                        () -> new IllegalStateException("The company is named at the first visit, not before"));
    }

    public void save(Company company) {
        sql.insertInto(COMPANY)
                .set(COMPANY.ID, 1)
                .set(COMPANY.NAME, company.name())
                .set(COMPANY.LOCALE, company.locale().toLanguageTag())
                .set(COMPANY.CURRENCY, company.currency().getCurrencyCode())
                .set(COMPANY.TIME_ZONE, company.zone().getId())
                .onConflict(COMPANY.ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
        cache.put(ONLY, Optional.of(company));
    }

    private Optional<Company> read() {
        return sql.selectFrom(COMPANY)
                .fetchOptional(row -> new Company(
                        row.getName(),
                        Locale.forLanguageTag(row.getLocale()),
                        Currency.getInstance(row.getCurrency()),
                        ZoneId.of(row.getTimeZone())));
    }
}
