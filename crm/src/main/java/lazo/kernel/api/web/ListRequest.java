package lazo.kernel.api.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordQuery;

/** What the parameters of a list ask for. Those that cannot be understood are refused, since a list without them is another. */
record ListRequest(RecordQuery query, Predicate<ObjectField> shown) {
    private static final Set<String> QUERY = Set.of("f", "filter", "q", "deleted");
    private static final Set<String> PAGE = Set.of("sort", "limit", "after", "fields");
    private static final int MOST = 200;

    static ListRequest of(ObjectType type, Map<String, List<String>> params, FieldMask mask) {
        check(params, PAGE);
        RecordQuery query =
                query(type, params).sorted(sort(type, params, mask)).limited(limit(first(params, "limit"), 50, MOST));
        Optional<String> after = first(params, "after");
        return new ListRequest(
                after.isPresent() ? query.after(Optional.of(opened(after.get(), query))) : query,
                shown(type, first(params, "fields"), mask));
    }

    static RecordQuery count(ObjectType type, Map<String, List<String>> params) {
        check(params, Set.of("exact"));
        return query(type, params);
    }

    private static void check(Map<String, List<String>> params, Set<String> more) {
        params.forEach((name, values) -> {
            if (!QUERY.contains(name) && !more.contains(name)) {
                throw ApiRefusal.of(400, "API-121", name.substring(0, Math.min(60, name.length())));
            }
            values.forEach(RecordJson::checkText);
        });
    }

    private static RecordQuery query(ObjectType type, Map<String, List<String>> params) {
        try {
            Filter filter = FilterText.conditions(params.getOrDefault("f", List.of()));
            Optional<String> json = first(params, "filter");
            Filter both = json.isPresent() ? filter.and(FilterText.ofJson(json.get())) : filter;
            checkTexts(both);
            RecordQuery query = RecordQuery.of(type, both).containing(first(params, "q"));
            return yes(params, "deleted") ? query.inRecycleBin() : query;
        } catch (IllegalArgumentException unreadable) {
            throw unanswerable(unreadable);
        }
    }

    private static void checkTexts(Filter filter) {
        switch (filter) {
            case Filter.All(var parts) -> parts.forEach(ListRequest::checkTexts);
            case Filter.Any(var parts) -> parts.forEach(ListRequest::checkTexts);
            case Filter.Not(var part) -> checkTexts(part);
            case Filter.Condition(var field, var operator, var values) -> values.forEach(RecordJson::checkText);
        }
    }

    static ApiRefusal unanswerable(IllegalArgumentException why) {
        return why instanceof UnanswerableFilter filter
                ? ApiRefusal.of(
                        400,
                        "API-115",
                        shortened(filter.condition().text()),
                        filter.reason().name().toLowerCase(Locale.ROOT))
                : ApiRefusal.of(400, "API-115", shortened(String.valueOf(why.getMessage())), "unreadable");
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static RecordQuery.Sort sort(ObjectType type, Map<String, List<String>> params, FieldMask mask) {
        RecordQuery.Sort sort = RecordQuery.Sort.of(first(params, "sort").orElse("-updated_at"));
        boolean known = type.find(sort.field())
                .filter(field -> !field.archived() && field.type().isSortable() && mask.shows(field.key()))
                .isPresent();
        if (!known) {
            throw ApiRefusal.of(400, "API-116", shortened(sort.field()));
        }
        return sort;
    }

    static int limit(Optional<String> text, int usual, int most) {
        try {
            int limit = text.map(Integer::parseInt).orElse(usual);
            if (limit < 1 || limit > most) {
                throw ApiRefusal.of(400, "API-118", most);
            }
            return limit;
        } catch (NumberFormatException unreadable) {
            throw ApiRefusal.of(400, "API-118", most);
        }
    }

    private static Predicate<ObjectField> shown(ObjectType type, Optional<String> text, FieldMask mask) {
        if (text.isEmpty()) {
            return field -> mask.shows(field.key());
        }
        List<String> wanted = new ArrayList<>(Arrays.asList(text.get().split(",")));
        for (String key : wanted) {
            if (type.find(key)
                    .filter(field -> !field.archived() && mask.shows(key))
                    .isEmpty()) {
                throw ApiRefusal.of(400, "API-117", shortened(key));
            }
        }
        return field -> wanted.contains(field.key());
    }

    static Optional<String> first(Map<String, List<String>> params, String name) {
        return params.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    static boolean yes(Map<String, List<String>> params, String name) {
        return first(params, name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw ApiRefusal.of(400, "API-108", name, "true, false");
                })
                .orElse(false);
    }

    /** A place in this very list: another filter or order has other places. */
    static String sealed(String cursor, RecordQuery query) {
        String text = mark(query) + cursor;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(String sealed, RecordQuery query) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.UTF_8);
            String mark = mark(query);
            if (text.startsWith(mark)) {
                return text.substring(mark.length());
            }
        } catch (IllegalArgumentException unreadable) {
            // Told below like a place in another list.
        }
        throw ApiRefusal.of(400, "API-109");
    }

    private static String mark(RecordQuery query) {
        String list = query.type().key()
                + FilterText.json(query.filter())
                + query.text()
                + query.sort().text()
                + query.deleted();
        return "%08x".formatted(list.hashCode());
    }
}
