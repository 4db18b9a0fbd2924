package lazo.operational.sales.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.Pipeline;
import lazo.operational.sales.Funnels.Funnel;
import lazo.operational.sales.Funnels.Step;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/**
 * What the funnel page shows.
 *
 * @param period the period's key, {@code own} for chosen days
 * @param query the question as the address writes it, without its {@code ?}
 */
public record FunnelPage(
        Funnel funnel,
        List<Pipeline> pipelines,
        List<Option> periods,
        String period,
        List<Option> teams,
        List<Option> owners,
        String query) {
    /**
     * One line.
     *
     * @param width of its bar, in percent of the widest of its half
     * @param passed share of the step before that came here, in percent; empty for the first of each half
     * @param first whether a new half begins here: leads, deals
     */
    public record Line(
            String key,
            String label,
            String hue,
            long reached,
            long entered,
            int width,
            Optional<Integer> passed,
            String amounts,
            String median,
            boolean isStage,
            boolean first) {}

    public List<Line> lines(Screen screen) {
        List<Line> lines = new ArrayList<>();
        half(lines, funnel.leads(), screen);
        List<Step> deals = new ArrayList<>(funnel.stages());
        deals.add(funnel.won());
        half(lines, deals, screen);
        return lines;
    }

    private void half(List<Line> lines, List<Step> steps, Screen screen) {
        long widest = steps.isEmpty() ? 0 : steps.getFirst().reached();
        for (int place = 0; place < steps.size(); place++) {
            Step step = steps.get(place);
            boolean joins = place == 0 && !lines.isEmpty() && funnel.question().fromLeads();
            long before = place > 0
                    ? steps.get(place - 1).reached()
                    : joins ? lines.getLast().reached() : 0;
            lines.add(new Line(
                    step.key(),
                    step.stage()
                            .map(stage -> stage.label().in(screen.locale()))
                            .orElseGet(() -> screen.t("sales.funnel.step." + step.key())),
                    step.stage().map(is -> is.hue()).orElse("violet"),
                    step.reached(),
                    step.entered(),
                    percent(step.reached(), widest),
                    place > 0 || joins ? Optional.of(percent(step.reached(), before)) : Optional.empty(),
                    amounts(step.amounts(), screen),
                    step.median().map(is -> duration(is.toHours(), screen)).orElse(""),
                    step.stage().isPresent(),
                    place == 0));
        }
    }

    static int percent(long part, long whole) {
        return whole == 0 ? 0 : (int) Math.round(100.0 * part / whole);
    }

    static String duration(long hours, Screen screen) {
        return hours < 48
                ? screen.t("sales.funnel.hours", hours)
                : screen.t("sales.funnel.days", Math.round(hours / 24.0));
    }

    static String amounts(List<Money> amounts, Screen screen) {
        return String.join(
                " · ",
                amounts.stream()
                        .map(money -> screen.moneyRounded(money.amount(), money.currency()))
                        .toList());
    }

    /** The funnel in a sentence. */
    public String sentence(Screen screen) {
        long deals = funnel.deals();
        if (deals == 0) {
            return screen.t("sales.funnel.nothing");
        }
        String told = screen.t(
                "sales.funnel.sentence",
                deals,
                funnel.won().reached(),
                screen.percent(percent(funnel.won().reached(), deals)),
                funnel.lost(),
                funnel.open());
        Optional<String> worst = worst(screen);
        return worst.map(where -> told + " " + where).orElse(told);
    }

    private Optional<String> worst(Screen screen) {
        List<Line> lines = lines(screen);
        int worst = -1;
        for (int place = 1; place < lines.size(); place++) {
            Line line = lines.get(place);
            boolean counts = line.isStage()
                    && line.passed().isPresent()
                    && lines.get(place - 1).reached() >= 5;
            if (counts
                    && (worst < 0
                            || line.passed().get() < lines.get(worst).passed().orElse(101))) {
                worst = place;
            }
        }
        return worst < 0
                ? Optional.empty()
                : Optional.of(screen.t(
                        "sales.funnel.worst",
                        lines.get(worst - 1).label(),
                        lines.get(worst).label(),
                        screen.percent(lines.get(worst).passed().orElse(0))));
    }

    public String lostAmounts(Screen screen) {
        return amounts(funnel.lostAmounts(), screen);
    }
}
