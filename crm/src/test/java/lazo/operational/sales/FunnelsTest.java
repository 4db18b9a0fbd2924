package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.operational.sales.Deals.Loss;
import lazo.operational.sales.Funnels.Funnel;
import lazo.operational.sales.Funnels.Question;
import lazo.operational.sales.Funnels.Step;
import lazo.operational.sales.LeadConversion.Party;
import lazo.operational.sales.LeadConversion.Plan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("OPE-04")
class FunnelsTest extends SalesTest {
    @Autowired
    Funnels funnels;

    @Autowired
    Deals deals;

    @Autowired
    LeadConversion conversion;

    private Pipeline sales() {
        return types.load("opportunity").pipelines().stream()
                .filter(pipeline -> pipeline.key().equals("sales"))
                .findFirst()
                .orElseThrow();
    }

    private Funnel funnel(boolean fromLeads) {
        return funnels.of(
                new Question(
                        sales(),
                        LocalDate.of(2026, 11, 1),
                        LocalDate.of(2026, 11, 30),
                        Optional.empty(),
                        Optional.of(seller.id()),
                        fromLeads),
                seller,
                MADRID);
    }

    private static long reached(Funnel funnel, String step) {
        return funnel.steps().stream()
                .filter(one -> one.key().equals(step))
                .mapToLong(Step::reached)
                .findFirst()
                .orElseThrow();
    }

    private void move(StoredRecord which, String stage) {
        saved(deals.move(
                which.id(),
                stage,
                read(which).version(),
                new Loss(stage.equals("lost") ? "price" : null, null),
                seller));
    }

    @Test
    void deals_are_counted_by_how_far_they_came_whatever_became_of_them() {
        StoredRecord won = make("opportunity", seller, "name", "Ganada", "amount", "1000");
        StoredRecord lost = make("opportunity", seller, "name", "Perdida", "amount", "300");
        StoredRecord open = make("opportunity", seller, "name", "Abierta", "amount", "200");
        make("opportunity", seller, "name", "Nueva", "amount", "70", "amount.currency", "USD");
        clock.set(Instant.parse("2026-10-02T08:00:00Z"));
        make("opportunity", seller, "name", "De otro mes");
        clock.set(START.plus(Duration.ofDays(2)));
        move(won, "study");
        move(lost, "proposal");
        move(open, "study");
        clock.pass(Duration.ofDays(4));
        move(won, "won");
        move(lost, "lost");

        Funnel funnel = funnel(false);

        assertThat(funnel.deals()).isEqualTo(4);
        assertThat(reached(funnel, "exploration")).isEqualTo(4);
        assertThat(reached(funnel, "study")).isEqualTo(3);
        assertThat(reached(funnel, "proposal")).isEqualTo(2);
        assertThat(reached(funnel, "negotiation")).isEqualTo(1);
        assertThat(funnel.won().reached()).isEqualTo(1);
        assertThat(funnel.lost()).isEqualTo(1);
        assertThat(funnel.open()).isEqualTo(2);
        Step study = funnel.stages().get(1);
        assertThat(study.entered()).isEqualTo(2);
        assertThat(study.median()).contains(Duration.ofDays(4));
        assertThat(funnel.stages().getFirst().median()).contains(Duration.ofDays(2));
        assertThat(funnel.stages().getFirst().amounts())
                .extracting(money ->
                        money.currency() + money.amount().stripTrailingZeros().toPlainString())
                .containsExactly("EUR1500", "USD70");

        assertThat(funnels.behind(funnel.question(), "proposal", Optional.empty(), 1, seller, MADRID)
                        .orElseThrow())
                .satisfies(behind -> {
                    assertThat(behind.records()).extracting(StoredRecord::title).containsExactly("Perdida");
                    assertThat(funnels.behind(funnel.question(), "proposal", behind.next(), 1, seller, MADRID)
                                    .orElseThrow()
                                    .records())
                            .extracting(StoredRecord::title)
                            .containsExactly("Ganada");
                });
        assertThat(funnels.behind(funnel.question(), "lost", Optional.empty(), 9, seller, MADRID)
                        .orElseThrow()
                        .records())
                .extracting(StoredRecord::title)
                .containsExactly("Perdida");
    }

    @Test
    void the_way_from_lead_to_decision_is_one_funnel() {
        StoredRecord bought = make("lead", seller, "name", "Ana", "estimated_amount", "500");
        StoredRecord talked = make("lead", seller, "name", "Blas");
        make("lead", seller, "name", "Carmen");
        make("opportunity", seller, "name", "Sin lead");
        change(talked, seller, "status", "qualified");
        change(talked, seller, "status", "discarded", "discard_reason", "no_budget");
        LeadConversion.Result result = conversion.convert(
                bought.id(),
                new Plan(
                        bought.version(),
                        new Party.None(),
                        new Party.Made(Draft.of(Map.of())),
                        Optional.of(Draft.of(Map.of()))),
                seller);
        StoredRecord made = records.find(deal, ((LeadConversion.Result.Converted) result).opportunity(), seller)
                .orElseThrow();
        move(made, "won");

        Funnel all = funnel(false);
        assertThat(all.leads()).extracting(Step::reached).containsExactly(3L, 2L, 1L);
        assertThat(all.deals()).isEqualTo(2);

        Funnel journey = funnel(true);
        assertThat(journey.steps())
                .extracting(Step::reached)
                .containsExactlyElementsOf(List.of(3L, 2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L));
        assertThat(funnels.behind(journey.question(), "qualified", Optional.empty(), 9, seller, MADRID)
                        .orElseThrow()
                        .records())
                .extracting(StoredRecord::title)
                .containsExactly("Blas", "Ana");
    }
}
