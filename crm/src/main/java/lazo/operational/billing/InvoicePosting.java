package lazo.operational.billing;

import java.util.List;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;

/** What another module writes with every invoice that is issued, last and in its transaction. */
public interface InvoicePosting {
    /** Empty when it is written; otherwise the invoice is not issued. */
    List<Problem> issued(StoredRecord invoice, Actor actor);
}
