package lazo.operational.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What holds for a quote whoever writes it and wherever: it begins as a draft of today with the customer of its deal; what
 * was sent is not changed but becomes the draft of the next version; what was accepted is not changed at all.
 */
@Component
class QuoteRules extends DocumentRules {
    static final String OBJECT = "quote";
    static final String ACCEPTED = "BIL-110";

    /** What the program writes in fields that nobody may type, such as the status. */
    static final ScopedValue<Map<String, @Nullable Object>> PROGRAM = ScopedValue.newInstance();

    private static final int DAYS_VALID = 30;
    private static final List<String> CONTENT =
            List.of("subject", "account", "contact", "date", "valid_until", "payment_terms", "language", "terms");

    QuoteRules(ObjectTypes types, Records records, CompanySettings company) {
        super(PROGRAM, CONTENT, types, records, company);
    }

    @Override
    public String objectKey() {
        return OBJECT;
    }

    @Override
    public void beforeSave(PendingChange change) {
        super.beforeSave(change);
        notBeforeItsDate(change, "valid_until", "BIL-111");
    }

    @Override
    void typed(PendingChange change, @Nullable StoredRecord before) {
        if (before != null && CONTENT.stream().anyMatch(change::changes)) {
            String status = before.text("status");
            if ("accepted".equals(status)) {
                change.refuse(Problem.of("", ACCEPTED));
            } else if (status != null && !status.equals("draft")) {
                next(before).forEach(change::set);
            }
        }
    }

    /** The fields of the draft that follows what was sent. */
    static Map<String, @Nullable Object> next(StoredRecord before) {
        BigDecimal version = Objects.requireNonNullElse(before.number("version_number"), BigDecimal.ONE);
        return Map.of("status", "draft", "version_number", version.add(BigDecimal.ONE));
    }

    @Override
    void begin(PendingChange change, Company home) {
        fill(change, "status", "draft");
        fill(change, "version_number", BigDecimal.ONE);
        fill(change, "date", LocalDate.ofInstant(change.at(), home.zone()));
        if (change.value("date") instanceof LocalDate date) {
            fill(change, "valid_until", date.plusDays(DAYS_VALID));
        }
        fillFrom(change, "opportunity");
    }
}
