package lazo.analytics.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelJson;

/** What the library ships beside its classes: word lists and fitted models. */
final class Resource {
    private Resource() {}

    /** The lines of a list, without those that start with #. */
    static List<String> lines(String name) {
        try (InputStream stream = open(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static <M extends FittedModel> M model(String name, Class<M> type) {
        try (InputStream stream = new GZIPInputStream(open(name))) {
            return ModelJson.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8), type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Resource.class.getResourceAsStream(name), name);
    }
}
