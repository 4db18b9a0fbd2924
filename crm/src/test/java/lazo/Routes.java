package lazo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The table {@code routes.txt}: every route of the application, how it is asked, and what each role is answered. */
final class Routes {
    private Routes() {}

    /** Those who ask, in the order of the table's columns. */
    enum Who {
        NOBODY,
        READER,
        STRANGER,
        SELLER,
        MANAGER,
        ADMINISTRATOR,
        REGION,
        OTHER_REGION
    }

    /** @param form names and values, or a body as it is for an upload */
    record Row(String method, String pattern, String path, String form, List<String> answers) {
        String expected(Who who) {
            return answers.get(who.ordinal());
        }

        boolean isUpload() {
            return path.startsWith("/import/upload");
        }

        /** The names and values of the form, one after the other, not yet filled in. */
        List<String> fields() {
            return pairs(form);
        }

        /** The names and values of the address. */
        List<String> parameters() {
            int mark = path.indexOf('?');
            return mark < 0 ? List.of() : pairs(path.substring(mark + 1));
        }

        String bare() {
            int mark = path.indexOf('?');
            return mark < 0 ? path : path.substring(0, mark);
        }

        private static List<String> pairs(String text) {
            List<String> pairs = new ArrayList<>();
            for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
                String[] sides = pair.split("=", 2);
                pairs.add(URLDecoder.decode(sides[0], StandardCharsets.UTF_8));
                pairs.add(sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
            return pairs;
        }

        @Override
        public String toString() {
            return method + " " + path + (form.isEmpty() ? "" : " " + form);
        }
    }

    static List<Row> all() {
        return text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Routes::row)
                .toList();
    }

    private static Row row(String line) {
        String[] parts = line.split("\\|", -1);
        String[] route = parts[0].strip().split(" ", 2);
        List<String> answers = Arrays.asList(parts[3].strip().split("\\s+"));
        if (answers.size() != Who.values().length) {
            throw new IllegalStateException("An answer for each role, please: " + line);
        }
        return new Row(route[0], route[1], parts[1].strip(), parts[2].strip(), answers);
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Routes.class.getResourceAsStream("/routes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
