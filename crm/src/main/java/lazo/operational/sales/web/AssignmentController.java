package lazo.operational.sales.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.filter.Filter;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Teams;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.web.Chip;
import lazo.kernel.record.web.ListPages;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.SavedViews;
import lazo.kernel.view.ViewState;
import lazo.operational.sales.AssignmentRules;
import lazo.operational.sales.AssignmentRules.Rule;
import lazo.operational.sales.AssignmentRules.Turn;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Settings of who gets new leads; administrators only. */
@Controller
class AssignmentController {
    private static final int LONGEST_NAME = 120;

    private final AssignmentRules rules;
    private final ObjectTypes types;
    private final SavedViews views;
    private final ListPages lists;
    private final RecordNames names;
    private final Users users;
    private final Teams teams;
    private final Templates templates;

    AssignmentController(
            AssignmentRules rules,
            ObjectTypes types,
            SavedViews views,
            ListPages lists,
            RecordNames names,
            Users users,
            Teams teams,
            Templates templates) {
        this.rules = rules;
        this.types = types;
        this.views = views;
        this.lists = lists;
        this.names = names;
        this.users = users;
        this.teams = teams;
        this.templates = templates;
    }

    @GetMapping("/settings/assignment")
    Page list(Screen screen, Actor actor) {
        administrator(actor);
        return Page.of(templates.salesAssignment(screen, page(Optional.empty(), null, screen, actor)));
    }

    @GetMapping("/settings/assignment/{id}")
    Page edit(@PathVariable long id, Screen screen, Actor actor) {
        administrator(actor);
        Rule rule = id == 0
                ? new Rule(0, "", Filter.everything(), List.of(), null, Turn.ROUND_ROBIN, false, true)
                : load(id);
        return Page.of(templates.salesAssignmentRule(screen, page(Optional.of(rule), null, screen, actor)));
    }

    private AssignmentPage page(Optional<Rule> edited, @Nullable String error, Screen screen, Actor actor) {
        List<Rule> all = rules.all();
        ObjectType lead = types.load("lead");
        List<Rule> told = edited.map(List::of).orElse(all);
        return new AssignmentPage(
                all,
                told.stream()
                        .map(rule -> told(rule.filter(), lead, screen, actor))
                        .toList(),
                edited,
                views.list(lead, actor),
                users.active(),
                teams.all(),
                error);
    }

    /** The condition as the chips of a list say it. */
    private String told(Filter filter, ObjectType lead, Screen screen, Actor actor) {
        ViewState state = new ViewState(
                lead, Optional.empty(), filter, "", "-created_at", List.of(), Optional.empty(), false, false);
        Names known = lists.chipNames(state, new Names(names.users(), java.util.Map.of()), actor);
        String words = Chip.of(state, known, screen).stream()
                .map(chip -> (chip.field() + " " + chip.operator() + " " + chip.value()).strip())
                .collect(Collectors.joining(" · "));
        return words.isEmpty() ? screen.t("sales.assignment.every") : words;
    }

    @PostMapping("/settings/assignment/{id}")
    Page save(@PathVariable long id, @RequestParam MultiValueMap<String, String> params, Screen screen, Actor actor) {
        administrator(actor);
        Filter filter = filter(id, Optional.ofNullable(params.getFirst("view")).orElse(""), actor);
        boolean toTeam = "team".equals(params.getFirst("to"));
        List<Long> chosen = params.getOrDefault("user", List.of()).stream()
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .toList();
        String team = Optional.ofNullable(params.getFirst("team")).orElse("");
        Rule rule = new Rule(
                id,
                Optional.ofNullable(params.getFirst("name")).orElse("").strip(),
                filter,
                toTeam ? List.of() : chosen,
                toTeam && team.matches("\\d{1,18}") ? Long.valueOf(team) : null,
                "LEAST_BUSY".equals(params.getFirst("turn")) ? Turn.LEAST_BUSY : Turn.ROUND_ROBIN,
                "true".equals(params.getFirst("byHand")),
                "true".equals(params.getFirst("active")));
        String error = error(rule, screen);
        if (error != null) {
            return Page.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    templates.salesAssignmentRule(screen, page(Optional.of(rule), error, screen, actor)));
        }
        rules.save(rule);
        return Page.redirect("/settings/assignment").toast(screen.t("sales.assignment.saved", rule.name()));
    }

    private static @Nullable String error(Rule rule, Screen screen) {
        if (rule.name().isEmpty()) {
            return screen.t("sales.assignment.name-missing");
        }
        if (rule.name().length() > LONGEST_NAME) {
            return screen.t("sales.assignment.name-too-long", LONGEST_NAME);
        }
        return rule.teamId() == null && rule.users().isEmpty() ? screen.t("sales.assignment.nobody") : null;
    }

    private Filter filter(long id, String view, Actor actor) {
        if (view.equals("keep") && id != 0) {
            return load(id).filter();
        }
        return view.matches("\\d{1,18}")
                ? views.find(Long.parseLong(view), actor).map(SavedView::filter).orElse(Filter.everything())
                : Filter.everything();
    }

    @PostMapping("/settings/assignment/{id}/up")
    Page up(@PathVariable long id, Actor actor) {
        administrator(actor);
        List<Long> order = new ArrayList<>(rules.all().stream().map(Rule::id).toList());
        int place = order.indexOf(id);
        if (place > 0) {
            Collections.swap(order, place, place - 1);
            rules.order(order);
        }
        return Page.redirect("/settings/assignment");
    }

    @PostMapping("/settings/assignment/{id}/remove")
    Page remove(@PathVariable long id, Screen screen, Actor actor) {
        administrator(actor);
        Rule rule = load(id);
        rules.remove(id);
        return Page.redirect("/settings/assignment").toast(screen.t("sales.assignment.removed", rule.name()));
    }

    private Rule load(long id) {
        return rules.find(id).orElseThrow(() -> Problem.notFound("SAL-407"));
    }

    private static void administrator(Actor actor) {
        if (!actor.may(Ability.SALES)) {
            throw Problem.forbidden("SAL-403");
        }
    }
}
