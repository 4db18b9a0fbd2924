package lazo.operational.billing;

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
 * What holds for an invoice whoever writes it and wherever: it begins as a draft without a number; once it is issued, what
 * it says does not change. The database refuses the same: V170.
 */
@Component
class InvoiceRules implements RecordRule {
    static final String OBJECT = "invoice";
    static final String ISSUED = "BIL-160";

    /** What the program writes in fields that nobody may type. */
    static final ScopedValue<Map<String, @Nullable Object>> PROGRAM = ScopedValue.newInstance();

    private static final String CORRECTIVE = "corrective";
    private static final List<String> CONTENT = List.of(
            "kind",
            "subject",
            "account",
            "contact",
            "opportunity",
            "quote",
            "sales_order",
            "date",
            "operation_date",
            "due_date",
            "payment_terms",
            "language",
            "corrects",
            "correction_code",
            "correction_method",
            "correction_reason",
            "terms");

    private final ObjectTypes types;
    private final Records records;
    private final CompanySettings company;

    InvoiceRules(ObjectTypes types, Records records, CompanySettings company) {
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
        } else {
            typed(change, before);
        }
        LocalDate due = (LocalDate) change.value("due_date");
        LocalDate date = (LocalDate) change.value("date");
        boolean dates = change.mentions("due_date") || change.mentions("date");
        if (dates && due != null && date != null && due.isBefore(date)) {
            change.refuse(Problem.of("due_date", "BIL-170"));
        }
    }

    private static void typed(PendingChange change, @Nullable StoredRecord before) {
        if (before != null && !Invoices.status(before).equals("draft")) {
            CONTENT.stream()
                    .filter(change::changes)
                    .findFirst()
                    .ifPresent(field -> change.refuse(Problem.of(field, ISSUED)));
            return;
        }
        boolean was = before != null && CORRECTIVE.equals(before.text("kind"));
        if (was != CORRECTIVE.equals(change.text("kind"))) {
            change.refuse(Problem.of("kind", "BIL-178"));
        }
        if (change.changes("corrects")) {
            change.refuse(Problem.of("corrects", "BIL-178"));
        }
    }

    private void begin(PendingChange change) {
        Company home = company.load();
        boolean spanish = home.locale().getLanguage().equals("es");
        change.set("status", "draft");
        change.set("number", spanish ? "Borrador" : "Draft");
        fill(change, "kind", "full");
        fill(change, "language", spanish ? "es" : "en");
        for (String source : List.of("sales_order", "quote", "opportunity")) {
            if (change.value(source) instanceof Long id) {
                records.find(types.load(source), id, change.actor()).ifPresent(of -> {
                    fill(change, "account", of.reference("account"));
                    fill(change, "contact", of.reference("contact"));
                    fill(change, "subject", Objects.requireNonNullElse(of.text("subject"), of.title()));
                });
            }
        }
    }

    private static void fill(PendingChange change, String field, @Nullable Object value) {
        if (change.value(field) == null && change.type().find(field).isPresent()) {
            change.set(field, value);
        }
    }
}
