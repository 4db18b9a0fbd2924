package lazo.operational.payment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import lazo.operational.payment.Allocations.Held;
import lazo.operational.payment.Payments.Written;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What customers have to their credit, payments in advance and corrective invoices, and how it goes on invoices. */
@Component
public class Credits {
    private final Records records;
    private final Invoices invoices;
    private final PaymentLists lists;
    private final Allocations allocations;
    private final Users users;

    Credits(Records records, Invoices invoices, PaymentLists lists, Allocations allocations, Users users) {
        this.records = records;
        this.invoices = invoices;
        this.lists = lists;
        this.allocations = allocations;
        this.users = users;
    }

    /** Puts on an invoice what its customer has paid in advance or is owed by corrective invoices, the oldest first. */
    public Written use(long invoiceId, Actor actor) {
        return allocations.wholly(() -> {
            Optional<StoredRecord> seen = records.find(invoices.type(), invoiceId, actor);
            if (seen.isEmpty()) {
                return new Written.Missing();
            }
            List<Payment> credits = lists.credits(seen.get(), actor);
            credits.forEach(one -> allocations.lock(one.id()));
            List<Long> owing = lists.owing(seen.get(), actor).stream()
                    .map(StoredRecord::id)
                    .toList();
            Set<Long> ids = new TreeSet<>(owing);
            ids.add(invoiceId);
            Held held = allocations.hold(ids, actor);
            if (held.refusal() != null) {
                return held.refusal();
            }
            BigDecimal left = Allocations.open(held, invoiceId);
            Set<Long> changed = new TreeSet<>();
            for (Payment credit : credits) {
                BigDecimal part =
                        left.min(lists.find(credit.id()).map(Payment::rest).orElse(BigDecimal.ZERO));
                if (part.signum() > 0) {
                    allocations.allocate(invoiceId, credit.id(), part, false, actor);
                    left = left.subtract(part);
                    changed.add(invoiceId);
                }
            }
            for (long corrective : owing) {
                BigDecimal owed = held.balances()
                        .getOrDefault(corrective, BigDecimal.ZERO)
                        .negate();
                BigDecimal part = left.min(owed);
                if (part.signum() > 0) {
                    allocations.lower(invoiceId, corrective, part, actor);
                    left = left.subtract(part);
                    changed.add(invoiceId);
                    changed.add(corrective);
                }
            }
            if (changed.isEmpty()) {
                return Written.Refused.of("", "PAY-114");
            }
            allocations.settle(held.invoices().values(), changed, actor);
            return allocations.posted(0, credits.stream().map(Payment::id).toList(), actor);
        });
    }

    /** A corrective invoice lowers what is owed of the one it corrects; one that takes its place takes its payments too. */
    @EventListener
    void hear(RecordChanged changed) {
        Long by = changed.actorId();
        if (by == null
                || !changed.objectKey().equals("invoice")
                || !changed.fields().contains("issued_at")) {
            return;
        }
        Actor program = users.actor(by).asProgram();
        StoredRecord issued =
                records.find(invoices.type(), changed.recordId(), program).orElseThrow();
        Long original = issued.reference("corrects");
        if (original == null) {
            return;
        }
        if ("substitution".equals(issued.text("correction_method"))) {
            takeOver(issued, original, program);
        } else {
            lower(issued, original, program);
        }
    }

    private void lower(StoredRecord corrective, long originalId, Actor program) {
        BigDecimal owed = Allocations.amount(corrective, "payable").negate();
        Held held = allocations.hold(List.of(originalId), program);
        StoredRecord original = held.invoices().get(originalId);
        if (owed.signum() <= 0
                || original == null
                || !Allocations.currency(original).equals(Allocations.currency(corrective))) {
            return;
        }
        BigDecimal part = owed.min(Allocations.open(held, originalId));
        if (part.signum() > 0) {
            allocations.lower(originalId, corrective.id(), part, program);
            allocations.settle(List.of(original, corrective), List.of(originalId, corrective.id()), program);
        }
    }

    private void takeOver(StoredRecord substitute, long originalId, Actor program) {
        BigDecimal open = Allocations.amount(substitute, "payable");
        boolean moved = false;
        for (Payment payment : lists.of(originalId)) {
            BigDecimal amount = payment.on(originalId).amount();
            if (amount.signum() != 0) {
                allocations.allocate(originalId, payment.id(), amount.negate(), true, program);
                BigDecimal part = amount.min(open);
                if (part.signum() != 0 && (part.signum() < 0 || open.signum() > 0)) {
                    allocations.allocate(substitute.id(), payment.id(), part, false, program);
                    open = open.subtract(part);
                    moved = true;
                }
            }
        }
        if (moved) {
            allocations.settle(List.of(substitute), List.of(substitute.id()), program);
        }
    }
}
