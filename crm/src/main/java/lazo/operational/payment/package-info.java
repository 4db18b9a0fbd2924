/**
 * What customers pay and owe: payments over one or several invoices, advances, refunds, money that comes back.
 *
 * <p>Start at {@link lazo.operational.payment.Payments}, which writes, {@link lazo.operational.payment.Credits} for what is
 * paid in advance or corrected, and {@link lazo.operational.payment.PaymentLists}, which reads; {@code Allocations} keeps the
 * locks. Why it is so: docs/decisions/0080. Tables: {@code payment}, {@code payment_reversal}, {@code payment_allocation},
 * {@code credit_policy}, {@code credit_approval}, {@code reminder_policy}, {@code invoice_reminder}. The balance and the status of an invoice follow from these and stand on its
 * record.
 */
@ApplicationModule(
        displayName = "Payments",
        allowedDependencies = {
            "platform.web",
            "kernel.identity",
            "kernel.metadata",
            "kernel.access",
            "kernel.filter",
            "kernel.record",
            "kernel.record :: web",
            "operational.billing"
        })
@NullMarked
package lazo.operational.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
