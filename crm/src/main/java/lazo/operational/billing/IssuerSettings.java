package lazo.operational.billing;

import static lazodb.Tables.BILLING_ISSUER;

import lazo.kernel.identity.CompanySettings;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Keeps the {@link Issuer}; until somebody types more, it is the company's name. */
@Component
public class IssuerSettings {
    private final DSLContext sql;
    private final CompanySettings company;

    IssuerSettings(DSLContext sql, CompanySettings company) {
        this.sql = sql;
        this.company = company;
    }

    public Issuer load() {
        return sql.selectFrom(BILLING_ISSUER)
                .fetchOptional(row -> new Issuer(
                        row.getName(),
                        row.getTaxId(),
                        row.getStreet(),
                        row.getPostcode(),
                        row.getCity(),
                        row.getRegion(),
                        row.getCountry(),
                        row.getEmail(),
                        row.getPhone(),
                        row.getRegistry()))
                .orElseGet(() -> new Issuer(company.load().name(), "", "", "", "", "", "", "", "", ""));
    }

    public void save(Issuer issuer) {
        sql.insertInto(BILLING_ISSUER)
                .set(BILLING_ISSUER.ID, 1)
                .set(BILLING_ISSUER.NAME, issuer.name())
                .set(BILLING_ISSUER.TAX_ID, issuer.taxId())
                .set(BILLING_ISSUER.STREET, issuer.street())
                .set(BILLING_ISSUER.POSTCODE, issuer.postcode())
                .set(BILLING_ISSUER.CITY, issuer.city())
                .set(BILLING_ISSUER.REGION, issuer.region())
                .set(BILLING_ISSUER.COUNTRY, issuer.country())
                .set(BILLING_ISSUER.EMAIL, issuer.email())
                .set(BILLING_ISSUER.PHONE, issuer.phone())
                .set(BILLING_ISSUER.REGISTRY, issuer.registry())
                .onConflict(BILLING_ISSUER.ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }
}
