package lazo.operational.sales.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Team;
import lazo.kernel.identity.User;
import lazo.kernel.view.SavedView;
import lazo.operational.sales.AssignmentRules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of assignment show.
 *
 * @param told the condition of each rule in words, in the rules' order
 * @param edited the rule that is open, with what was typed
 * @param views whose conditions a rule can take over
 * @param error why it was not saved
 */
public record AssignmentPage(
        List<Rule> rules,
        List<String> told,
        Optional<Rule> edited,
        List<SavedView> views,
        List<User> users,
        List<Team> teams,
        @Nullable String error) {
    public AssignmentPage {
        rules = List.copyOf(rules);
        told = List.copyOf(told);
    }

    public String people(Rule rule) {
        if (rule.teamId() != null) {
            return teams.stream()
                    .filter(team -> rule.teamId().equals(team.id()))
                    .map(Team::name)
                    .findFirst()
                    .orElse("–");
        }
        return String.join(
                ", ",
                users.stream()
                        .filter(user -> rule.users().contains(user.id()))
                        .map(User::name)
                        .toList());
    }
}
