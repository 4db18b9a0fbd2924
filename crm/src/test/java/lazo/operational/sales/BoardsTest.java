package lazo.operational.sales;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.filter.Period;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.operational.sales.Boards.Board;
import lazo.operational.sales.LaneTotals.Sum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class BoardsTest extends SalesTest {
    @Autowired
    Boards boards;

    @Autowired
    Deals deals;

    @Autowired
    ObjectDesigner designer;

    private Board board(ObjectType type, String by, String... conditions) {
        return boards.board(
                        type,
                        Optional.ofNullable(by),
                        Optional.empty(),
                        FilterText.conditions(List.of(conditions)),
                        "",
                        "-created_at",
                        Optional.of(Period.THIS_MONTH),
                        seller)
                .orElseThrow();
    }

    private Lane lane(Board board, String key) {
        return board.lane(key).orElseThrow();
    }

    private List<String> titles(Board board, String key) {
        return boards.cards(board, lane(board, key), Optional.empty(), seller, MADRID).records().stream()
                .map(StoredRecord::title)
                .toList();
    }

    @Test
    @Tag("OPE-03")
    void lanes_are_counted_and_summed_by_currency_plain_and_weighted() {
        make("opportunity", seller, "name", "A", "amount", "1000", "stage", "study");
        make("opportunity", seller, "name", "B", "amount", "500", "stage", "study", "probability", "80");
        make("opportunity", seller, "name", "C", "amount", "300", "amount.currency", "USD", "stage", "study");
        make("opportunity", seller, "name", "D", "stage", "study");
        make("opportunity", other, "name", "Ajena", "amount", "9999", "stage", "study");

        Board board = board(deal, null);
        LaneTotals study = boards.totals(board, board.lanes(), seller, MADRID).get("study");

        assertThat(study.count()).isEqualTo(4);
        assertThat(study.sums()).hasSize(2);
        Sum euros = study.sums().getFirst();
        assertThat(euros.currency()).isEqualTo("EUR");
        assertThat(euros.total()).isEqualByComparingTo("1500");
        assertThat(euros.weighted()).isEqualByComparingTo("700");
        assertThat(study.sums().get(1).total()).isEqualByComparingTo("300");
        assertThat(titles(board, "study")).containsExactly("D", "C", "B", "A");
    }

    @Test
    void conditions_on_the_stage_itself_do_not_empty_lanes() {
        make("opportunity", seller, "name", "A", "stage", "study");
        StoredRecord won = make("opportunity", seller, "name", "B", "stage", "won");
        Board board = board(deal, null, "stage:is:exploration", "name:is:A:B");
        assertThat(titles(board, "study")).containsExactly("A");
        assertThat(titles(board, "won")).containsExactly("B");
        clock.pass(Duration.ofDays(60));
        assertThat(titles(board, "won"))
                .as("won long ago: %s", won.moment("closed_at"))
                .isEmpty();
    }

    @Test
    void a_lane_is_read_page_by_page() {
        for (int i = 0; i < 65; i++) {
            make("opportunity", seller, "name", "Nº " + i, "stage", "negotiation");
        }
        Board board = board(deal, null);
        Set<Long> seen = new HashSet<>();
        Optional<String> after = Optional.empty();
        int pages = 0;
        do {
            Records.Page page = boards.cards(board, lane(board, "negotiation"), after, seller, MADRID);
            page.records().forEach(record -> assertThat(seen.add(record.id())).isTrue());
            after = page.next();
            pages++;
        } while (after.isPresent());
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(65);
    }

    @Test
    @Tag("FEA-04")
    void leads_are_moved_by_status_and_discarded_with_a_reason() {
        StoredRecord ana = make("lead", seller, "name", "Ana Ruiz", "estimated_amount", "2000");
        Board board = board(lead, "status");
        assertThat(titles(board, "new")).contains("Ana Ruiz");

        StoredRecord qualified =
                saved(boards.move(board, ana.id(), lane(board, "qualified"), ana.version(), null, null, seller));
        assertThat(qualified.text("status")).isEqualTo("qualified");
        assertThat(boards.totals(board, board.lanes(), seller, MADRID)
                        .get("qualified")
                        .sums())
                .singleElement()
                .satisfies(sum -> assertThat(sum.total()).isEqualByComparingTo("2000"));

        assertThat(boards.move(board, ana.id(), lane(board, "discarded"), qualified.version(), null, null, seller))
                .isInstanceOf(Invalid.class);
        StoredRecord gone = saved(
                boards.move(board, ana.id(), lane(board, "discarded"), qualified.version(), "no_budget", null, seller));
        assertThat(gone.text("discard_reason")).isEqualTo("no_budget");
        assertThat(boards.move(board, ana.id(), lane(board, "converted"), gone.version(), null, null, seller))
                .isInstanceOf(Invalid.class);
    }

    @Test
    @Tag("FEA-04")
    void any_choice_or_yes_no_field_makes_a_board() {
        ObjectField outcome = designer.addField(
                "lead",
                NewField.plain(
                        FieldType.CHOICE,
                        Label.same("Resultado anterior " + System.nanoTime()),
                        List.of(
                                new NewChoice("success", Label.same("success"), null),
                                new NewChoice("failure", Label.same("failure"), null)),
                        null));
        ObjectField bought = designer.addField(
                "lead", NewField.plain(FieldType.YES_NO, Label.same("Compró " + System.nanoTime()), List.of(), null));
        lead = types.load("lead");
        StoredRecord one = make("lead", seller, "name", "Uno", outcome.key(), "success", bought.key(), "true");
        make("lead", seller, "name", "Dos", outcome.key(), "failure");
        make("lead", seller, "name", "Tres");

        Board byOutcome = board(lead, outcome.key(), "name:is:Uno:Dos:Tres");
        Map<String, LaneTotals> totals = boards.totals(byOutcome, byOutcome.lanes(), seller, MADRID);
        assertThat(totals.get("success").count()).isEqualTo(1);
        assertThat(totals.get("failure").count()).isEqualTo(1);
        assertThat(totals.get("").count()).isEqualTo(1);
        StoredRecord emptied =
                saved(boards.move(byOutcome, one.id(), lane(byOutcome, ""), one.version(), null, null, seller));
        assertThat(emptied.value(outcome.key())).isNull();

        Board byBought = board(lead, bought.key(), "name:is:Uno:Dos:Tres");
        assertThat(titles(byBought, "yes")).containsExactly("Uno");
        assertThat(boards.totals(byBought, byBought.lanes(), seller, MADRID)
                        .get("no")
                        .count())
                .isEqualTo(2);
    }

    @Test
    @Tag("FEA-02")
    void each_pipeline_has_its_own_board() {
        long id = designer.addPipeline(
                "opportunity",
                null,
                Label.of("Renovaciones " + System.nanoTime(), "Renewals"),
                List.of(new ObjectDesigner.NewStage(
                        null, Label.of("Aviso", "Notice"), 60, lazo.kernel.metadata.Stage.Outcome.OPEN, null)));
        ObjectType now = types.load("opportunity");
        String notice = now.pipelines().stream()
                .filter(pipeline -> pipeline.id() == id)
                .findFirst()
                .orElseThrow()
                .stages()
                .getFirst()
                .key();
        deal = now;
        StoredRecord renewal = make("opportunity", seller, "name", "Renovación", "stage", notice);
        assertThat(renewal.number("probability")).isEqualByComparingTo("60");
        Board own = boards.board(
                        now,
                        Optional.empty(),
                        Optional.of(id),
                        Filter.everything(),
                        "",
                        "-created_at",
                        Optional.empty(),
                        seller)
                .orElseThrow();
        assertThat(own.lanes()).extracting(Lane::key).containsExactly(notice);
        assertThat(titles(own, notice)).containsExactly("Renovación");
        assertThat(board(now, null).lane(notice)).isEmpty();
    }
}
