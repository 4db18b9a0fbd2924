package lazo.operational.billing;

import org.jooq.DSLContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the trigger of V170 on the table of the invoices' records, which is made when the program starts for the first time. */
@Component
class InvoiceProtection {
    private final DSLContext sql;

    InvoiceProtection(DSLContext sql) {
        this.sql = sql;
    }

    @EventListener(ContextRefreshedEvent.class)
    void protect() {
        sql.execute("""
                do $$
                begin
                    if to_regclass('record.invoice') is not null and not exists (select from pg_trigger
                            where tgrelid = 'record.invoice'::regclass and tgname = 'invoice_stays') then
                        create trigger invoice_stays before update or delete on record.invoice
                            for each row execute function billing_invoice_stays();
                        create trigger invoice_is_kept before truncate on record.invoice
                            for each statement execute function billing_refuse();
                    end if;
                end $$""");
    }
}
