package lazo.operational.sales.web;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.metadata.ObjectType;
import lazo.operational.sales.LaneTotals;
import lazo.operational.sales.SalesPeriod;
import lazo.operational.sales.SalesTeams;
import lazo.operational.sales.SalesTeams.Attainment;
import lazo.operational.sales.SalesTeams.Team;
import lazo.operational.sales.TeamFigures.Figures;
import lazo.platform.web.Screen;

/**
 * What the sales team page shows.
 *
 * @param currency of the targets
 * @param activity the object whose kinds are counted, for their names
 * @param sets whether the viewer sets targets
 */
public record SalesTeamPage(
        SalesPeriod period, List<Team> teams, String currency, Optional<ObjectType> activity, boolean sets) {
    public SalesTeamPage {
        teams = List.copyOf(teams);
    }

    public Optional<Attainment> attainment(Optional<BigDecimal> target, Figures figures) {
        return SalesTeams.attainment(target, figures, currency);
    }

    public String name(Screen screen) {
        return switch (period.span()) {
            case MONTH ->
                DateTimeFormatter.ofPattern("LLLL yyyy", screen.locale()).format(period.first());
            case QUARTER ->
                screen.t(
                        "sales.team.quarter",
                        period.quarter(),
                        String.valueOf(period.first().getYear()));
        };
    }

    public SalesPeriod other(SalesPeriod.Span span) {
        return SalesPeriod.at(span, period.first());
    }

    /** Every currency's sum, the target's first. */
    public String total(LaneTotals totals, Screen screen) {
        return totals.sums().stream()
                .sorted((one, other) -> Boolean.compare(
                        other.currency().equals(currency), one.currency().equals(currency)))
                .map(sum -> screen.moneyRounded(sum.total(), sum.currency()))
                .collect(Collectors.joining(" + "));
    }

    public String weighted(LaneTotals totals, Screen screen) {
        return totals.sums().stream()
                .map(sum -> screen.moneyRounded(sum.weighted(), sum.currency()))
                .collect(Collectors.joining(" + "));
    }

    /** How many of each kind, in words. */
    public String activities(Figures figures, Screen screen) {
        return figures.activities().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> activity.flatMap(type -> type.field("kind").choice(entry.getKey()))
                                .map(choice -> choice.label().in(screen.locale()))
                                .orElse(entry.getKey())
                        + ": " + screen.number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    public String plain(Optional<BigDecimal> target, Screen screen) {
        return target.map(amount -> screen.number(amount, 2)).orElse("");
    }
}
