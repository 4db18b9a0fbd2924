package lazo.kernel.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectDesigner.NewObject;
import lazo.kernel.metadata.ObjectDesigner.NewStage;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.Stage;
import org.jspecify.annotations.Nullable;

/** One object of a pack, read from its file. Problems are collected, not thrown one by one. */
record PackFile(NewObject object, List<PackPipeline> pipelines, List<PackView> views) {
    record PackPipeline(String key, Label label, List<NewStage> stages) {}

    record PackView(
            Label label,
            String layout,
            String filter,
            @Nullable String sort,
            List<String> columns,
            @Nullable String groupBy) {}

    private static final Set<String> OBJECT_WORDS = Set.of(
            "object",
            "label",
            "plural",
            "icon",
            "hue",
            "kind",
            "menu",
            "position",
            "title",
            "fields",
            "pipelines",
            "views");
    private static final Set<String> FIELD_WORDS = Set.of(
            "key",
            "type",
            "label",
            "help",
            "section",
            "required",
            "unique",
            "indexed",
            "searchable",
            "read_only",
            "milestone",
            "timeline",
            "quick",
            "list",
            "target",
            "template",
            "prefix",
            "choices");

    static PackFile read(String pack, String file, Map<String, Object> yaml, List<String> problems) {
        Reader reader = new Reader(file, problems);
        reader.onlyWords("", yaml, OBJECT_WORDS);
        String key = reader.text(yaml, "object");
        String title = reader.text(yaml, "title");
        List<NewField> fields = new ArrayList<>();
        for (Map<String, Object> field : reader.maps(yaml, "fields")) {
            reader.onlyWords("field " + field.get("key") + ": ", field, FIELD_WORDS);
            reader.field(pack, field).ifPresent(fields::add);
        }
        if (fields.stream().noneMatch(field -> title.equals(field.key()))) {
            problems.add("%s: title names field '%s', which the object does not have".formatted(file, title));
        }
        NewObject object = new NewObject(
                key,
                reader.label(yaml, "label"),
                reader.label(yaml, "plural"),
                reader.text(yaml, "icon"),
                reader.text(yaml, "hue"),
                ObjectType.Kind.valueOf(reader.textOr(yaml, "kind", "plain").toUpperCase(java.util.Locale.ROOT)),
                reader.yes(yaml, "menu", true),
                ((Number) yaml.getOrDefault("position", 100)).intValue(),
                pack,
                title,
                fields);
        List<PackPipeline> pipelines = reader.maps(yaml, "pipelines").stream()
                .map(pipeline -> new PackPipeline(
                        reader.text(pipeline, "key"),
                        reader.label(pipeline, "label"),
                        reader.maps(pipeline, "stages").stream()
                                .map(reader::stage)
                                .toList()))
                .toList();
        List<PackView> views = reader.maps(yaml, "views").stream()
                .map(view -> new PackView(
                        reader.label(view, "label"),
                        reader.textOr(view, "layout", "list").toUpperCase(java.util.Locale.ROOT),
                        reader.textOr(view, "filter", ""),
                        (String) view.get("sort"),
                        reader.words(view, "columns"),
                        (String) view.get("group_by")))
                .toList();
        return new PackFile(object, pipelines, views);
    }

    /** Takes values out of YAML maps and notes what is missing or of the wrong kind. */
    private record Reader(String file, List<String> problems) {
        void onlyWords(String where, Map<String, Object> map, Set<String> known) {
            map.keySet().stream()
                    .filter(word -> !known.contains(word))
                    .forEach(word ->
                            problems.add("%s: %s'%s' is not a word of the pack format".formatted(file, where, word)));
        }

        String text(Map<String, Object> map, String word) {
            Object value = map.get(word);
            if (value instanceof String text && !text.isBlank()) {
                return text;
            }
            problems.add("%s: '%s' is missing or not text (found %s)".formatted(file, word, value));
            return "missing";
        }

        String textOr(Map<String, Object> map, String word, String otherwise) {
            return map.get(word) instanceof String text ? text : otherwise;
        }

        boolean yes(Map<String, Object> map, String word, boolean otherwise) {
            return map.get(word) instanceof Boolean value ? value : otherwise;
        }

        Label label(Map<String, Object> map, String word) {
            if (map.get(word) instanceof Map<?, ?> languages && !languages.isEmpty()) {
                Map<String, String> texts = new LinkedHashMap<>();
                languages.forEach((language, text) -> texts.put(language.toString(), text.toString()));
                for (String language : List.of("es", "en")) {
                    if (!texts.containsKey(language)) {
                        problems.add("%s: '%s' has no text in '%s'".formatted(file, word, language));
                    }
                }
                return new Label(texts);
            }
            problems.add("%s: '%s' must be a map of language to text".formatted(file, word));
            return Label.same("?");
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> maps(Map<String, Object> map, String word) {
            Object value = map.get(word);
            if (value == null) {
                return List.of();
            }
            if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
                return (List<Map<String, Object>>) (List<?>) list;
            }
            problems.add("%s: '%s' must be a list".formatted(file, word));
            return List.of();
        }

        List<String> words(Map<String, Object> map, String word) {
            return map.get(word) instanceof List<?> list
                    ? list.stream().map(Object::toString).toList()
                    : List.of();
        }

        java.util.Optional<NewField> field(String pack, Map<String, Object> map) {
            String typeName = text(map, "type");
            FieldType type;
            try {
                type = FieldType.ofKey(typeName);
            } catch (IllegalArgumentException unknown) {
                problems.add(
                        "%s: field '%s' has type '%s', which there is not".formatted(file, map.get("key"), typeName));
                return java.util.Optional.empty();
            }
            if (type == FieldType.LOOKUP && !(map.get("target") instanceof String)) {
                problems.add("%s: lookup '%s' names no target".formatted(file, map.get("key")));
            }
            List<NewChoice> choices = maps(map, "choices").stream()
                    .map(choice ->
                            new NewChoice(text(choice, "key"), label(choice, "label"), (String) choice.get("hue")))
                    .toList();
            return java.util.Optional.of(new NewField(
                    text(map, "key"),
                    type,
                    label(map, "label"),
                    map.containsKey("help") ? label(map, "help") : null,
                    textOr(map, "section", "main"),
                    yes(map, "required", false),
                    yes(map, "unique", false),
                    yes(map, "indexed", false),
                    yes(map, "searchable", false),
                    yes(map, "read_only", false),
                    yes(map, "milestone", false),
                    yes(map, "timeline", false),
                    yes(map, "quick", false),
                    yes(map, "list", false),
                    pack,
                    (String) map.get("target"),
                    words(map, "template"),
                    (String) map.get("prefix"),
                    choices));
        }

        NewStage stage(Map<String, Object> map) {
            return new NewStage(
                    text(map, "key"),
                    label(map, "label"),
                    map.get("win_probability") instanceof Number number ? number.intValue() : 0,
                    Stage.Outcome.valueOf(textOr(map, "outcome", "open").toUpperCase(java.util.Locale.ROOT)),
                    (String) map.get("hue"));
        }
    }
}
