package lazo.platform.web;

import org.jspecify.annotations.Nullable;

/**
 * Something to do from anywhere: listed in the palette, and run by its key after {@code C}.
 *
 * @param href the page, or with {@code dialog} the fragment that htmx loads into the sheet
 */
public record Action(
        String href, String icon, String label, @Nullable String key, boolean dialog) {
    public static Action to(String href, String icon, String label, String key) {
        return new Action(href, icon, label, key, false);
    }
}
