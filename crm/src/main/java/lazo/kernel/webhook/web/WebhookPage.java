package lazo.kernel.webhook.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.webhook.Delivery;
import lazo.kernel.webhook.Webhook;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a webhook shows.
 *
 * @param user as whom it sees, if there is that user
 * @param userActive whether that user is active: else nothing is sent
 * @param shown the state that was asked for, or empty
 * @param next for the page after this one
 */
public record WebhookPage(
        Webhook webhook,
        String object,
        String user,
        boolean userActive,
        String filter,
        String shown,
        int waiting,
        int dead,
        List<Delivery> deliveries,
        Optional<Long> next) {
    /** What it is told of, in words. */
    public String events(Screen screen) {
        return webhook.events().stream()
                .sorted()
                .map(event -> screen.t("webhook.event." + event.key()))
                .collect(Collectors.joining(" · "));
    }

    /** What came of the last attempt, in words. */
    public static String outcome(Delivery delivery, Screen screen) {
        @Nullable String failure = delivery.failure();
        @Nullable Integer status = delivery.status();
        if (failure == null || failure.equals("status")) {
            return status == null ? screen.t("webhook.not-tried") : screen.t("webhook.answered", status.toString());
        }
        return screen.t("webhook.failure." + failure);
    }
}
