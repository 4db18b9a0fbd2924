package lazo.kernel.transfer.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.ColumnType;
import lazo.kernel.transfer.profile.Words;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The words that columns are called by. Read once; never changes. */
public final class Vocabulary {
    private static final double LEAST = 0.5;
    private static final int SHORTEST_PHONE = 6;
    /** Words that carry no meaning in a header. */
    private static final Set<String> FILLING = Set.of(
            "de",
            "del",
            "la",
            "el",
            "los",
            "las",
            "y",
            "the",
            "of",
            "a",
            "al",
            "e",
            "su",
            "en",
            "primary",
            "principal",
            "main");

    /** Texts that may well be digits only. */
    private static final Set<String> FIGURES =
            Set.of("name", "tax_id", "description", "number", "code", "customer_code");

    /** The fields that say who or what a row is about. */
    private static final Set<String> NAMING = Set.of("name", "first_name", "last_name", "subject", "email");

    private final List<Origin> origins;
    private final Map<String, List<FieldName>> fields;
    private final Map<String, List<String>> objects;

    private Vocabulary(List<Origin> origins, Map<String, List<FieldName>> fields, Map<String, List<String>> objects) {
        this.origins = origins;
        this.fields = fields;
        this.objects = objects;
    }

    public static Vocabulary load() {
        Map<String, Object> names = yaml("/import/names.yaml");
        Map<String, Object> types = map(names.get("types"));
        Map<String, List<FieldName>> fields = new LinkedHashMap<>();
        map(names.get("fields")).forEach((object, of) -> {
            List<FieldName> list = new ArrayList<>();
            map(of).forEach((key, words) -> {
                Object type = types.get(key);
                list.add(new FieldName(key, texts(words), type == null ? null : ColumnType.valueOf(type.toString())));
            });
            fields.put(object, list);
        });
        Map<String, List<String>> objects = new LinkedHashMap<>();
        map(names.get("objects")).forEach((object, words) -> objects.put(object, texts(words)));
        List<Origin> origins = new ArrayList<>();
        yaml("/import/systems.yaml").forEach((system, of) -> {
            Map<String, Object> described = map(of);
            for (Object export : (List<?>) described.getOrDefault("exports", List.of())) {
                Map<String, Object> one = map(export);
                Map<String, String> columns = new LinkedHashMap<>();
                map(one.get("columns")).forEach((header, field) -> columns.put(header, field.toString()));
                origins.add(new Origin(
                        system,
                        String.valueOf(described.get("title")),
                        String.valueOf(one.get("object")),
                        String.valueOf(one.getOrDefault("kind", "")),
                        columns));
            }
        });
        return new Vocabulary(List.copyOf(origins), fields, objects);
    }

