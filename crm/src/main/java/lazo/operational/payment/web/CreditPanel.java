package lazo.operational.payment.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.payment.CreditPolicy;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of a sale that is not made yet: that its customer would owe more than their limit, and the approval. */
@Component
class CreditPanel implements RecordPanel {
    private static final List<String> OPEN = List.of("draft", "sent", "accepted", "confirmed");

    private final Access access;
    private final CreditPolicy policy;
    private final PaymentLists lists;
    private final RecordNames names;
    private final Templates templates;

    CreditPanel(Access access, CreditPolicy policy, PaymentLists lists, RecordNames names, Templates templates) {
        this.access = access;
        this.policy = policy;
        this.lists = lists;
        this.names = names;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 15;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        boolean sale = CreditPolicy.SALES.contains(record.type().key())
                && OPEN.contains(java.util.Objects.requireNonNullElse(record.text("status"), ""));
        if (!sale) {
            return Optional.empty();
        }
        return policy.over(record).map(over -> {
            String by = over.approval()
                    .map(CreditPolicy.Approval::by)
                    .map(id -> names.users().get(id))
                    .map(user -> user.name())
                    .orElse("–");
            boolean mayApprove = actor.may(Ability.CREDIT) && access.mayChange(actor, record.type(), record.id());
            return templates.paymentOver(screen, record, over, by, lists.shows(actor), mayApprove)::render;
        });
    }
}
