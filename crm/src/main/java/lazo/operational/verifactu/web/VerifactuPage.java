package lazo.operational.verifactu.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.operational.verifactu.BillingRecord;
import lazo.operational.verifactu.ChainCheck;
import lazo.operational.verifactu.ChainInspection;
import lazo.operational.verifactu.Submission;
import lazo.operational.verifactu.Submissions.Standing;
import lazo.operational.verifactu.Taxpayer;
import lazo.platform.web.Form;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What the page of VERI*FACTU shows.
 *
 * @param standing of the chain, or null as long as it has not begun
 * @param outcomes of the records shown, by position
 * @param older where the page with older records is, or null
 */
public record VerifactuPage(
        Form form,
        Optional<Taxpayer> taxpayer,
        @Nullable Standing standing,
        Optional<ChainCheck.State> check,
        List<BillingRecord> records,
        Map<Long, Submission> outcomes,
        @Nullable String older) {

    public boolean hasCertificate() {
        return taxpayer.map(Taxpayer::certificateUntil).isPresent();
    }

    /** What became of a record, in a word. */
    public static String state(Submission.@Nullable State state, Screen screen) {
        return screen.t("verifactu.state." + (state == null ? Submission.State.WAITING : state));
    }

    public static String hue(Submission.State state) {
        return switch (state) {
            case WAITING -> "blue";
            case ACCEPTED -> "green";
            case ACCEPTED_WITH_ERRORS -> "orange";
            case REJECTED -> "red";
        };
    }

    /** The result of an inspection in one sentence: which taxpayer, which record, what is wrong. */
    public static String sentence(ChainInspection.Result result, Screen screen) {
        return result.broken()
                .map(broken -> screen.t(
                        "verifactu.check.broken",
                        result.taxpayerNif(),
                        screen.number(broken.position()),
                        broken.number() == null ? "" : " (" + broken.number() + ")",
                        screen.t("verifactu.fault." + broken.flaw())))
                .orElseGet(() -> screen.t("verifactu.check.intact", result.taxpayerNif(), result.records()));
    }

    /** What the agency said last, or why nobody heard it. */
    public static String answer(String answer, Screen screen) {
        return switch (answer) {
            case "unclear", "certificate", "unreachable" -> screen.t("verifactu.answer." + answer);
            default -> answer;
        };
    }
}
