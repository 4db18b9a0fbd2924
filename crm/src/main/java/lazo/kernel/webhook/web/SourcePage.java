package lazo.kernel.webhook.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.webhook.Arrival;
import lazo.kernel.webhook.WebhookSource;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a source shows.
 *
 * @param address where its events are sent to
 * @param shown the state that was asked for, or empty
 * @param sample what is being tried out
 * @param trial what came of it, if something was tried
 */
public record SourcePage(
        WebhookSource source,
        String address,
        String object,
        String user,
        boolean userActive,
        List<Option> mapping,
        String shown,
        int waiting,
        int failed,
        List<Arrival> arrivals,
        Optional<Long> next,
        String sample,
        @Nullable Trial trial) {
    /**
     * @param fields what they would be given
     * @param recordId the record that would be changed; null for a new one
     * @param problems why nothing would be written; empty when it would
     */
    public record Trial(List<Option> fields, @Nullable Long recordId, List<String> problems) {}

    /** Why an arrival was not written, sentence by sentence. */
    public static List<String> sentences(Arrival.@Nullable Failure failure, Screen screen) {
        if (failure == null) {
            return List.of();
        }
        if (failure.problems().isEmpty()) {
            return List.of(
                    screen.t("problem." + failure.code(), failure.arguments().toArray()));
        }
        return failure.problems().stream()
                .map(problem -> problem.field() + ": "
                        + screen.t(problem.messageKey(), problem.args().toArray()))
                .toList();
    }
}
