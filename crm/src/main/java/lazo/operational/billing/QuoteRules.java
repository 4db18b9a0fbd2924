package lazo.operational.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What holds for a quote whoever writes it and wherever: it begins as a draft of today with the customer of its deal; what
 * was sent is not changed but becomes the draft of the next version; what was accepted is not changed at all.
 */
@Component
class QuoteRules implements RecordRule {
    static final String OBJECT = "quote";
    static final String ACCEPTED = "BIL-110";

    /** What the program writes in fields that nobody may type, such as the status. */
    static final ScopedValue<Map<String, @Nullable Object>> PROGRAM = ScopedValue.newInstance();

    /** What is told of it on the timeline. */
    static final ScopedValue<String> NOTE = ScopedValue.newInstance();

    private static final int DAYS_VALID = 30;
    private static final List<String> CONTENT =
            List.of("subject", "account", "contact", "date", "valid_until", "payment_terms", "language", "terms");

    private final ObjectTypes types;
    private final Records records;
    private final CompanySettings company;

    QuoteRules(ObjectTypes types, Records records, CompanySettings company) {
        this.types = types;
        this.records = records;
        this.company = company;
    }

    @Override
    public String objectKey() {
        return OBJECT;
    }

    @Override
    public Set<String> fields() {
        return Set.copyOf(CONTENT);
    }

    @Override
    public void beforeSave(PendingChange change) {
        StoredRecord before = change.before();
        if (before == null) {
            begin(change);
        }
        if (PROGRAM.isBound()) {
            PROGRAM.get().forEach(change::set);
            if (NOTE.isBound()) {
                change.tell(NOTE.get());
            }
        } else if (before != null && CONTENT.stream().anyMatch(change::changes)) {
            String status = before.text("status");
            if ("accepted".equals(status)) {
                change.refuse(Problem.of("", ACCEPTED));
            } else if (status != null && !status.equals("draft")) {
                next(before).forEach(change::set);
            }
        }
        LocalDate until = (LocalDate) change.value("valid_until");
        LocalDate date = (LocalDate) change.value("date");
        boolean typed = change.mentions("valid_until") || change.mentions("date");
        if (typed && until != null && date != null && until.isBefore(date)) {
            change.refuse(Problem.of("valid_until", "BIL-111"));
        }
    }

    /** The fields of the draft that follows what was sent. */
    static Map<String, @Nullable Object> next(StoredRecord before) {
        BigDecimal version = Objects.requireNonNullElse(before.number("version_number"), BigDecimal.ONE);
        return Map.of("status", "draft", "version_number", version.add(BigDecimal.ONE));
    }

    private void begin(PendingChange change) {
        Company home = company.load();
        LocalDate today = LocalDate.ofInstant(change.at(), home.zone());
        fill(change, "status", "draft");
        fill(change, "version_number", BigDecimal.ONE);
        fill(change, "date", today);
        if (change.value("date") instanceof LocalDate date) {
            fill(change, "valid_until", date.plusDays(DAYS_VALID));
        }
        fill(change, "language", home.locale().getLanguage().equals("es") ? "es" : "en");
        if (change.value("opportunity") instanceof Long deal) {
            records.find(types.load("opportunity"), deal, change.actor()).ifPresent(of -> {
                fill(change, "account", of.reference("account"));
                fill(change, "contact", of.reference("contact"));
                fill(change, "subject", of.title());
            });
        }
    }

    private static void fill(PendingChange change, String field, @Nullable Object value) {
        if (change.value(field) == null && change.type().find(field).isPresent()) {
            change.set(field, value);
        }
    }
}
