package lazo.operational.sales.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Period;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.record.Records;
import lazo.kernel.record.web.Chip;
import lazo.kernel.record.web.ListPages;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.view.SavedViews;
import lazo.kernel.view.ViewState;
import lazo.operational.sales.Boards;
import lazo.operational.sales.Boards.Board;
import lazo.operational.sales.Lane;
import lazo.operational.sales.LaneTotals;
import lazo.operational.sales.SalesPeriod;
import lazo.operational.sales.SalesTeams;
import lazo.operational.sales.SalesTeams.Attainment;
import lazo.platform.web.Option;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/** Puts together what a board shows. */
@Component
class BoardPages {
    private final ListPages lists;
    private final Boards boards;
    private final Cards cards;
    private final SavedViews views;
    private final RecordNames names;
    private final SalesTeams teams;
    private final Access access;

    BoardPages(
            ListPages lists,
            Boards boards,
            Cards cards,
            SavedViews views,
            RecordNames names,
            SalesTeams teams,
            Access access) {
        this.lists = lists;
        this.boards = boards;
        this.cards = cards;
        this.views = views;
        this.names = names;
        this.teams = teams;
        this.access = access;
    }

    /** The board an address asks for. */
    Board board(ObjectType type, MultiValueMap<String, String> params, Optional<String> pipeline, Actor actor) {
        ViewState state = lists.state(type, params, actor);
        return board(state, state.filter(), params, pipeline, actor);
    }

    private Board board(
            ViewState state,
            Filter filter,
            MultiValueMap<String, String> params,
            Optional<String> pipeline,
            Actor actor) {
        ObjectType type = state.type();
        Optional<Long> wanted = pipeline.flatMap(key -> type.pipelines().stream()
                        .filter(one -> one.key().equals(key))
                        .findFirst())
                .map(Pipeline::id);
        return boards.board(type, state.groupBy(), wanted, filter, state.text(), state.sort(), closed(params), actor)
                .orElseThrow(() -> Problem.notFound(
                        "SAL-404", "sales.board.no-lanes", type.plural().in(java.util.Locale.of("es"))));
    }

    /** When the deals of the closed lanes were closed: this month unless the address says otherwise. */
    private static Optional<Period> closed(MultiValueMap<String, String> params) {
        String said = params.getFirst("closed");
        if (said == null) {
            return Optional.of(Period.THIS_MONTH);
        }
        return said.equals("all") ? Optional.empty() : Period.ofKey(said).filter(BoardPage.CLOSED::contains);
    }

    BoardPage page(
            ObjectType type,
            MultiValueMap<String, String> params,
            Optional<String> pipeline,
            Actor actor,
            Screen screen) {
        ViewState state = lists.state(type, params, actor);
        try {
            String problem = state.dropped() ? screen.t("filter.problem.dropped") : null;
            return page(state, board(state, state.filter(), params, pipeline, actor), problem, actor, screen);
        } catch (UnanswerableFilter unanswerable) {
            String problem = screen.t(
                    "filter.problem." + unanswerable.reason().name().toLowerCase(java.util.Locale.ROOT),
                    unanswerable.condition().field());
            Board nothing = board(state, new Filter.Any(List.of()), params, pipeline, actor);
            return page(state, nothing, problem, actor, screen);
        }
    }

    private BoardPage page(ViewState state, Board board, @Nullable String problem, Actor actor, Screen screen) {
        Map<String, LaneTotals> totals = boards.totals(board, board.lanes(), actor, screen.zone());
        List<LaneView> lanes = new ArrayList<>();
        for (Lane lane : board.lanes()) {
            LaneTotals total = totals.getOrDefault(lane.key(), LaneTotals.NONE);
            if (lane.key().isEmpty() && total.count() == 0) {
                continue;
            }
            lanes.add(
                    total.count() == 0
                            ? view(board, lane, total, new Records.Page(List.of(), Optional.empty()), actor, screen)
                            : lane(board, lane, total, Optional.empty(), actor, screen));
        }
        Names known = lists.chipNames(state, new Names(names.users(), Map.of()), actor);
        return new BoardPage(
                board,
                state,
                views.list(board.type(), actor),
                chips(board, state, known, screen),
                lanes,
                open(board, totals),
                boards.amountField(board.type(), actor).isPresent(),
                board.isByStage() && boards.isWeighted(board.type(), actor),
                board.isByStage() ? attainment(actor, screen) : Optional.empty(),
                boards.laneFields(board.type(), actor),
                filterFields(board.type(), actor),
                actor.on(board.type().key()).change() != Scope.NONE,
                problem);
    }

    /** The lanes say what their own field is asked for, so no chip repeats it. */
    private static List<Chip> chips(Board board, ViewState state, Names known, Screen screen) {
        List<Chip> all = Chip.of(state, known, screen);
        List<Chip> shown = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            if (!state.conditions().get(place).field().equals(board.field().key())) {
                shown.add(all.get(place));
            }
        }
        return shown;
    }

    static LaneTotals open(Board board, Map<String, LaneTotals> totals) {
        return LaneTotals.of(board.lanes().stream()
                .filter(Lane::isOpen)
                .map(lane -> totals.getOrDefault(lane.key(), LaneTotals.NONE))
                .toList());
    }

    Map<String, LaneTotals> totals(Board board, Actor actor, Screen screen) {
        return boards.totals(board, board.lanes(), actor, screen.zone());
    }

    Optional<Attainment> attainment(Actor actor, Screen screen) {
        LocalDate today = screen.today();
        return teams.attainment(SalesPeriod.at(SalesPeriod.Span.QUARTER, today), actor, screen.zone());
    }

    private List<ObjectField> filterFields(ObjectType type, Actor actor) {
        return type.fields().stream()
                .filter(field -> access.mask(actor, type).shows(field.key()))
                .toList();
    }

    LaneView lane(Board board, Lane lane, LaneTotals totals, Optional<String> after, Actor actor, Screen screen) {
        return view(board, lane, totals, boards.cards(board, lane, after, actor, screen.zone()), actor, screen);
    }

    private LaneView view(Board board, Lane lane, LaneTotals totals, Records.Page page, Actor actor, Screen screen) {
        String asked = lane.reasonField();
        List<Option> reasons = asked == null
                ? List.of()
                : board.type().field(asked).currentChoices().stream()
                        .map((Choice choice) ->
                                new Option(choice.key(), choice.label().in(screen.locale())))
                        .toList();
        return new LaneView(
                lane,
                LaneView.label(lane, screen),
                totals,
                cards.of(board, page.records(), actor, screen),
                page.next(),
                reasons);
    }
}
