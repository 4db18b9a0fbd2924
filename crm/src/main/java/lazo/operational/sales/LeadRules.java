package lazo.operational.sales;

import java.util.Objects;
import java.util.Set;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.StoredRecord;
import lazo.operational.sales.LeadConversion.Mark;
import org.springframework.stereotype.Component;

/** What follows from a lead's status: a discarded one has a reason, a converted one changes only with its conversion. */
@Component
class LeadRules implements RecordRule {
    static final String OBJECT = "lead";
    static final String NEW = "new";
    static final String QUALIFIED = "qualified";
    static final String CONVERTED = "converted";
    static final String DISCARDED = "discarded";
    static final String REASON_MISSING = "SAL-103";
    static final String CONVERT_INSTEAD = "SAL-104";
    static final String IS_CONVERTED = "SAL-105";

    private final LeadAssignment assignment;

    LeadRules(LeadAssignment assignment) {
        this.assignment = assignment;
    }

    @Override
    public String objectKey() {
        return OBJECT;
    }

    @Override
    public Set<String> fields() {
        return Set.of("status", "discard_reason");
    }

    @Override
    public void beforeSave(PendingChange change) {
        if (LeadAssignment.REASON.isBound()) {
            change.set("assignment_reason", LeadAssignment.REASON.get());
        }
        if (LeadConversion.MARK.isBound()) {
            mark(change, LeadConversion.MARK.get());
            return;
        }
        if (change.before() == null && change.value("status") == null) {
            change.set("status", NEW);
        }
        boolean moved = change.changes("status");
        String now = change.text("status");
        if (moved) {
            StoredRecord before = change.before();
            if (CONVERTED.equals(now) && !change.isImported()) {
                change.refuse(Problem.of("status", CONVERT_INSTEAD));
            } else if (before != null && CONVERTED.equals(before.text("status"))) {
                change.refuse(Problem.of("status", IS_CONVERTED));
            }
            if (!DISCARDED.equals(now)) {
                change.set("discard_reason", null);
            }
        }
        boolean reasonAsked = (moved || change.mentions("discard_reason")) && !change.isImported();
        if (DISCARDED.equals(now) && reasonAsked && change.value("discard_reason") == null) {
            change.refuse(Problem.of("discard_reason", REASON_MISSING));
        }
    }

    private static void mark(PendingChange change, Mark mark) {
        if (change.before() == null || Objects.requireNonNull(change.before()).id() != mark.leadId()) {
            return;
        }
        switch (mark) {
            case Mark.Converting converting -> {
                change.set("status", CONVERTED);
                change.set("converted_at", change.at());
                change.set("converted_account", converting.account());
                change.set("converted_contact", converting.contact());
                change.set("converted_opportunity", converting.opportunity());
            }
            case Mark.TakingBack back -> {
                change.set("status", back.status());
                change.set("converted_at", null);
                change.set("converted_account", null);
                change.set("converted_contact", null);
                change.set("converted_opportunity", null);
            }
        }
    }

    @Override
    public void afterSave(PendingChange change, StoredRecord saved) {
        if (change.before() == null && !change.isImported()) {
            assignment.assignTyped(saved, change.actor());
        }
    }
}
