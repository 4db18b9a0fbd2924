package lazo.operational.sales.web;

import java.util.List;
import java.util.Optional;
import lazo.operational.sales.Lane;
import lazo.operational.sales.LaneTotals;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/**
 * A lane with its first cards.
 *
 * @param label in the viewer's language
 * @param next cursor of the cards after
 * @param reasons what may be said where the lane asks why a record comes here
 */
public record LaneView(
        Lane lane, String label, LaneTotals totals, List<CardView> cards, Optional<String> next, List<Option> reasons) {
    public LaneView {
        cards = List.copyOf(cards);
        reasons = List.copyOf(reasons);
    }

    public String id() {
        return lane.key().isEmpty() ? "none-" : lane.key();
    }

    public static String label(Lane lane, Screen screen) {
        if (lane.label() != null) {
            return lane.label().in(screen.locale());
        }
        return switch (lane.key()) {
            case "yes" -> screen.t("record.yes");
            case "no" -> screen.t("record.no");
            default -> screen.t("sales.lane.none");
        };
    }
}
