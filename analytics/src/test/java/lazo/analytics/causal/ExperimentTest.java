package lazo.analytics.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.classify.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentTest {
    private static final String HILLSTROM = "recomputed from the published file";

    /** Sums of Hillstrom's e-mail test: people, visits, buyers and spend of each arm. */
    @ParameterizedTest
    @CsvSource({"men, 21307, 3894, .1828", "women, 21387, 3238, .1514", "no e-mail, 21306, 2262, .1062"})
    void shares_of_visitors_are_those_quoted_since_2008(String name, long people, long yes, double share) {
        String figure = name + " visit, share";
        double mean = Arm.ofCounts(yes, people).mean();
        Reference.check("A/B comparison", "Hillstrom", figure, share, mean, 5.1e-5, "Hillstrom 2008; " + HILLSTROM);
    }

    @ParameterizedTest
    @CsvSource({"men visit,        21307, 3894, .076590, .003386", "women visit,      21387, 3238, .045233, .003234"})
    void effects_on_visits_are_reproduced(String name, long people, long yes, double difference, double error) {
        check(name, new Effect(Arm.ofCounts(yes, people), Arm.ofCounts(2262, 21306)), difference, error);
    }

    @ParameterizedTest
    @CsvSource({"men conversion,   21307, 267, .006805, .000921", "women conversion, 21387, 189, .003111, .000823"})
    void effects_on_conversions_are_reproduced(String name, long people, long yes, double difference, double error) {
        check(name, new Effect(Arm.ofCounts(yes, people), Arm.ofCounts(122, 21306)), difference, error);
    }

    @ParameterizedTest
    @CsvSource({
        "men spend,   21307, 1.422616511005773, 315.21179886555484, .769827, .145247",
        "women spend, 21387, 1.0772015710478329, 228.4966748346595, .424412, .130333"
    })
    void effects_on_spend_are_reproduced(
            String name, long people, double mean, double variance, double difference, double error) {
        Arm none = new Arm(21306, .6527893551112361, 134.28637185302165, false);
        check(name, new Effect(new Arm(people, mean, variance, false), none), difference, error);
    }

    private static void check(String name, Effect effect, double difference, double error) {
        Reference.check(
                "A/B comparison", "Hillstrom", name + ", effect", difference, effect.difference(), 6e-7, HILLSTROM);
        Reference.check(
                "A/B comparison",
                "Hillstrom",
                name + ", standard error",
                error,
                effect.standardError(),
                6e-7,
                HILLSTROM);
        assertThat(effect.pValue()).isLessThan(.002);
        assertThat(effect.interval(.95).low()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, .0524, .3339",
        "9, 10, 3, 10, .1705, .8090",
        "5, 56, 0, 29, -.0381, .1926",
        "0, 10, 0, 10, -.2775, .2775",
        "10, 10, 0, 10, .6075, 1"
    })
    void newcombes_intervals_are_reproduced(long a, long m, long b, long n, double low, double high) {
        Interval interval = new Effect(Arm.ofCounts(a, m), Arm.ofCounts(b, n)).interval(.95);
        String data = "%d/%d - %d/%d".formatted(a, m, b, n);
        Reference.check(
                "A/B comparison",
                data,
                "lower limit",
                low,
                interval.low(),
                5.1e-5,
                "Newcombe 1998, table II, method 10");
        Reference.check(
                "A/B comparison",
                data,
                "upper limit",
                high,
                interval.high(),
                5.1e-5,
                "Newcombe 1998, table II, method 10");
    }

    @Test
    void intervals_of_small_shares_cover_as_often_as_promised() {
        SplittableRandom random = new SplittableRandom(7);
        int inside = 0;
        for (int run = 0; run < 2000; run++) {
            Effect effect = new Effect(arm(random, 60, .12), arm(random, 45, .05));
            inside += effect.interval(.95).contains(.07) ? 1 : 0;
        }
        assertThat(inside / 2000.0).isBetween(.93, .98);
    }

    private static Arm arm(SplittableRandom random, int people, double share) {
        return Arm.ofCounts(random.doubles(people).filter(u -> u < share).count(), people);
    }

    @Test
    void welchs_test_of_amounts_is_right() {
        // Welch (1947) by hand: means 3 and 6, variances 1 and 4 with 3 and 5 people.
        Effect effect = new Effect(Arm.ofValues(new double[] {2, 3, 4}), Arm.ofValues(new double[] {4, 4, 6, 8, 8}));
        assertThat(effect.difference()).isEqualTo(-3);
        assertThat(effect.relative()).isEqualTo(-.5);
        assertThat(effect.standardError()).isCloseTo(Math.sqrt(1 / 3.0 + 4 / 5.0), within(1e-12));
        // t = -2.8180, 5.9695 degrees of freedom (R: t.test).
        assertThat(effect.pValue()).isCloseTo(.030678, within(2e-4));
        Interval interval = effect.interval(.95);
        assertThat(interval.low()).isLessThan(-5.5);
        assertThat(interval.high()).isLessThan(0);
    }

    @Test
    void identical_outcomes_are_no_effect() {
        Effect none = new Effect(Arm.ofValues(new double[] {2, 2}), Arm.ofValues(new double[] {2, 2}));
        assertThat(none.pValue()).isEqualTo(1);
        assertThat(none.interval(.95)).isEqualTo(new Interval(0, 0, .95));
        assertThat(new Effect(Arm.ofValues(new double[] {3, 3}), Arm.ofValues(new double[] {2, 2})).pValue())
                .isZero();
        Effect nobody = new Effect(Arm.ofCounts(0, 50), Arm.ofCounts(0, 50));
        assertThat(nobody.pValue()).isEqualTo(1);
        assertThat(nobody.relative()).isNaN();
        assertThat(nobody.interval(.95).high()).isGreaterThan(.05);
    }

    @Test
    void a_yes_no_interval_holds_the_difference_and_stays_possible() {
        Samples.each(60, draw -> {
            int people = draw.whole(2, 200);
            int yes = draw.whole(0, 200);
            Effect effect = new Effect(Arm.ofCounts(Math.min(yes, people), people), Arm.ofCounts(people / 2, people));
            Interval interval = effect.interval(.9);
            assertThat(interval.contains(effect.difference())).isTrue();
            assertThat(interval.low()).isGreaterThanOrEqualTo(-1);
            assertThat(interval.high()).isLessThanOrEqualTo(1);
            assertThat(effect.pValue()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void looking_often_fools_the_fixed_test_but_not_the_guard() {
        SplittableRandom random = new SplittableRandom(19);
        int fooledFixed = 0;
        int fooledGuard = 0;
        SequentialGuard guard = new SequentialGuard(.95, 4000);
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            long[] yes = new long[2];
            boolean fixed = false;
            boolean guarded = false;
            for (int look = 1; look <= 40; look++) {
                for (int k = 0; k < 100; k++) {
                    yes[0] += random.nextDouble() < .2 ? 1 : 0;
                    yes[1] += random.nextDouble() < .2 ? 1 : 0;
                }
                Effect effect = new Effect(Arm.ofCounts(yes[1], 100L * look), Arm.ofCounts(yes[0], 100L * look));
                fixed |= effect.pValue() < .05;
                guarded |= guard.verdict(effect) != SequentialGuard.Verdict.KEEP_GOING;
            }
            fooledFixed += fixed ? 1 : 0;
            fooledGuard += guarded ? 1 : 0;
        }
        assertThat(fooledFixed / (double) runs).isGreaterThan(.2);
        assertThat(fooledGuard / (double) runs).isLessThan(.06);
    }

    @Test
    void the_guard_sees_a_real_effect_and_is_wider_than_a_single_look() {
        SequentialGuard guard = new SequentialGuard(.95, 20_000);
        Effect better = new Effect(Arm.ofCounts(1500, 10_000), Arm.ofCounts(1000, 10_000));
        assertThat(guard.verdict(better)).isEqualTo(SequentialGuard.Verdict.BETTER);
        assertThat(guard.verdict(new Effect(better.control(), better.treated())))
                .isEqualTo(SequentialGuard.Verdict.WORSE);
        Interval sequential = guard.interval(better);
        Interval single = better.interval(.95);
        double ratio = (sequential.high() - sequential.low()) / (single.high() - single.low());
        assertThat(ratio).isBetween(1.3, 1.8);
        assertThatThrownBy(() -> new SequentialGuard(1, 10)).hasMessageContaining("level is 1.0");
        assertThatThrownBy(() -> new SequentialGuard(.9, 0)).hasMessage("planned is 0, expected 1 or more");
    }

    @Test
    void the_people_needed_give_the_promised_power() {
        long people = Effect.peopleNeeded(.10, .15, .95, .8);
        Reference.check(
                "A/B comparison",
                "shares .10 and .15",
                "people per arm",
                683,
                people,
                0,
                "Fleiss 1981, without continuity correction");
        SplittableRandom random = new SplittableRandom(3);
        int seen = 0;
        for (int run = 0; run < 600; run++) {
            seen += new Effect(arm(random, (int) people, .15), arm(random, (int) people, .10)).pValue() < .05 ? 1 : 0;
        }
        assertThat(seen / 600.0).isBetween(.75, .86);
    }

    @Test
    void an_uneven_split_is_noticed() {
        Effect even = new Effect(Arm.ofCounts(10, 5020), Arm.ofCounts(10, 4980));
        assertThat(even.splitPValue(.5)).isGreaterThan(.5);
        Effect broken = new Effect(Arm.ofCounts(10, 5300), Arm.ofCounts(10, 4700));
        assertThat(broken.splitPValue(.5)).isLessThan(1e-6);
        assertThat(broken.splitPValue(.53)).isEqualTo(1);
    }

    @Test
    void impossible_arms_are_refused() {
        assertThatThrownBy(() -> Arm.ofCounts(5, 4)).hasMessage("5 yes of 4 people");
        assertThatThrownBy(() -> Arm.ofCounts(0, 0)).hasMessage("0 people in an arm, expected 2 or more");
        assertThatThrownBy(() -> Arm.ofValues(new double[] {1})).hasMessage("1 people in an arm, expected 2 or more");
        assertThatThrownBy(() -> new Arm(3, Double.NaN, 1, false)).hasMessageContaining("mean is NaN");
        assertThatThrownBy(() -> new Effect(Arm.ofCounts(1, 4), Arm.ofValues(new double[] {1, 2})))
                .hasMessageContaining("yes/no outcomes and the other amounts");
        assertThatThrownBy(() -> Effect.peopleNeeded(.1, .1, .95, .8)).hasMessageContaining("Both shares are 0.1");
        assertThatThrownBy(() -> Effect.peopleNeeded(0, .1, .95, .8))
                .hasMessage("control is 0.0, expected between 0 and 1");
    }
}
