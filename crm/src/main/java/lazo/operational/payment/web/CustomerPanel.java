package lazo.operational.payment.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.payment.CustomerAccounts;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** What a customer owes and how they pay, beside the company or person one is going to negotiate with. */
@Component
class CustomerPanel implements RecordPanel {
    private final Access access;
    private final CustomerAccounts accounts;
    private final Templates templates;

    CustomerPanel(Access access, CustomerAccounts accounts, Templates templates) {
        this.access = access;
        this.accounts = accounts;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.ASIDE;
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!PaymentLists.CUSTOMERS.contains(record.type().key())) {
            return Optional.empty();
        }
        return accounts.of(record, actor).map(standing -> {
            StoredRecord party = standing.party();
            boolean mayRecord = actor.on("invoice").create() && access.mayChange(actor, party.type(), party.id());
            return templates.paymentStanding(screen, record, standing, mayRecord)::render;
        });
    }
}
