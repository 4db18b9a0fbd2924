package lazo.operational.payment;

import java.util.List;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Problem;

/** What another module writes with every payment and whatever becomes of it, last and in its transaction. */
public interface PaymentPosting {
    /** Empty when it is written; otherwise nothing of it is. */
    List<Problem> changed(long paymentId, Actor actor);
}
