package lazo.operational.sales.web;

import java.time.LocalDate;
import java.util.List;
import lazo.kernel.metadata.Money;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * One card of a board, in the viewer's words.
 *
 * @param lane key of the lane it belongs to
 * @param tags text and hue
 * @param delta by how many points the probability differs from its stage's
 * @param state {@code ok}, {@code today}, {@code late}, {@code none}, {@code won} or {@code lost}
 * @param next what is to be done next, or how it ended
 * @param idle for how many days it has stood in its stage longer than it should; 0 when it has not
 */
public record CardView(
        long id,
        int version,
        String object,
        String lane,
        String title,
        String subtitle,
        List<Option> tags,
        @Nullable Money amount,
        @Nullable LocalDate date,
        @Nullable Integer probability,
        int delta,
        String state,
        String icon,
        String next,
        long idle,
        @Nullable String ownerName,
        String ownerHue) {
    public CardView {
        tags = List.copyOf(tags);
    }

    public String url() {
        return "/o/" + object + "/" + id;
    }
}
