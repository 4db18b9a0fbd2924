package lazo.platform.web;

import java.util.Locale;

/** All texts in one language. */
public record Text(Messages messages, Locale locale) {
    public String t(String key, Object... arguments) {
        return messages.text(locale, key, arguments);
    }
}
