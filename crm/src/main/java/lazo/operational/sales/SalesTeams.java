package lazo.operational.sales;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.operational.sales.TeamFigures.Figures;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sales teams, their people, and how near they are to their targets. Targets are in the company's currency. */
@Component
public class SalesTeams {
    private final Users users;
    private final SalesTargets targets;
    private final TeamFigures figures;
    private final CompanySettings company;

    SalesTeams(Users users, SalesTargets targets, TeamFigures figures, CompanySettings company) {
        this.users = users;
        this.targets = targets;
        this.figures = figures;
        this.company = company;
    }

    public record Seller(User user, Optional<BigDecimal> target, Figures figures) {}

    /**
     * One team, or those who belong to none.
     *
     * @param own the team's own target
     * @param target its own, or else the sum of its people's
     */
    public record Team(
            @Nullable Long id,
            @Nullable String name,
            List<Seller> sellers,
            Optional<BigDecimal> own,
            Optional<BigDecimal> target,
            Figures figures) {
        public Team {
            sellers = List.copyOf(sellers);
        }
    }

    /** What was won and what was to be won, in one currency. */
    public record Attainment(BigDecimal won, BigDecimal target, String currency) {
        /** In percent, rounded down: 100 only when the target is reached. */
        public int percent() {
            return target.signum() == 0
                    ? 100
                    : won.multiply(BigDecimal.valueOf(100))
                            .divide(target, 0, RoundingMode.DOWN)
                            .min(BigDecimal.valueOf(999))
                            .intValue();
        }
    }

    public String currency() {
        return company.find().map(is -> is.currency().getCurrencyCode()).orElse("EUR");
    }

    /** The amount won in this currency. */
    public static BigDecimal won(Figures figures, String currency) {
        return figures.won().sums().stream()
                .filter(sum -> sum.currency().equals(currency))
                .map(LaneTotals.Sum::total)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    public static Optional<Attainment> attainment(Optional<BigDecimal> target, Figures figures, String currency) {
        return target.map(amount -> new Attainment(won(figures, currency), amount, currency));
    }

    /** The teams whose figures are the actor's to see: of those whose deals they see. */
    public List<Team> of(SalesPeriod period, Actor actor, ZoneId zone) {
        return of(period, figures.of(period, actor, zone), actor);
    }

    private List<Team> of(SalesPeriod period, Map<Long, Figures> byOwner, Actor actor) {
        SalesTargets.Targets wanted = targets.of(period, currency());
        Map<Optional<Long>, List<Seller>> byTeam = new LinkedHashMap<>();
        for (User user : users.all()) {
            boolean sells = user.active() && user.role().may(Ability.SELLS);
            if (isTheirs(actor, user) && (sells || byOwner.containsKey(user.id()))) {
                byTeam.computeIfAbsent(user.team(), team -> new ArrayList<>())
                        .add(new Seller(user, wanted.ofUser(user.id()), byOwner.getOrDefault(user.id(), Figures.NONE)));
            }
        }
        List<Team> teams = new ArrayList<>();
        byTeam.forEach((id, sellers) -> {
            Optional<BigDecimal> own = id.flatMap(wanted::ofTeam);
            Optional<BigDecimal> ofPeople =
                    sellers.stream().flatMap(seller -> seller.target().stream()).reduce(BigDecimal::add);
            teams.add(new Team(
                    id.orElse(null),
                    sellers.getFirst().user().teamName(),
                    sellers,
                    own,
                    scope(actor) == Scope.OWN ? ofPeople : own.or(() -> ofPeople),
                    sellers.stream().map(Seller::figures).reduce(Figures.NONE, Figures::and)));
        });
        teams.sort(Comparator.comparing((Team team) -> team.id() == null)
                .thenComparing(team -> String.valueOf(team.name()), String.CASE_INSENSITIVE_ORDER));
        return teams;
    }

    private static boolean isTheirs(Actor actor, User user) {
        return actor.reaches(scope(actor), user.id());
    }

    /** Whose deals they see, whose figures they see. */
    private static Scope scope(Actor actor) {
        return actor.on(DealRules.OBJECT).see();
    }

    /** How near the actor, their team or the company is to the target of a period; empty when none is set. */
    public Optional<Attainment> attainment(SalesPeriod period, Actor actor, ZoneId zone) {
        String currency = currency();
        if (targets.of(period, currency).isEmpty()) {
            return Optional.empty();
        }
        List<Team> teams = of(period, figures.wonIn(period, actor, zone), actor);
        Optional<BigDecimal> target =
                teams.stream().flatMap(team -> team.target().stream()).reduce(BigDecimal::add);
        Figures all = teams.stream().map(Team::figures).reduce(Figures.NONE, Figures::and);
        return attainment(target, all, currency);
    }
}
