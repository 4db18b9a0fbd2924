package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import lazo.kernel.record.StoredRecord;
import lazo.operational.sales.Deals.Loss;
import lazo.operational.sales.SalesPeriod.Span;
import lazo.operational.sales.SalesTeams.Attainment;
import lazo.operational.sales.SalesTeams.Seller;
import lazo.operational.sales.SalesTeams.Team;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("OPE-05")
class SalesTeamsTest extends SalesTest {
    static final SalesPeriod QUARTER = SalesPeriod.at(Span.QUARTER, LocalDate.of(2026, 11, 10));
    static final SalesPeriod NOVEMBER = SalesPeriod.at(Span.MONTH, LocalDate.of(2026, 11, 10));

    @Autowired
    SalesTeams teams;

    @Autowired
    SalesTargets targets;

    @Autowired
    Deals deals;

    private Seller of(Team in, long user) {
        return in.sellers().stream()
                .filter(seller -> seller.user().id() == user)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_seller_has_target_won_amount_pipeline_and_activity() {
        targets.set(seller.id(), null, QUARTER, number("10000"), "EUR", manager);
        StoredRecord won = make("opportunity", seller, "name", "A", "amount", "6800");
        saved(deals.move(won.id(), "won", won.version(), Loss.NONE, seller));
        StoredRecord dollars = make("opportunity", seller, "name", "B", "amount", "999", "amount.currency", "USD");
        saved(deals.move(dollars.id(), "won", dollars.version(), Loss.NONE, seller));
        make("opportunity", seller, "name", "C", "amount", "1000", "stage", "proposal");
        make("activity", seller, "kind", "call", "subject", "x", "done", "true", "start_at", "2026-11-09T10:00");
        make("activity", seller, "kind", "call", "subject", "y", "start_at", "2026-11-12T10:00");

        List<Team> seen = teams.of(QUARTER, manager, MADRID);
        assertThat(seen).singleElement().satisfies(mine -> {
            assertThat(mine.id()).isEqualTo(team);
            assertThat(mine.sellers()).hasSize(3);
            Seller lucia = of(mine, seller.id());
            Attainment reached = SalesTeams.attainment(lucia.target(), lucia.figures(), "EUR")
                    .orElseThrow();
            assertThat(reached.percent()).isEqualTo(68);
            assertThat(lucia.figures().won().count()).isEqualTo(2);
            assertThat(lucia.figures().won().sums()).hasSize(2);
            assertThat(lucia.figures().open().sums().getFirst().weighted()).isEqualByComparingTo("500");
            assertThat(lucia.figures().idle()).isEqualTo(1);
            assertThat(lucia.figures().activities()).containsEntry("call", 1L);
            assertThat(mine.target().orElseThrow()).isEqualByComparingTo("10000");
        });
        assertThat(teams.of(QUARTER.previous(), manager, MADRID)
                        .getFirst()
                        .figures()
                        .won()
                        .count())
                .isZero();
    }

    @Test
    void months_add_up_to_a_quarter_unless_it_has_a_target_of_its_own() {
        targets.set(seller.id(), null, NOVEMBER, number("3000"), "EUR", manager);
        targets.set(seller.id(), null, NOVEMBER.next(), number("4000"), "EUR", manager);
        assertThat(targets.of(QUARTER, "EUR").ofUser(seller.id()).orElseThrow()).isEqualByComparingTo("7000");
        targets.set(seller.id(), null, QUARTER, number("9000"), "EUR", manager);
        assertThat(targets.of(QUARTER, "EUR").ofUser(seller.id()).orElseThrow()).isEqualByComparingTo("9000");
        targets.set(seller.id(), null, QUARTER, null, "EUR", manager);
        targets.set(null, team, QUARTER, number("50000"), "EUR", manager);
        assertThat(teams.of(QUARTER, manager, MADRID).getFirst().target().orElseThrow())
                .isEqualByComparingTo("50000");
    }

    @Test
    void a_seller_sees_their_own_figures_only() {
        make("opportunity", other, "name", "Ajena", "amount", "5000");
        assertThat(teams.of(QUARTER, seller, MADRID)).singleElement().satisfies(mine -> {
            assertThat(mine.sellers()).extracting(one -> one.user().id()).containsExactly(seller.id());
            assertThat(mine.figures().open().count()).isZero();
        });
        assertThat(teams.attainment(QUARTER, seller, MADRID)).isEqualTo(Optional.empty());
    }
}
