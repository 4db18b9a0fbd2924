package lazo.operational.billing.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.DiscountPolicy;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of a document that is not sold yet: that its discount is above what its author may give, and the approval. */
@Component
class DiscountPanel implements RecordPanel {
    private static final List<String> OPEN = List.of("draft", "sent", "accepted");

    private final Access access;
    private final DiscountPolicy policy;
    private final RecordNames names;
    private final Templates templates;

    DiscountPanel(Access access, DiscountPolicy policy, RecordNames names, Templates templates) {
        this.access = access;
        this.policy = policy;
        this.names = names;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 14;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        boolean sale = DiscountPolicy.SALES.contains(record.type().key())
                && OPEN.contains(java.util.Objects.requireNonNullElse(record.text("status"), "draft"));
        if (!sale) {
            return Optional.empty();
        }
        return policy.over(record).map(over -> {
            String by = over.approval()
                    .map(DiscountPolicy.Approval::by)
                    .or(() -> over.asked().map(DiscountPolicy.Asked::by))
                    .map(id -> names.users().get(id))
                    .map(User::name)
                    .orElse("–");
            return templates.billingDiscount(
                    screen,
                    record,
                    over,
                    by,
                    policy.mayApprove(record, over, actor),
                    access.mayChange(actor, record.type(), record.id()))::render;
        });
    }
}
