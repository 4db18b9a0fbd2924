package lazo.operational.sales.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.filter.Period;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Pipeline;
import lazo.kernel.record.web.RecordNames;
import lazo.operational.sales.Deals;
import lazo.operational.sales.Funnels;
import lazo.operational.sales.Funnels.Behind;
import lazo.operational.sales.Funnels.Question;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The funnel from first contact to decision, and the records behind each of its steps. */
@Controller
class FunnelController {
    private static final String ROLLING = "last_12_months";
    private static final String OWN = "own";
    private static final List<Period> PERIODS = List.of(
            Period.THIS_MONTH,
            Period.LAST_MONTH,
            Period.THIS_QUARTER,
            Period.LAST_QUARTER,
            Period.THIS_YEAR,
            Period.LAST_YEAR);
    private static final int PAGE = 50;

    private final Funnels funnels;
    private final Deals deals;
    private final Teams teams;
    private final Users users;
    private final RecordNames names;
    private final Templates templates;

    FunnelController(Funnels funnels, Deals deals, Teams teams, Users users, RecordNames names, Templates templates) {
        this.funnels = funnels;
        this.deals = deals;
        this.teams = teams;
        this.users = users;
        this.names = names;
        this.templates = templates;
    }

    /** A question with the key of its period. */
    private record Asked(Question question, String period) {
        String query() {
            StringBuilder query =
                    new StringBuilder("pipeline=" + question.pipeline().key() + "&period=" + period);
            if (period.equals(OWN)) {
                query.append("&from=").append(question.from()).append("&until=").append(question.until());
            }
            question.team().ifPresent(team -> query.append("&team=").append(team));
            question.owner().ifPresent(owner -> query.append("&owner=").append(owner));
            if (question.fromLeads()) {
                query.append("&journey=leads");
            }
            return query.toString();
        }
    }

    @GetMapping("/funnel")
    Page show(@RequestParam Map<String, String> params, Screen screen, Actor actor) {
        Asked asked = asked(params, screen);
        FunnelPage page = new FunnelPage(
                funnels.of(asked.question(), actor, screen.zone()),
                pipelines(),
                periods(screen),
                asked.period(),
                teams(actor, screen),
                owners(actor, screen),
                asked.query());
        return Page.of(templates.salesFunnel(screen, page));
    }

    private List<Pipeline> pipelines() {
        return deals.type().pipelines().stream()
                .filter(pipeline -> !pipeline.archived())
                .toList();
    }

    private Asked asked(Map<String, String> params, Screen screen) {
        List<Pipeline> pipelines = pipelines();
        Pipeline pipeline = pipelines.stream()
                .filter(one -> one.key().equals(params.get("pipeline")))
                .findFirst()
                .or(() -> pipelines.stream().findFirst())
                .orElseThrow(() -> Problem.notFound("SAL-406", "sales.funnel.no-pipeline"));
        String period = params.getOrDefault("period", ROLLING);
        LocalDate today = screen.today();
        LocalDate from = today.minusMonths(12).plusDays(1);
        LocalDate until = today;
        Optional<Period> named = Period.ofKey(period).filter(PERIODS::contains);
        if (named.isPresent()) {
            from = named.get().days(today).first();
            until = named.get().days(today).last();
        } else if (period.equals(OWN)) {
            from = day(params.get("from")).orElse(from);
            until = day(params.get("until")).filter(from::isBefore).orElse(until);
        } else {
            period = ROLLING;
        }
        return new Asked(
                new Question(
                        pipeline,
                        from,
                        until,
                        number(params.get("team")),
                        number(params.get("owner")),
                        "leads".equals(params.get("journey"))),
                period);
    }

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return Optional.of(LocalDate.parse(String.valueOf(text)))
                    .filter(day -> day.getYear() > 1900 && day.getYear() < 9999);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static List<Option> periods(Screen screen) {
        List<Option> periods = new ArrayList<>();
        periods.add(new Option(ROLLING, screen.t("sales.funnel.last-12-months")));
        PERIODS.forEach(period -> periods.add(new Option(period.key(), screen.t("filter.period." + period.key()))));
        periods.add(new Option(OWN, screen.t("sales.funnel.own-period")));
        return periods;
    }

    private Scope scope(Actor actor) {
        return actor.on(deals.type().key()).see();
    }

    private List<Option> teams(Actor actor, Screen screen) {
        if (scope(actor).isWithin(Scope.TEAM)) {
            return List.of();
        }
        List<Option> options = new ArrayList<>();
        options.add(new Option("", screen.t("sales.funnel.all-teams")));
        teams.all().forEach(team -> options.add(new Option(String.valueOf(team.id()), team.name())));
        return options.size() == 1 ? List.of() : options;
    }

    private List<Option> owners(Actor actor, Screen screen) {
        if (scope(actor).isWithin(Scope.OWN)) {
            return List.of();
        }
        List<Option> options = new ArrayList<>();
        options.add(new Option("", screen.t("sales.funnel.everybody")));
        for (User user : users.active()) {
            if (actor.reaches(scope(actor), user.id())) {
                options.add(new Option(String.valueOf(user.id()), user.name()));
            }
        }
        return options;
    }

    @GetMapping("/funnel/step")
    Page step(
            @RequestParam Map<String, String> params,
            @RequestParam String step,
            @RequestParam Optional<Long> before,
            Screen screen,
            Actor actor) {
        Asked asked = asked(params, screen);
        Behind behind = funnels.behind(asked.question(), step, before, PAGE, actor, screen.zone())
                .orElseThrow(() -> Problem.notFound("SAL-405", "sales.board.no-lane"));
        String label = deals.type()
                .stage(step)
                .map(stage -> stage.label().in(screen.locale()))
                .orElseGet(() -> screen.t("sales.funnel.step." + step));
        return Page.of(templates.salesFunnelStep(
                screen, behind, names.of(behind.type(), behind.records(), actor), label, asked.query(), step));
    }
}
