package lazo.operational.billing;

import java.util.List;
import java.util.Map;
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
 * What holds for an invoice whoever writes it and wherever: it begins as a draft without a number; once it is issued, what
 * it says does not change. The database refuses the same: V170.
 */
@Component
class InvoiceRules extends DocumentRules {
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

    InvoiceRules(ObjectTypes types, Records records, CompanySettings company) {
        super(PROGRAM, CONTENT, types, records, company);
    }

    @Override
    public String objectKey() {
        return OBJECT;
    }

    @Override
    public void beforeSave(PendingChange change) {
        super.beforeSave(change);
        notBeforeItsDate(change, "due_date", "BIL-170");
    }

    @Override
    void typed(PendingChange change, @Nullable StoredRecord before) {
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

    @Override
    void begin(PendingChange change, Company home) {
        change.set("status", "draft");
        change.set("number", isSpanish(home) ? "Borrador" : "Draft");
        fill(change, "kind", "full");
        for (String source : List.of("sales_order", "quote", "opportunity")) {
            fillFrom(change, source);
        }
    }
}
