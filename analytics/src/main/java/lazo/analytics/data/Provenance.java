package lazo.analytics.data;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where a fitted model came from, kept inside the model.
 *
 * @param method the method in plain words, with its source, for example {@code "BG/NBD (Fader, Hardie, Lee 2005)"}
 * @param rows observations used to fit
 * @param window the span the data cover, as the caller names it, for example {@code "1997-01-01..1997-09-30"}
 * @param settings what the caller chose, by name
 * @param seed the seed, where the method draws random numbers
 * @param libraries versions of the libraries that did arithmetic, by name
 * @param quality fit figures by name, for example {@code logLikelihood}
 */
public record Provenance(
        String method,
        long rows,
        Optional<String> window,
        Map<String, String> settings,
        OptionalLong seed,
        Map<String, String> libraries,
        Map<String, Double> quality) {

    public Provenance {
        if (rows < 0) {
            throw new IllegalArgumentException("rows is %d, expected 0 or more".formatted(rows));
        }
        settings = sorted(settings);
        libraries = sorted(libraries);
        quality = sorted(quality);
    }

    /** A provenance with method and rows; the rest is added by the {@code with} methods. */
    public static Provenance of(String method, long rows) {
        return new Provenance(method, rows, Optional.empty(), Map.of(), OptionalLong.empty(), Map.of(), Map.of());
    }

    public Provenance withWindow(String value) {
        return new Provenance(method, rows, Optional.of(value), settings, seed, libraries, quality);
    }

    public Provenance withSetting(String name, Object value) {
        return new Provenance(method, rows, window, and(settings, name, value.toString()), seed, libraries, quality);
    }

    public Provenance withSeed(long value) {
        return new Provenance(method, rows, window, settings, OptionalLong.of(value), libraries, quality);
    }

    public Provenance withLibrary(String name, String version) {
        return new Provenance(method, rows, window, settings, seed, and(libraries, name, version), quality);
    }

    public Provenance withQuality(String name, double value) {
        return new Provenance(method, rows, window, settings, seed, libraries, and(quality, name, value));
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    private static <V> Map<String, V> and(Map<String, V> map, String name, V value) {
        Map<String, V> larger = new TreeMap<>(map);
        larger.put(name, value);
        return larger;
    }
}
