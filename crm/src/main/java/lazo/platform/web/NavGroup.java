package lazo.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links of the navigation under one title. Groups of equal order, whoever contributes them, are shown as one.
 *
 * @param order 0 for what stands first and has no title (Today, Agenda), 100 sales, 200 marketing and service, 300
 *     insights, 900 pinned views
 * @param title already in the viewer's language
 */
public record NavGroup(int order, @Nullable String title, List<NavLink> links) {
    public static NavGroup of(int order, @Nullable String title, NavLink... links) {
        return new NavGroup(order, title, List.of(links));
    }
}
