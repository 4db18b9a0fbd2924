package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.timeline.TimelineEntry;
import lazo.operational.sales.LeadConversion.Party;
import lazo.operational.sales.LeadConversion.Plan;
import lazo.operational.sales.LeadConversion.Result;
import lazo.operational.sales.LeadConversion.Result.Converted;
import lazo.operational.sales.LeadConversion.TakenBack;
import lazo.operational.sales.LeadMatches.Why;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("OPE-01")
class LeadConversionTest extends SalesTest {
    @Autowired
    LeadConversion conversion;

    @Autowired
    LeadMatches matches;

    @Autowired
    ObjectDesigner designer;

    private static final Party FRESH = new Party.Made(Draft.of(Map.of()));

    private StoredRecord lead(String... more) {
        StoredRecord made = make(
                "lead",
                seller,
                "name",
                "Nuria Beltrán Ochoa",
                "company",
                "Bodegas Valdeñuño, S.L.",
                "email",
                "nuria@valdenuno.example",
                "phone",
                "600 00 01 23",
                "source",
                "web",
                "estimated_amount",
                "48200",
                "product_interest",
                "Ampliación 60 kWp",
                "concerns",
                "El plazo",
                "address.city",
                "Aranda de Duero",
                "tags",
                "VIP");
        return more.length == 0 ? made : change(made, seller, more);
    }

    private Converted convert(StoredRecord of, Party account, Party contact, boolean withDeal) {
        Result result = conversion.convert(
                of.id(),
                new Plan(
                        read(of).version(),
                        account,
                        contact,
                        withDeal ? Optional.of(Draft.of(Map.of())) : Optional.empty()),
                seller);
        assertThat(result).isInstanceOf(Converted.class);
        return (Converted) result;
    }

    private StoredRecord found(String object, Long id) {
        return records.find(types.load(object), id, seller).orElseThrow();
    }

    private List<TimelineEntry> page(long id) {
        return timeline.read(id, Set.of(), Optional.empty(), 100).entries();
    }

    @Test
    void one_action_makes_account_contact_and_deal_with_what_the_lead_knew() {
        StoredRecord of = lead();
        Converted made = convert(of, FRESH, FRESH, true);

        StoredRecord account = found("account", made.account());
        assertThat(account.title()).isEqualTo("Bodegas Valdeñuño, S.L.");
        assertThat(account.address("address").city()).isEqualTo("Aranda de Duero");
        assertThat(account.text("source")).isEqualTo("web");
        assertThat(account.value("email")).isNull();
        StoredRecord contact = found("contact", made.contact());
        assertThat(contact.text("first_name")).isEqualTo("Nuria");
        assertThat(contact.text("last_name")).isEqualTo("Beltrán Ochoa");
        assertThat(contact.text("email")).isEqualTo("nuria@valdenuno.example");
        assertThat(contact.text("concerns")).isEqualTo("El plazo");
        assertThat(contact.reference("account")).isEqualTo(account.id());
        StoredRecord opportunity = found("opportunity", made.opportunity());
        assertThat(opportunity.money("amount")).isEqualTo(new Money(number("48200"), "EUR"));
        assertThat(opportunity.title()).isEqualTo("Ampliación 60 kWp · Bodegas Valdeñuño, S.L.");
        assertThat(opportunity.reference("contact")).isEqualTo(contact.id());
        assertThat(opportunity.owner()).isEqualTo(seller.id());

        StoredRecord after = read(of);
        assertThat(after.text("status")).isEqualTo("converted");
        assertThat(after.moment("converted_at")).isEqualTo(START);
        assertThat(after.reference("converted_opportunity")).isEqualTo(opportunity.id());
    }

    @Test
    void the_whole_history_goes_along() {
        StoredRecord of = lead("status", "qualified");
        StoredRecord call = make(
                "activity",
                other,
                "kind",
                "call",
                "subject",
                "Primera llamada",
                "start_at",
                "2026-11-09T10:00",
                "done",
                "true");
        change(call, admin, "lead", String.valueOf(of.id()));
        Converted made = convert(of, FRESH, FRESH, true);

        for (Long id : List.of(made.account(), made.contact(), made.opportunity())) {
            List<TimelineEntry> entries = page(id);
            assertThat(entries)
                    .as("page of %s", id)
                    .anyMatch(entry -> entry.kind() == TimelineEntry.Kind.CREATED && entry.subjectId() == of.id())
                    .anyMatch(entry -> entry.kind() == TimelineEntry.Kind.MILESTONE && entry.subjectId() == of.id())
                    .anyMatch(entry -> entry.kind() == TimelineEntry.Kind.CONVERTED);
            assertThat(entries.stream().filter(entry -> entry.subjectId() == call.id()))
                    .as("the call, once")
                    .hasSize(1);
        }
        assertThat(read(call).reference("opportunity")).isEqualTo(made.opportunity());
        assertThat(read(call).reference("lead")).isEqualTo(of.id());
    }

