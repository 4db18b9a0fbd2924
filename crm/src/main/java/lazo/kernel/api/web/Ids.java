package lazo.kernel.api.web;

import java.util.Optional;

/** Numbers in addresses. */
final class Ids {
    private Ids() {}

    /** Empty for what no number is, which nothing has. */
    static Optional<Long> of(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }
}
