package lazo.operational.billing;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders: what an accepted quote becomes. */
@Component
public class SalesOrders {
    private static final String OBJECT = "sales_order";

    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Quotes quotes;
    private final Documents documents;
    private final TransactionTemplate transaction;
    private final ObjectProvider<SaleCheck> checks;

    SalesOrders(
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Quotes quotes,
            Documents documents,
            TransactionTemplate transaction,
            ObjectProvider<SaleCheck> checks) {
        this.checks = checks;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.quotes = quotes;
        this.documents = documents;
        this.transaction = transaction;
    }

    public ObjectType type() {
        return types.load(OBJECT);
    }

    /** The order of an accepted quote, with its lines. Asked twice, it is the same order. */
    public WriteResult of(StoredRecord quote, Actor actor, Origin origin) {
        return Objects.requireNonNull(transaction.execute(status -> {
            if (changes.hold(quote.type(), quote.id(), actor).isEmpty()) {
                return new WriteResult.Missing();
            }
            Optional<StoredRecord> there = quotes.order(quote, actor.asProgram());
            if (there.isPresent()) {
                return records.find(type(), there.get().id(), actor)
                        .<WriteResult>map(order -> new WriteResult.Saved(order, false))
                        .orElse(new WriteResult.Denied());
            }
            StoredRecord now = records.find(quote.type(), quote.id(), actor).orElse(quote);
            if (!Quotes.status(now).equals("accepted")) {
                return new WriteResult.Invalid(List.of(Problem.of("", "BIL-130")));
            }
            List<Problem> against = records.find(now.type(), now.id(), actor.asProgram()).stream()
                    .flatMap(whole -> checks.orderedStream().flatMap(check -> check.problems(whole).stream()))
                    .toList();
            if (!against.isEmpty()) {
                status.setRollbackOnly();
                return new WriteResult.Invalid(against);
            }
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("quote", quote.id());
            values.put("owner", now.owner());
            for (String field : List.of("account", "contact", "opportunity")) {
                values.put(field, now.reference(field));
            }
            for (String field : List.of("subject", "payment_terms", "terms")) {
                values.put(field, now.text(field));
            }
            WriteResult made = changes.create(type(), Draft.of(values), actor, origin);
            if (made instanceof WriteResult.Saved(StoredRecord order, boolean changed)) {
                documents.follow(now, order, actor);
                return new WriteResult.Saved(
                        records.find(type(), order.id(), actor).orElse(order), true);
            }
            status.setRollbackOnly();
            return made;
        }));
    }

    /** An order begins confirmed and of today. */
    @Component
    static class Rules implements RecordRule {
        private final CompanySettings company;

        Rules(CompanySettings company) {
            this.company = company;
        }

        @Override
        public String objectKey() {
            return OBJECT;
        }

        @Override
        public Set<String> fields() {
            return Set.of();
        }

        @Override
        public void beforeSave(PendingChange change) {
            if (change.before() == null) {
                if (change.value("status") == null) {
                    change.set("status", "confirmed");
                }
                if (change.value("date") == null) {
                    change.set(
                            "date",
                            LocalDate.ofInstant(change.at(), company.load().zone()));
                }
            }
        }
    }
}
