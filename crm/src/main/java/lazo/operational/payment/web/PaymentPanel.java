package lazo.operational.payment.web;

import gg.jte.Content;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.Invoices;
import lazo.operational.payment.Payment;
import lazo.operational.payment.PaymentLists;
import lazo.operational.payment.PaymentReminders;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** The payments of an issued invoice on its page, with what can be done about them. */
@Component
class PaymentPanel implements RecordPanel {
    private final Access access;
    private final PaymentLists lists;
    private final PaymentReminders reminders;
    private final Templates templates;

    PaymentPanel(Access access, PaymentLists lists, PaymentReminders reminders, Templates templates) {
        this.access = access;
        this.lists = lists;
        this.reminders = reminders;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.COMPOSER;
    }

    @Override
    public int order() {
        return 6;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("invoice") || !Invoices.isIssued(record) || !lists.shows(actor)) {
            return Optional.empty();
        }
        List<Payment> payments = lists.of(record.id());
        boolean mayChange = access.mayChange(actor, record.type(), record.id())
                && !Invoices.status(record).equals("substituted");
        BigDecimal credit = mayChange ? lists.credit(record, actor) : BigDecimal.ZERO;
        return Optional.of(templates.paymentInvoice(
                screen,
                record,
                payments,
                lists.numbers(payments, actor),
                lists.lowered(record.id()),
                reminders.of(record.id()),
                lists.refundable(record),
                credit,
                mayChange)::render);
    }
}
