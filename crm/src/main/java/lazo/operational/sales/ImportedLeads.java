package lazo.operational.sales;

import lazo.kernel.record.RecordsChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Hears of every import, and has its leads assigned. */
@Component
class ImportedLeads {
    private final LeadAssignment assignment;

    ImportedLeads(LeadAssignment assignment) {
        this.assignment = assignment;
    }

    @EventListener
    void assign(RecordsChanged changed) {
        assignment.afterImport(changed);
    }
}
