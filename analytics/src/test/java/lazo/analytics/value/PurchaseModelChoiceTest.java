package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import lazo.analytics.value.PurchaseModelChoice.Candidate;
import lazo.analytics.value.PurchaseModelChoice.Outcome;
import lazo.analytics.value.PurchaseModelChoice.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseModelChoiceTest {
    private static PurchaseModelChoice among(HoldOut holdOut) {
        return ((Outcome.Chosen) PurchaseModelChoice.among(holdOut)).choice();
    }

    @Test
    void cdnow_customers_leave_and_mbg_nbd_foretells_them_best() {
        HoldOut split = PurchaseData.cdnowSample().cdnowHoldOut();

        PurchaseModelChoice choice = among(split);

        assertThat(choice.family()).isEqualTo(PurchaseFamily.MBG_NBD);
        assertThat(choice.reason()).isEqualTo(Reason.FORETELLS_BEST);
        assertThat(choice.candidates()).hasSize(5);
        assertThat(choice.candidates())
                .extracting(Candidate::heldOutLogLikelihood)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(choice.baselines())
                .extracting(PurchaseModelChoice.Baseline::rule)
                .containsExactly(
                        PurchaseModelChoice.Rule.OWN_RATE,
                        PurchaseModelChoice.Rule.HIATUS,
                        PurchaseModelChoice.Rule.NOBODY_BUYS);
        assertThat(choice.baselines().get(1).total())
                .isLessThan(choice.baselines().getFirst().total())
                .isPositive();
        assertThat(choice.baselines().get(1).meanAbsoluteError())
                .isLessThan(choice.baselines().getFirst().meanAbsoluteError());
        assertThat(choice.baselines().getFirst().total()).isCloseTo(2930.1, within(.05));
        assertThat(choice.refit(split.history())).isInstanceOf(ModifiedBetaGeometricNbd.class);
    }

    /** Here the likelihood of BG/NBD grows for ever as b does; implementations without a bound return -1e80 purchases. */
    @ParameterizedTest
    @ValueSource(ints = {60, 120, 180, 240, 300, 360})
    void online_retail_shows_no_drop_out_so_the_nbd_is_chosen_and_every_forecast_is_finite(int split) {
        HoldOut holdOut = PurchaseData.onlineRetail().log().splitAt(split, 373, 7);
        double came = Arrays.stream(holdOut.later()).sum();

        PurchaseModelChoice choice = among(holdOut);

        assertThat(choice.family()).isEqualTo(PurchaseFamily.NBD);
        assertThat(choice.reason()).isEqualTo(Reason.NO_DROP_OUT_DETECTED);
        for (Candidate candidate : choice.candidates()) {
            assertThat(candidate.total()).isBetween(came / 2, came * 2);
            assertThat(candidate.heldOutLogLikelihood()).isFinite();
            for (double expected : candidate.model().expectedPurchases(holdOut.history(), 1000)) {
                assertThat(expected).isFinite().isNotNegative();
            }
        }
    }

    @Test
    void where_nobody_leaves_none_is_found_to_leave() {
        HoldOut base = SimulatedCustomers.neverLeaving(1000, .8, 6, 20, 4);

        PurchaseModelChoice choice = among(base);

        assertThat(choice.reason()).isEqualTo(Reason.NO_DROP_OUT_DETECTED);
        assertThat(choice.model()).isInstanceOf(Nbd.class);
    }

    @Test
    void regular_customers_are_foretold_best_by_the_regular_model() {
        HoldOut base = SimulatedCustomers.betaGeometric(3000, 4, 1.5, 4, .8, 2.5, true, 20, 8);

        PurchaseModelChoice choice = among(base);

        assertThat(choice.family()).isEqualTo(PurchaseFamily.MBG_CNBD_K);
        assertThat(choice.reason()).isEqualTo(Reason.FORETELLS_BEST);
    }

    @Test
    void without_times_between_purchases_regularity_is_no_candidate() {
        PurchaseHistory known = SimulatedCustomers.betaGeometric(500, 1, .8, 6, .8, 2.5, true, 20, 8)
                .history();
        PurchaseHistory bare = new PurchaseHistory(known.repeats(), known.lastAge(), known.age());

        PurchaseModelChoice choice = among(new HoldOut(bare, new int[500], 0));

        assertThat(choice.candidates()).extracting(Candidate::family).doesNotContain(PurchaseFamily.MBG_CNBD_K);
    }

    @Test
    void too_few_repeaters_are_no_ground_for_a_choice() {
        HoldOut thirty = new HoldOut(
                new PurchaseHistory(new int[] {1, 0, 0}, new double[] {3, 0, 0}, new double[] {9, 9, 9}),
                new int[3],
                5);

        assertThat(PurchaseModelChoice.among(thirty)).isEqualTo(new Outcome.TooFewRepeaters(1, 10));
    }

    @Test
    void what_a_model_holds_impossible_does_not_spoil_the_comparison() {
        HoldOut absurd = new HoldOut(
                new PurchaseHistory(new int[] {0}, new double[] {0}, new double[] {1e6}), new int[] {5000}, .001);

        assertThat(PurchaseModelChoice.heldOutLogLikelihood(Nbd.of(1, 1), absurd))
                .isCloseTo(-690.8, within(.1));
    }
}
