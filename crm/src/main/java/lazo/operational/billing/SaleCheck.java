package lazo.operational.billing;

import java.util.List;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;

/** Another module's say before a sale is made: a quote becomes an order, an invoice is issued. */
public interface SaleCheck {
    /** What stands against it; empty when it may be made. */
    List<Problem> problems(StoredRecord sale);
}
