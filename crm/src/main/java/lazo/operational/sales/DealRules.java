package lazo.operational.sales;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.Draft;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What follows from a deal's stage, whoever sets it and wherever: probability, dates, the loss reason, and the lifecycle of
 * the customer a deal was won with.
 */
@Component
class DealRules implements RecordRule {
    static final String OBJECT = "opportunity";
    static final String REASON_MISSING = "SAL-101";
    static final String FIELD_MISSING = "SAL-102";

    private static final Set<String> ALREADY_CUSTOMER = Set.of("customer", "promoter");

    private final ObjectTypes types;
    private final StageSettings settings;
    private final Records records;
    private final ObjectProvider<RecordChanges> changes;

    DealRules(ObjectTypes types, StageSettings settings, Records records, ObjectProvider<RecordChanges> changes) {
        this.types = types;
        this.settings = settings;
        this.records = records;
        this.changes = changes;
    }

    @Override
    public String objectKey() {
        return OBJECT;
    }

    @Override
    public Set<String> fields() {
        return Set.of("stage", "loss_reason");
    }

    @Override
    public void beforeSave(PendingChange change) {
        Optional<Stage> stage = change.type().stage(change.text("stage"));
        if (stage.isEmpty()) {
            return;
        }
        Stage now = stage.get();
        boolean moved = change.changes("stage");
        if (moved) {
            enter(change, now);
        }
        boolean reasonAsked = (moved || change.mentions("loss_reason")) && !change.isImported();
        if (now.outcome() == Stage.Outcome.LOST && reasonAsked && change.value("loss_reason") == null) {
            change.refuse(Problem.of("loss_reason", REASON_MISSING));
        }
    }

    private void enter(PendingChange change, Stage now) {
        change.set("stage_since", change.at());
        if (!now.isOpen() || !change.changes("probability")) {
            change.set("probability", BigDecimal.valueOf(now.winProbability()));
        }
        change.set("closed_at", now.isOpen() ? null : closed(change));
        if (now.outcome() != Stage.Outcome.LOST) {
            change.set("loss_reason", null);
            change.set("loss_detail", null);
        } else if (change.text("loss_detail") != null) {
            change.tell(change.text("loss_detail"));
        }
        for (String field : settings.of(OBJECT, now.key()).requiredFields()) {
            boolean known =
                    change.type().find(field).filter(is -> !is.archived()).isPresent();
            boolean asked = now.outcome() != Stage.Outcome.LOST && !change.isImported();
            if (known && asked && change.value(field) == null) {
                change.refuse(Problem.of(field, FIELD_MISSING));
            }
        }
    }

    /** Now; a deal out of a file was closed when the file says it should. */
    private static Instant closed(PendingChange change) {
        boolean told = change.isImported() && change.value("expected_close") instanceof LocalDate;
        Instant said = told
                ? ((LocalDate) java.util.Objects.requireNonNull(change.value("expected_close")))
                        .atTime(12, 0)
                        .toInstant(ZoneOffset.UTC)
                : change.at();
        return said.isBefore(change.at()) ? said : change.at();
    }

    @Override
    public void afterSave(PendingChange change, StoredRecord saved) {
        boolean won =
                stage(saved).filter(is -> is.outcome() == Stage.Outcome.WON).isPresent();
        StoredRecord before = change.before();
        boolean wonBefore = before != null
                && stage(before).filter(is -> is.outcome() == Stage.Outcome.WON).isPresent();
        if (won && !wonBefore) {
            makeCustomer("account", saved.reference("account"), change.actor(), change.at());
            makeCustomer("contact", saved.reference("contact"), change.actor(), change.at());
        }
    }

    private static Optional<Stage> stage(StoredRecord deal) {
        return deal.type().stage(deal.text("stage"));
    }

    /** Done by the program in the name of whoever won the deal, who need not be allowed to edit the customer. */
    private void makeCustomer(String object, @Nullable Long id, Actor actor, Instant at) {
        Optional<ObjectType> type = types.find(object);
        if (id == null || type.isEmpty() || !knowsCustomers(type.get())) {
            return;
        }
        Actor program = actor.asProgram();
        records.find(type.get(), id, program)
                .filter(party -> !ALREADY_CUSTOMER.contains(String.valueOf(party.text("lifecycle"))))
                .ifPresent(party -> changes.getObject()
                        .change(
                                type.get(),
                                id,
                                party.version(),
                                new Draft(Map.of("lifecycle", "customer"), List.of()),
                                program,
                                new Origin(null, Kind.CREATED, 1, at)));
    }

    private static boolean knowsCustomers(ObjectType type) {
        return type.find("lifecycle")
                .filter(field -> !field.archived())
                .flatMap(field -> field.choice("customer"))
                .isPresent();
    }
}
