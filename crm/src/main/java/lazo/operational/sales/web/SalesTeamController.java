package lazo.operational.sales.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.web.Reading;
import lazo.operational.sales.Deals;
import lazo.operational.sales.SalesPeriod;
import lazo.operational.sales.SalesTargets;
import lazo.operational.sales.SalesTeams;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sales teams: targets, attainment, pipeline and activity of each seller. */
@Controller
class SalesTeamController {
    private final SalesTeams teams;
    private final Teams all;
    private final SalesTargets targets;
    private final Users users;
    private final ObjectTypes types;
    private final Deals deals;
    private final Reading reading;
    private final Templates templates;

    SalesTeamController(
            SalesTeams teams,
            Teams all,
            SalesTargets targets,
            Users users,
            ObjectTypes types,
            Deals deals,
            Reading reading,
            Templates templates) {
        this.teams = teams;
        this.all = all;
        this.targets = targets;
        this.users = users;
        this.types = types;
        this.deals = deals;
        this.reading = reading;
        this.templates = templates;
    }

    @GetMapping("/team")
    Page show(@RequestParam Optional<String> period, Screen screen, Actor actor) {
        return Page.of(templates.salesTeam(screen, page(period(period, screen), screen, actor)));
    }

    private static SalesPeriod period(Optional<String> key, Screen screen) {
        return key.flatMap(SalesPeriod::ofKey)
                .orElseGet(() -> SalesPeriod.at(SalesPeriod.Span.QUARTER, screen.today()));
    }

    private SalesTeamPage page(SalesPeriod period, Screen screen, Actor actor) {
        boolean sets = actor.may(Ability.TARGETS);
        return new SalesTeamPage(
                period, teams.of(period, actor, screen.zone()), teams.currency(), types.find("activity"), sets);
    }

    @PostMapping("/team/target")
    Page set(
            @RequestParam Map<String, String> params,
            @RequestParam Optional<String> period,
            Screen screen,
            Actor actor) {
        @Nullable Long user = number(params.get("user"));
        @Nullable Long team = number(params.get("team"));
        if ((user == null) == (team == null) || !maySet(user, team, actor)) {
            throw Problem.forbidden("SAL-403", "sales.team.not-yours");
        }
        if (user != null ? users.find(user).isEmpty() : all.all().stream().noneMatch(one -> team.equals(one.id()))) {
            throw Problem.notFound("SAL-412", "sales.team.gone");
        }
        SalesPeriod of = period(period, screen);
        targets.set(user, team, of, amount(params.getOrDefault("amount", ""), screen), teams.currency(), actor);
        return Page.of(templates.salesTeamTable(screen, page(of, screen, actor)))
                .toast(screen.t("sales.team.target-set"));
    }

    private @Nullable BigDecimal amount(String typed, Screen screen) {
        try {
            Object read = Draft.one(
                    deals.type(), deals.type().field("amount"), List.of(typed), teams.currency(), reading.of(screen));
            BigDecimal amount = read instanceof Money money ? money.amount() : null;
            if (amount != null && amount.signum() < 0) {
                throw Problem.of(HttpStatus.BAD_REQUEST, "SAL-411", "sales.team.target-negative");
            }
            return amount;
        } catch (Draft.Unreadable unreadable) {
            throw Problem.of(
                    HttpStatus.BAD_REQUEST,
                    unreadable.code(),
                    "problem." + unreadable.code(),
                    unreadable.args().toArray());
        }
    }

    /** Who sets targets sets those of whose deals they see; a team's, when they see all of its people. */
    private boolean maySet(@Nullable Long user, @Nullable Long team, Actor actor) {
        Scope scope = actor.on(deals.type().key()).see();
        if (!actor.may(Ability.TARGETS) || scope.isWithin(Scope.OWN)) {
            return false;
        }
        if (user != null) {
            return actor.reaches(scope, user);
        }
        List<User> members = users.all().stream()
                .filter(one -> one.team().equals(Optional.ofNullable(team)))
                .toList();
        return scope == Scope.ALL
                || !members.isEmpty() && members.stream().allMatch(one -> actor.reaches(scope, one.id()));
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
