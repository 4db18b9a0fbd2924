package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.record.Batches;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.BulkChanges.Edit;
import lazo.kernel.record.BulkChanges.Selection;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.timeline.TimelineEntry;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.operational.sales.Deals.Loss;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("OPE-03")
class DealsTest extends SalesTest {
    @Autowired
    Deals deals;

    @Autowired
    StageSettings settings;

    @Autowired
    BulkChanges bulk;

    @Autowired
    Batches batches;

    @Test
    void a_new_deal_takes_the_first_stage_and_its_probability() {
        StoredRecord made = make("opportunity", seller, "name", "Cubierta");
        assertThat(made.text("stage")).isEqualTo("exploration");
        assertThat(made.number("probability")).isEqualByComparingTo("10");
        assertThat(made.moment("stage_since")).isEqualTo(START);
        assertThat(made.moment("closed_at")).isNull();
    }

    @Test
    void moving_sets_the_probability_unless_one_is_typed_with_it() {
        StoredRecord made = make("opportunity", seller, "name", "Cubierta", "stage", "study", "probability", "41");
        assertThat(made.number("probability")).isEqualByComparingTo("41");

        StoredRecord moved = saved(deals.move(made.id(), "proposal", made.version(), Loss.NONE, seller));
        assertThat(moved.number("probability")).isEqualByComparingTo("50");

        StoredRecord typed = change(moved, seller, "stage", "negotiation", "probability", "62");
        assertThat(typed.number("probability")).isEqualByComparingTo("62");
    }

    @Test
    void a_deal_is_lost_only_with_a_reason_and_the_timeline_tells_it() {
        StoredRecord account = make("account", seller, "name", "Bodegas Valdeñuño");
        StoredRecord made =
                make("opportunity", seller, "name", "Ampliación", "stage", "negotiation", "account", "" + account.id());

        assertThat(deals.move(made.id(), "lost", made.version(), Loss.NONE, seller))
                .isEqualTo(new Invalid(List.of(Problem.of("loss_reason", "SAL-101"))));
        assertThat(read(made).text("stage")).isEqualTo("negotiation");

        clock.pass(Duration.ofDays(3));
        StoredRecord lost = saved(deals.move(
                made.id(), "lost", made.version(), new Loss("price", "Otra oferta un 12 % más barata"), seller));
        assertThat(lost.number("probability")).isEqualByComparingTo("0");
        assertThat(lost.moment("closed_at")).isEqualTo(START.plus(Duration.ofDays(3)));

        TimelineEntry told = timeline.read(account.id(), Set.of(Kind.MILESTONE), Optional.empty(), 10)
                .entries()
                .getFirst();
        assertThat(told.note()).isEqualTo("Otra oferta un 12 % más barata");
        assertThat(told.changes())
                .extracting(change -> change.field() + "=" + change.to())
                .containsExactlyInAnyOrder("stage=lost", "loss_reason=price");
    }

    @Test
    void a_reopened_deal_forgets_why_it_was_lost() {
        StoredRecord made = make("opportunity", seller, "name", "Ampliación");
        StoredRecord lost = saved(deals.move(made.id(), "lost", made.version(), new Loss("price", "Cara"), seller));
        StoredRecord again = saved(deals.move(made.id(), "proposal", lost.version(), Loss.NONE, seller));
        assertThat(again.value("loss_reason")).isNull();
        assertThat(again.value("loss_detail")).isNull();
        assertThat(again.value("closed_at")).isNull();
        assertThat(again.number("probability")).isEqualByComparingTo("50");
        assertThat(records.history(again, Optional.of("loss_reason"), seller, 10))
                .extracting(Records.Change::to)
                .containsExactly(null, "price");
    }

    @Test
    @Tag("ACT-06")
    void winning_makes_customers_even_of_those_the_seller_may_not_edit() {
        StoredRecord account = make("account", admin, "name", "Hotel Mar de Fondo", "lifecycle", "prospect");
        StoredRecord contact = make("contact", seller, "first_name", "Nuria", "lifecycle", "promoter");
        StoredRecord made = saved(changes.create(
                deal,
                lazo.kernel.record.Draft.of(Map.of(
                        "name", "Aerotermia", "account", account.id(), "contact", contact.id(), "owner", seller.id())),
                admin));

        saved(deals.move(made.id(), "won", made.version(), Loss.NONE, seller));

        assertThat(read(account).text("lifecycle")).isEqualTo("customer");
        assertThat(read(contact).text("lifecycle")).isEqualTo("promoter");
        assertThat(records.history(read(account), Optional.of("lifecycle"), admin, 5))
                .singleElement()
                .satisfies(change -> assertThat(change.by()).isEqualTo(seller.id()));
    }

    @Test
    void two_people_moving_the_same_deal_do_not_overwrite_each_other() {
        StoredRecord made = make("opportunity", seller, "name", "Cubierta");
        saved(deals.move(made.id(), "study", made.version(), Loss.NONE, manager));
        assertThat(deals.move(made.id(), "proposal", made.version(), Loss.NONE, seller))
                .isInstanceOf(Conflict.class);
        assertThat(read(made).text("stage")).isEqualTo("study");
    }

    @Test
    void a_deal_of_somebody_else_is_not_moved() {
        StoredRecord made = make("opportunity", seller, "name", "Cubierta");
        assertThat(deals.move(made.id(), "study", made.version(), Loss.NONE, other))
                .isInstanceOf(Missing.class);
        lazo.kernel.identity.Actor reader = new lazo.kernel.identity.Actor(
                user("Lector", lazo.kernel.identity.Role.READER, null),
                "Lector",
                lazo.kernel.identity.Role.READER,
                Set.of());
        assertThat(deals.move(made.id(), "study", made.version(), Loss.NONE, reader))
                .isInstanceOf(Denied.class);
    }

    @Test
    @Tag("FEA-02")
    void a_stage_may_ask_for_fields() {
        settings.save("opportunity", "proposal", new StageSettings.Setting(List.of("amount", "expected_close"), 20));
        try {
            StoredRecord made = make("opportunity", seller, "name", "Cubierta", "amount", "1000");
            assertThat(deals.move(made.id(), "proposal", made.version(), Loss.NONE, seller))
                    .isEqualTo(new Invalid(List.of(Problem.of("expected_close", "SAL-102"))));
            StoredRecord complete = change(made, seller, "expected_close", "2026-12-20");
            saved(deals.move(made.id(), "proposal", complete.version(), Loss.NONE, seller));
        } finally {
            settings.save("opportunity", "proposal", StageSettings.Setting.NONE);
        }
    }

    @Test
    void a_bulk_move_follows_the_same_rules_and_can_be_undone() {
        StoredRecord one = make("opportunity", seller, "name", "Uno");
        StoredRecord two = make("opportunity", seller, "name", "Dos");
        Selection both = new Selection.Ticked(deal, Set.of(one.id(), two.id()));

        assertThat(bulk.apply(both, new Edit.SetValue("stage", "lost"), seller, done -> {})
                        .refused())
                .isEqualTo(2);

        BulkChanges.Outcome won = bulk.apply(both, new Edit.SetValue("stage", "won"), seller, done -> {});
        assertThat(won.changed()).isEqualTo(2);
        assertThat(read(one).moment("closed_at")).isEqualTo(START);
        batches.undo(won.batchId(), seller);
        assertThat(read(one).text("stage")).isEqualTo("exploration");
        assertThat(read(one).value("closed_at")).isNull();
        assertThat(read(one).number("probability")).isEqualByComparingTo("10");
    }
}
