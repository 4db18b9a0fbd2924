package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.record.Batches;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordsChanged;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.operational.sales.AssignmentRules.Rule;
import lazo.operational.sales.AssignmentRules.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("OPE-02")
class LeadAssignmentTest extends SalesTest {
    @Autowired
    AssignmentRules rules;

    @Autowired
    LeadAssignment assignment;

    @Autowired
    Batches batches;

    @AfterEach
    void no_rules() {
        rules.all().forEach(rule -> rules.remove(rule.id()));
    }

    private void rule(String name, Filter filter, List<Long> people, Turn turn, boolean byHand) {
        rules.save(new Rule(0, name, filter, people, null, turn, byHand, true));
    }

    private List<StoredRecord> imported(int many, String city) {
        long batch = batches.begin("IMPORT", lead, admin, "{}");
        List<StoredRecord> leads = IntStream.range(0, many)
                .mapToObj(i -> saved(changes.create(
                        lead, typed(lead, "name", "Lead " + i, "address.city", city), admin, Origin.batch(batch))))
                .toList();
        assignment.assignBatch(batch);
        return leads.stream().map(this::read).toList();
    }

    @Test
    void imported_leads_go_to_the_sellers_in_turn_and_say_why() {
        rule("Todos", Filter.everything(), List.of(seller.id(), other.id()), Turn.ROUND_ROBIN, false);
        List<StoredRecord> leads = imported(5, "Burgos");
        Map<Long, Long> each =
                leads.stream().collect(Collectors.groupingBy(StoredRecord::owner, Collectors.counting()));
        assertThat(each).isEqualTo(Map.of(seller.id(), 3L, other.id(), 2L));
        assertThat(leads)
                .allSatisfy(one -> assertThat(one.text("assignment_reason"))
                        .contains("Todos")
                        .contains("2 personas"));
        List<StoredRecord> more = imported(1, "Burgos");
        assertThat(more.getFirst().owner()).isEqualTo(other.id());
    }

    @Test
    void the_first_rule_that_fits_decides() {
        rule(
                "Sevilla",
                FilterText.conditions(List.of("address.city:is:sevilla")),
                List.of(other.id()),
                Turn.ROUND_ROBIN,
                false);
        rule("Resto", Filter.everything(), List.of(seller.id()), Turn.ROUND_ROBIN, false);
        assertThat(imported(2, "Sevilla"))
                .allSatisfy(one -> assertThat(one.owner()).isEqualTo(other.id()));
        assertThat(imported(1, "Soria").getFirst().owner()).isEqualTo(seller.id());
    }

    @Test
    void whoever_has_least_to_do_gets_the_next() {
        make("lead", seller, "name", "Ya ocupada");
        make("lead", seller, "name", "Muy ocupada");
        rule("Carga", Filter.everything(), List.of(seller.id(), other.id()), Turn.LEAST_BUSY, false);
        assertThat(imported(2, "Soria"))
                .allSatisfy(one -> assertThat(one.owner()).isEqualTo(other.id()));
    }

    @Test
    void a_typed_lead_stays_with_its_seller_but_a_managers_is_handed_on() {
        rule("A mano", Filter.everything(), List.of(other.id()), Turn.ROUND_ROBIN, true);
        assertThat(read(make("lead", seller, "name", "Mío")).owner()).isEqualTo(seller.id());
        StoredRecord handed = read(make("lead", manager, "name", "De feria"));
        assertThat(handed.owner()).isEqualTo(other.id());
        assertThat(handed.text("assignment_reason")).contains("A mano");
        StoredRecord chosen = read(make("lead", manager, "name", "Con dueño", "owner", "" + seller.id()));
        assertThat(chosen.owner()).isEqualTo(seller.id());
    }

    @Test
    @Tag("OPE-01")
    void what_comes_out_of_a_file_begins_at_the_beginning_and_needs_no_reasons() {
        long batch = batches.begin("IMPORT", lead, admin, "{}");
        Origin file = new Origin(batch, Kind.IMPORTED, 0, null);
        StoredRecord converted = saved(changes.create(
                lead, typed(lead, "name", "Convertido en otro CRM", "status", "converted"), admin, file));
        StoredRecord discarded =
                saved(changes.create(lead, typed(lead, "name", "Descartado", "status", "discarded"), admin, file));
        StoredRecord lost = saved(changes.create(
                deal, typed(deal, "name", "Perdida", "stage", "lost", "expected_close", "2026-03-01"), admin, file));
        assertThat(converted.text("status")).isEqualTo("converted");
        assertThat(discarded.value("discard_reason")).isNull();
        assertThat(lost.moment("closed_at")).isEqualTo("2026-03-01T12:00:00Z");

        sql.execute("update record.lead set status = null where id = ?", discarded.id());
        sql.execute(
                "update record.opportunity set stage = null, probability = null, stage_since = null, batch_id = ? where id = ?",
                batch,
                lost.id());
        arrivals.receive(new RecordsChanged("lead", batch, 2));
        arrivals.receive(new RecordsChanged("opportunity", batch, 1));
        assertThat(read(discarded).text("status")).isEqualTo("new");
        assertThat(read(converted).text("status")).isEqualTo("converted");
        assertThat(read(lost).text("stage")).isEqualTo("exploration");
        assertThat(read(lost).number("probability")).isEqualByComparingTo("10");
    }

    @Autowired
    Arrivals arrivals;
}
