package lazo.platform.database;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What Lazo says at the terminal, in Spanish or English as the environment asks. */
final class TerminalText {
    private static final Locale LOCALE = System.getProperty(
                            "lazo.language",
                            Locale.getDefault(Locale.Category.DISPLAY).getLanguage())
                    .equals("es")
            ? Locale.of("es")
            : Locale.ENGLISH;

    private TerminalText() {}

    static String of(String key, Object... arguments) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "i18n.database",
                LOCALE,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(texts.getString(key), LOCALE).format(arguments);
    }
}
