package lazo.analytics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazo.analytics.Reference;
import lazo.analytics.classify.PipelineBayes.Lead;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;

class PipelineBayesTest {
    private static final List<String> STAGES = List.of("1", "2", "3", "won");
    private static final String SOURCE = "odoo/addons/crm/tests/test_crm_pls.py";

    /** The scenario of Odoo's own test: country, state, e-mail state, source, all numbered from 0; -1 is unknown. */
    private static Lead lead(String team, int country, int state, int email, int source, int stage) {
        Map<String, String> values = new TreeMap<>();
        values.put("country", "c" + country);
        values.put("state", "s" + state);
        values.put("source", "u" + source);
        if (email >= 0) {
            values.put("email", email == 0 ? "correct" : "incorrect");
        }
        return new Lead(team, STAGES.get(stage), values);
    }

    private static final boolean[] WON = {false, false, true, false, false, true, true, false, false};

    private static List<Lead> closed(String third) {
        return List.of(
                lead("one", 0, 0, 0, 0, 0),
                lead("one", 1, 1, 1, 1, 1),
                lead("one", 2, 2, -1, 2, 2),
                lead("two", 0, 1, -1, 1, 2),
                lead("two", 0, 1, 0, 2, 1),
                lead("two", 0, 2, 0, 2, 0),
                lead(third, 1, 1, -1, 1, 2),
                lead(third, 0, 1, 1, 0, 0),
                lead(third, 1, 2, 0, 2, 0));
    }

    @Test
    void odoos_own_figures_are_reproduced() {
        PipelineBayes model = PipelineBayes.fit(STAGES, closed("three"), WON);
        check("lead 3", .3349, model.probability(lead("one", 0, 1, -1, 2, 1)));
        check("lead 8", .0774, model.probability(lead("two", 0, 1, -1, 2, 1)));
        check("lead 13 in its team", .3509, model.probability(lead("three", 0, 1, -1, 2, 1)));
        check("lead 13 in a team without history", .3519, model.probability(lead("none", 0, 1, -1, 2, 1)));
    }

    private static void check(String lead, double expected, double obtained) {
        Reference.check("Naive Bayes by team and stage", "Odoo test", lead, expected, obtained, 5.01e-5, SOURCE);
    }

    @Test
    void a_won_lead_counts_in_every_stage_and_a_lost_one_up_to_where_it_was_lost() {
        PipelineBayes model = PipelineBayes.fit(STAGES, closed("three"), WON);
        PipelineBayes.Counts one = model.teams().get("one");
        assertThat(one.of("stage", "1")).containsExactly(2.1, 1.1);
        assertThat(one.of("stage", "2")).containsExactly(1.1, 1.1);
        assertThat(one.of("stage", "won")).containsExactly(.1, 1.1);
    }

    @Test
    void the_last_stage_is_certain_and_without_history_there_is_no_answer() {
        PipelineBayes model = PipelineBayes.fit(STAGES, closed("three"), WON);
        assertThat(model.probability(lead("one", 0, 0, 0, 0, 3))).isEqualTo(1);
        PipelineBayes empty = PipelineBayes.fit(STAGES, List.of(), new boolean[0]);
        assertThat(empty.probability(lead("one", 0, 0, 0, 0, 1))).isNaN();
    }

    @Test
    void a_tag_on_fewer_than_fifty_leads_says_nothing() {
        List<Lead> leads = new ArrayList<>();
        boolean[] won = new boolean[120];
        for (int i = 0; i < won.length; i++) {
            won[i] = i % 3 == 0;
            leads.add(new Lead("a", "1", Map.of("tag", i < 60 ? "often" : i < 100 ? "seldom" : "rare")));
        }
        for (int i = 0; i < 60; i++) {
            won[i] = i % 2 == 0;
        }
        PipelineBayes model = PipelineBayes.fit(STAGES, leads, won);
        double plain = model.probability(new Lead("a", "1", Map.of()));
        assertThat(model.probability(new Lead("a", "1", Map.of("tag", "seldom"))))
                .isEqualTo(plain);
        assertThat(model.probability(new Lead("a", "1", Map.of("tag", "never seen"))))
                .isEqualTo(plain);
        assertThat(model.probability(new Lead("a", "1", Map.of("tag", "often"))))
                .isCloseTo(plain, within(1e-12));
    }

    @Test
    void answers_never_claim_certainty_for_an_open_lead() {
        List<Lead> leads = Collections.nCopies(2000, new Lead("a", "1", Map.of("x", "good")));
        boolean[] won = new boolean[2000];
        for (int i = 1; i < won.length; i++) {
            won[i] = true;
        }
        PipelineBayes model = PipelineBayes.fit(STAGES, leads, won);
        assertThat(model.probability(new Lead("a", "1", Map.of("x", "good")))).isLessThanOrEqualTo(.9999);
    }

    @Test
    void a_kept_model_answers_the_same_and_bad_stages_are_refused() {
        PipelineBayes model = PipelineBayes.fit(STAGES, closed("three"), WON);
        Lead open = lead("one", 0, 1, -1, 2, 1);
        assertThat(ModelJson.read(ModelJson.write(model), PipelineBayes.class).probability(open))
                .isEqualTo(model.probability(open));
        assertThatThrownBy(() -> PipelineBayes.fit(List.of("only"), List.of(), new boolean[0]))
                .hasMessage("1 stage(s), expected 2 or more");
        assertThatThrownBy(
                        () -> PipelineBayes.fit(STAGES, List.of(new Lead("a", "9", Map.of())), new boolean[] {false}))
                .hasMessageContaining("Stage '9' is none of");
    }
}