    private static Map<String, Object> yaml(String resource) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(resource)) {
            return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> of) {
            of.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        }
        return map;
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The system that writes such headers, if there is one. A header speaks the louder the fewer exports have it; at
     * least three must agree, and most of the file must be known.
     */
    public Optional<Origin> recognise(List<String> headers) {
        Map<String, Integer> spread = new HashMap<>();
        for (Origin origin : origins) {
            for (String header : origin.columns().keySet()) {
                spread.merge(header, 1, Integer::sum);
            }
        }
        Origin best = null;
        double bestScore = 0;
        for (Origin origin : origins) {
            int known = 0;
            double score = 0;
            boolean telling = false;
            for (String header : new HashSet<>(headers)) {
                if (origin.columns().containsKey(header)) {
                    known++;
                    int shared = spread.getOrDefault(header, 1);
                    score += 1.0 / shared;
                    telling |= shared <= 3;
                }
            }
            boolean enough = known >= 3 && known * 2 >= headers.size() && telling && score >= 1;
            if (enough && score > bestScore) {
                best = origin;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The kind of record a file seems to hold, judged from its name and its columns. */
    public Optional<String> object(String title, List<ColumnProfile> columns) {
        List<String> titleWords = Words.of(title);
        String best = null;
        double bestScore = 0;
        for (String object : objects.keySet()) {
            List<Guess> guesses = guess(object, columns, List.of());
            double score = guesses.stream().mapToDouble(Guess::confidence).sum();
            boolean titled = objects.getOrDefault(object, List.of()).stream()
                    .anyMatch(name -> !titleWords.isEmpty() && titleWords.containsAll(Words.of(name)));
            boolean named = guesses.stream().anyMatch(guess -> NAMING.contains(guess.field()));
            boolean enough = score >= 1.5 && (named && guesses.size() >= 4 || guesses.size() * 3 >= columns.size());
            if ((enough || titled) && score + (titled ? 2 : 0) > bestScore + 1e-9) {
                best = object;
                bestScore = score + (titled ? 2 : 0);
            }
        }
        return Optional.ofNullable(best);
    }

    /** The fields of an object that this vocabulary has words for. */
    public List<FieldName> fields(String object) {
        return fields.getOrDefault(object, List.of());
    }

    /**
     * The field of each column, at most one column for a field.
     *
     * @param others further fields and their names, such as those an administrator made
     */
    public List<Guess> guess(String object, List<ColumnProfile> columns, List<FieldName> others) {
        List<FieldName> all = new ArrayList<>(fields(object));
        all.addAll(others);
        boolean surnames = columns.stream().anyMatch(column -> isNamed(column, all, "last_name"));
        List<Guess> candidates = new ArrayList<>();
        for (ColumnProfile column : columns) {
            for (FieldName field : all) {
                double score = score(column, field, surnames);
                if (score >= LEAST) {
                    candidates.add(new Guess(column.column().position(), field.key(), score));
                }
            }
        }
        candidates.sort(
                Comparator.comparingDouble((Guess guess) -> -guess.confidence()).thenComparingInt(Guess::position));
        Set<Integer> taken = new HashSet<>();
        Set<String> filled = new HashSet<>();
        List<Guess> guesses = new ArrayList<>();
        for (Guess guess : candidates) {
            if (!taken.contains(guess.position()) && !filled.contains(guess.field())) {
                taken.add(guess.position());
                filled.add(guess.field());
                guesses.add(guess);
            }
        }
        guesses.sort(Comparator.comparingInt(Guess::position));
        return guesses;
    }

    /** The field of each column of a recognised export. */
    public List<Guess> guess(Origin origin, List<ColumnProfile> columns) {
        Set<String> filled = new HashSet<>();
        List<Guess> guesses = new ArrayList<>();
        for (ColumnProfile column : columns) {
            String field = origin.columns().get(column.column().header());
            if (field != null && !field.equals(Origin.ASIDE) && !field.equals(Origin.IDENTIFIER) && filled.add(field)) {
                guesses.add(new Guess(column.column().position(), field, 1));
            }
        }
        return guesses;
    }

    private static boolean isNamed(ColumnProfile column, List<FieldName> fields, String key) {
        return fields.stream()
                .anyMatch(field ->
                        field.key().equals(key) && likeness(column.column().header(), field) >= 0.9);
    }

    private static double score(ColumnProfile column, FieldName field, boolean surnames) {
        String header = column.column().header();
        double likeness = header.isEmpty() ? 0 : likeness(header, field);
        // "Nombre" beside "Apellidos" is the first name; alone it is the whole name
        if (field.key().equals("first_name") && !surnames) {
            likeness *= likeness >= 0.9 && onlyFirst(header) ? 1 : 0.4;
        }
        if (field.key().equals("name") && surnames && field.names().contains("nombre completo")) {
            likeness *= 0.8;
        }
        ColumnType type = field.type();
        if (type == null) {
            boolean odd = column.type() == ColumnType.EMAIL
                    || column.type() == ColumnType.PHONE
                    || column.type().isNumber() && !holdsFigures(field.key());
            return odd ? likeness * 0.3 : likeness;
        }
        if (suits(column, type)) {
            boolean telling = type == ColumnType.EMAIL || type == ColumnType.LINK || type == ColumnType.PHONE;
            return telling && likeness < 0.55 && field.key().indexOf('.') < 0 && column.type() == type
                    ? Math.max(likeness, field.key().equals("mobile") ? 0 : 0.55)
                    : likeness;
        }
        // A column that holds no one thing is what its header says, and its misfits are told
        boolean open = column.isEmpty() || likeness >= 0.9 && column.type() == ColumnType.TEXT;
        return open ? likeness : likeness * 0.45;
    }

    private static boolean holdsFigures(String key) {
        return FIGURES.contains(key) || key.startsWith("address.");
    }

    private static boolean onlyFirst(String header) {
        List<String> words = Words.of(header);
        return words.contains("pila")
                || words.contains("first")
                || words.contains("given")
                || words.contains("forename");
    }

    private static boolean suits(ColumnProfile column, ColumnType wanted) {
        ColumnType type = column.type();
        return switch (wanted) {
            case EMAIL, LINK, YES_NO -> type == wanted || wanted == ColumnType.YES_NO && type == ColumnType.CHOICE;
            case PHONE ->
                type == ColumnType.PHONE
                        || type == ColumnType.TEXT
                        || type == ColumnType.WHOLE && column.longest() >= SHORTEST_PHONE;
            case WHOLE, DECIMAL, MONEY, PERCENT -> type.isNumber() || type == ColumnType.CHOICE;
            case DATE, DATE_TIME -> type.isDate();
            case CHOICE, TAGS, LONG_TEXT, TEXT -> true;
        };
    }

    /** 1 for the same name, less for names that share their words. */
    static double likeness(String header, FieldName field) {
        List<String> words = Words.of(header);
        double best = 0;
        for (String name : field.names()) {
            best = Math.max(best, likeness(words, Words.of(name)));
        }
        List<String> key = Words.of(field.key());
        return Math.max(best, likeness(words, key) * 0.95);
    }

    private static double likeness(List<String> header, List<String> name) {
        if (header.isEmpty() || name.isEmpty()) {
            return 0;
        }
        if (header.equals(name)) {
            return 1;
        }
        Set<String> theirs = telling(header);
        Set<String> ours = telling(name);
        if (theirs.equals(ours) && !ours.isEmpty()) {
            return 0.92;
        }
        if (!ours.isEmpty() && theirs.containsAll(ours)) {
            return ours.size() == 1 && ours.iterator().next().length() < 4
                    ? 0.4
                    : 0.45 + 0.35 * ours.size() / theirs.size();
        }
        return 0;
    }

    private static Set<String> telling(List<String> words) {
        Set<String> telling = new HashSet<>();
        for (String word : words) {
            if (!FILLING.contains(word)) {
                telling.add(singular(word));
            }
        }
        return telling;
    }

    private static String singular(String word) {
        return word.length() > 4 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }
}