    @Test
    void fields_of_ones_own_with_the_same_name_are_carried_over() {
        String label = "Potencia " + System.nanoTime();
        ObjectField ofLead =
                designer.addField("lead", NewField.plain(FieldType.NUMBER, Label.same(label), List.of(), null));
        designer.addField("opportunity", NewField.plain(FieldType.NUMBER, Label.same(label), List.of(), null));
        lead = types.load("lead");
        StoredRecord of = lead(ofLead.key(), "60");
        Converted made = convert(of, FRESH, FRESH, true);
        assertThat(found("opportunity", made.opportunity()).number(ofLead.key()))
                .isEqualByComparingTo("60");
    }

    @Test
    void what_is_there_already_is_proposed_and_used() {
        StoredRecord account = make("account", seller, "name", "Bodegas Valdeñuño", "website", "valdenuno.example");
        StoredRecord contact = make("contact", seller, "first_name", "N.", "email", "Nuria@valdenuno.example");
        StoredRecord of = lead();

        assertThat(matches.contacts(of, seller))
                .anyMatch(match -> match.record().id() == contact.id() && match.why() == Why.EMAIL && match.sure());
        assertThat(matches.accounts(of, seller))
                .anyMatch(match -> match.record().id() == account.id()
                        && Set.of(Why.DOMAIN, Why.NAME).contains(match.why()));

        Converted made = convert(of, new Party.Existing(account.id()), new Party.Existing(contact.id()), false);
        assertThat(made.account()).isEqualTo(account.id());
        assertThat(made.opportunity()).isNull();
        assertThat(read(contact).reference("account")).isEqualTo(account.id());
        assertThat(read(contact).text("first_name")).isEqualTo("N.");
        assertThat(page(contact.id())).anyMatch(entry -> entry.subjectId() == of.id());
    }

    @Test
    void nothing_is_made_when_one_part_is_refused() {
        StoredRecord of = lead();
        long before = records.exactCount(
                lazo.kernel.record.RecordQuery.of(types.load("account"), lazo.kernel.filter.Filter.everything()),
                admin,
                MADRID);
        Result result = conversion.convert(
                of.id(),
                new Plan(
                        of.version(),
                        FRESH,
                        new Party.Made(typed(types.load("contact"), "email", "no es un correo")),
                        Optional.empty()),
                seller);
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.problems()).containsOnlyKeys("contact"));
        assertThat(records.exactCount(
                        lazo.kernel.record.RecordQuery.of(
                                types.load("account"), lazo.kernel.filter.Filter.everything()),
                        admin,
                        MADRID))
                .isEqualTo(before);
        assertThat(read(of).text("status")).isEqualTo("new");
    }

    @Test
    void a_conversion_is_taken_back_while_nobody_has_gone_on() {
        StoredRecord of = lead("status", "qualified");
        StoredRecord call =
                make("activity", seller, "kind", "call", "subject", "Llamada", "lead", String.valueOf(of.id()));
        Converted made = convert(of, FRESH, FRESH, true);
        assertThat(conversion.mayTakeBack(of.id())).isTrue();

        assertThat(conversion.takeBack(of.id(), seller)).isEqualTo(TakenBack.DONE);

        StoredRecord after = read(of);
        assertThat(after.text("status")).isEqualTo("qualified");
        assertThat(after.value("converted_contact")).isNull();
        assertThat(records.find(types.load("contact"), made.contact(), admin)).isEmpty();
        assertThat(records.find(types.load("opportunity"), made.opportunity(), admin))
                .isEmpty();
        assertThat(read(call).value("contact")).isNull();
        assertThat(conversion.takeBack(of.id(), seller)).isEqualTo(TakenBack.MISSING);
        convert(of, FRESH, FRESH, false);
    }

    @Test
    void it_is_too_late_once_somebody_has_worked_on() {
        StoredRecord of = lead();
        Converted made = convert(of, FRESH, FRESH, true);
        change(found("opportunity", made.opportunity()), seller, "amount", "50000");
        assertThat(conversion.takeBack(of.id(), seller)).isEqualTo(TakenBack.TOO_LATE);

        StoredRecord second = lead();
        Converted again = convert(second, FRESH, FRESH, false);
        make("activity", seller, "kind", "task", "subject", "Enviar", "contact", String.valueOf(again.contact()));
        assertThat(conversion.mayTakeBack(second.id())).isFalse();
    }

    @Test
    void a_converted_lead_is_not_converted_again_nor_given_another_status() {
        StoredRecord of = lead();
        convert(of, FRESH, FRESH, false);
        assertThat(conversion.convert(of.id(), new Plan(read(of).version(), FRESH, FRESH, Optional.empty()), seller))
                .isEqualTo(new Result.AlreadyConverted());
        assertThat(changes.change(lead, of.id(), read(of).version(), typed(lead, "status", "new"), seller))
                .isInstanceOf(Invalid.class);
    }
}
