package lazo.operational.sales.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lazo.kernel.filter.Period;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.record.web.Chip;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.ViewState;
import lazo.operational.sales.Boards.Board;
import lazo.operational.sales.LaneTotals;
import lazo.operational.sales.SalesTeams.Attainment;
import org.jspecify.annotations.Nullable;

/**
 * What a board shows.
 *
 * @param open what the lanes that are neither won nor lost come to
 * @param weighted whether amounts are weighted by probability
 * @param fields those whose values can be the lanes
 * @param filterFields those that can be asked about
 * @param problem why the filter cannot be answered, in the viewer's language
 */
public record BoardPage(
        Board board,
        ViewState state,
        List<SavedView> views,
        List<Chip> chips,
        List<LaneView> lanes,
        LaneTotals open,
        boolean hasAmounts,
        boolean weighted,
        Optional<Attainment> attainment,
        List<ObjectField> fields,
        List<ObjectField> filterFields,
        boolean mayChange,
        @Nullable String problem) {
    public static final List<Period> CLOSED = List.of(Period.THIS_MONTH, Period.THIS_QUARTER, Period.THIS_YEAR);

    public ObjectType type() {
        return board.type();
    }

    /** Address of this board without its question. */
    public String base() {
        return base(board.pipeline());
    }

    public String base(Optional<Pipeline> pipeline) {
        String base = "/o/" + type().key() + "/board";
        return base + pipeline.map(is -> "/" + is.key()).orElse("");
    }

    /** The question of the address, from {@code ?} on, with what only boards know. */
    public String query() {
        return state.query() + closed(board.closed());
    }

    public String queryClosed(Optional<Period> period) {
        return state.query() + closed(period);
    }

    private String closed(Optional<Period> period) {
        if (!board.isByStage() || period.equals(Optional.of(Period.THIS_MONTH))) {
            return "";
        }
        return (state.query().length() > 1 ? "&" : "") + "closed="
                + period.map(Period::key).orElse("all");
    }

    /** The same records with another field's values as lanes. */
    public String queryBy(ObjectField field) {
        ViewState other = new ViewState(
                state.type(),
                state.view(),
                state.filter(),
                state.text(),
                state.sort(),
                state.columns(),
                Optional.of(field.key()),
                true,
                state.dropped());
        return other.query();
    }

    /** For requests about single lanes and cards, which have no pipeline in their path. */
    public String laneQuery() {
        return query()
                + (query().length() > 1 ? "&" : "")
                + board.pipeline().map(is -> "pipeline=" + encoded(is.key())).orElse("pipeline=");
    }

    /** As a value within another address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public boolean isFiltered() {
        return !state.conditions().isEmpty() || !state.text().isBlank();
    }
}
