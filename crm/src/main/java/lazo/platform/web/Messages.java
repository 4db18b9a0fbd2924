package lazo.platform.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Every text a user reads, from {@code i18n/<module>_<language>.properties} of all modules. A language is added by adding
 * its files; what it lacks is shown in English.
 */
public final class Messages {
    private static final Logger log = LoggerFactory.getLogger(Messages.class);
    private static final String FALLBACK = "en";

    private final Map<String, Map<String, MessageFormat>> formats;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    private Messages(Map<String, Map<String, MessageFormat>> formats) {
        this.formats = formats;
    }

    public static Messages load() {
        Map<String, Map<String, MessageFormat>> formats = new TreeMap<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:i18n/*_*.properties")) {
                String name = Optional.ofNullable(file.getFilename()).orElseThrow();
                String language = name.substring(name.lastIndexOf('_') + 1, name.lastIndexOf('.'));
                Locale locale = Locale.forLanguageTag(language);
                Map<String, MessageFormat> known = formats.computeIfAbsent(language, any -> new HashMap<>());
                for (Map.Entry<Object, Object> line : read(file).entrySet()) {
                    known.put((String) line.getKey(), format(file, line, locale));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Messages(formats);
    }

    private static Properties read(Resource file) throws IOException {
        Properties properties = new Properties();
        try (var reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static MessageFormat format(Resource file, Map.Entry<Object, Object> line, Locale locale) {
        try {
            return new MessageFormat((String) line.getValue(), locale);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException("%s: '%s' is not a message: %s"
                    .formatted(file.getFilename(), line.getKey(), malformed.getMessage()));
        }
    }

    /** The languages with files, such as {@code en} and {@code es}. */
    public Set<String> languages() {
        return formats.keySet();
    }

    /** The patterns of one language by key, for the test that compares languages. */
    Map<String, String> patterns(String language) {
        Map<String, String> patterns = new TreeMap<>();
        formats.getOrDefault(language, Map.of()).forEach((key, format) -> patterns.put(key, format.toPattern()));
        return patterns;
    }

    public boolean has(String key) {
        return formats.getOrDefault(FALLBACK, Map.of()).containsKey(key);
    }

    public String text(Locale locale, String key, Object... arguments) {
        MessageFormat format =
                formats.getOrDefault(locale.getLanguage(), Map.of()).get(key);
        if (format == null) {
            format = formats.getOrDefault(FALLBACK, Map.of()).get(key);
        }
        if (format == null) {
            if (unknown.add(key)) {
                log.error("No text for '{}': the screen shows the key. Add it to the i18n files of its module.", key);
            }
            return key;
        }
        MessageFormat own = (MessageFormat) format.clone();
        return own.format(arguments);
    }

    public Text in(Locale locale) {
        return new Text(this, locale);
    }
}
