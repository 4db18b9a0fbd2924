package lazo.kernel.metadata;

import java.util.Locale;
import java.util.Map;

/** A name in every language somebody gave it. @param byLanguage text by ISO 639 code, at least one */
public record Label(Map<String, String> byLanguage) {
    public Label {
        if (byLanguage.isEmpty()) {
            throw new IllegalArgumentException("A label needs at least one language");
        }
        byLanguage = Map.copyOf(byLanguage);
    }

    public static Label of(String spanish, String english) {
        return new Label(Map.of("es", spanish, "en", english));
    }

    /** One text for every language, as an administrator types it. */
    public static Label same(String text) {
        return new Label(Map.of("es", text, "en", text));
    }

    /** The text in this language, else in English, else in any. */
    public String in(Locale locale) {
        String own = byLanguage.get(locale.getLanguage());
        if (own != null) {
            return own;
        }
        String english = byLanguage.get("en");
        return english != null ? english : byLanguage.values().iterator().next();
    }

    /** This label with another text in one language. */
    public Label with(Locale locale, String text) {
        Map<String, String> changed = new java.util.HashMap<>(byLanguage);
        changed.put(locale.getLanguage(), text);
        return new Label(changed);
    }
}
