package lazo.platform.web;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the navigation.
 *
 * @param label what it says, already in the viewer's language
 * @param order place within its group
 * @param count shown at its end, such as the number of unread conversations
 * @param hue shows a dot of this hue instead of the icon
 * @param key the letter that goes there after {@code G}
 * @param phone whether it belongs to the bar at the bottom of a phone (the first four do)
 */
public record NavLink(
        String href,
        String icon,
        String label,
        int order,
        @Nullable String count,
        @Nullable String hue,
        @Nullable String key,
        boolean phone) {

    public static NavLink to(String href, String icon, String label) {
        return new NavLink(href, icon, label, 100, null, null, null, false);
    }

    public NavLink at(int place) {
        return new NavLink(href, icon, label, place, count, hue, key, phone);
    }

    public NavLink counting(String shown) {
        return new NavLink(href, icon, label, order, shown, hue, key, phone);
    }

    public NavLink dotted(String shown) {
        return new NavLink(href, icon, label, order, count, shown, key, phone);
    }

    public NavLink onKey(String letter) {
        return new NavLink(href, icon, label, order, count, hue, letter, phone);
    }

    public NavLink onPhone() {
        return new NavLink(href, icon, label, order, count, hue, key, true);
    }
}
