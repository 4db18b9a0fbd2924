package lazo.kernel.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;

/**
 * What a list or board shows right now: a saved view and what the address changes about it. Everything is in the address,
 * so it can be bookmarked, shared and gone back to: {@code view}, {@code f} (conditions), {@code q}, {@code sort},
 * {@code cols}, {@code by}.
 *
 * @param changed whether the address says other than the saved view
 * @param dropped whether the address holds a condition that could not be read and was left out
 */
public record ViewState(
        ObjectType type,
        Optional<SavedView> view,
        Filter filter,
        String text,
        String sort,
        List<String> columns,
        Optional<String> groupBy,
        boolean changed,
        boolean dropped) {
    private static final int MOST_COLUMNS = 40;

    public ViewState {
        columns = List.copyOf(columns);
    }

    /** @throws IllegalArgumentException when a condition of the address cannot be read */
    public static ViewState of(ObjectType type, Map<String, List<String>> params, SavedViews views, Actor actor) {
        Optional<SavedView> view = first(params, "view")
                .flatMap(ViewState::id)
                .flatMap(id -> views.find(id, actor))
                .filter(found -> found.objectKey().equals(type.key()))
                .or(() -> views.defaultView(type, actor));
        List<String> conditions = params.getOrDefault("f", List.of());
        boolean ownFilter = params.containsKey("f");
        Filter filter = ownFilter
                ? FilterText.conditions(conditions)
                : view.map(SavedView::filter).orElse(Filter.everything());
        Optional<String> sort = first(params, "sort");
        Optional<String> columns = first(params, "cols");
        List<String> shown = columns
                .map(text -> List.of(text.split(",")))
                .or(() -> view.map(SavedView::columns))
                .orElseGet(() -> usual(type))
                .stream()
                .filter(key -> type.find(key).filter(field -> !field.archived()).isPresent())
                .distinct()
                .limit(MOST_COLUMNS)
                .toList();
        return new ViewState(
                type,
                view,
                filter,
                first(params, "q").orElse(""),
                sort.or(() -> view.map(SavedView::sort)).orElse("-updated_at"),
                shown.isEmpty() ? usual(type) : shown,
                first(params, "by").or(() -> view.map(SavedView::groupBy)),
                ownFilter || sort.isPresent() || columns.isPresent(),
                false);
    }

    /** The same without what could not be read of the address. */
    public static ViewState dropping(ObjectType type, SavedViews views, Actor actor) {
        ViewState rest = of(type, Map.of("f", List.of("")), views, actor);
        return new ViewState(
                rest.type,
                rest.view,
                rest.filter,
                rest.text,
                rest.sort,
                rest.columns,
                rest.groupBy,
                rest.changed,
                true);
    }

    private static List<String> usual(ObjectType type) {
        List<String> keys = new ArrayList<>(List.of(type.titleField().key()));
        type.fields().stream()
                .filter(field -> field.inList() && !keys.contains(field.key()))
                .map(ObjectField::key)
                .forEach(keys::add);
        keys.add("owner");
        return keys;
    }

    private static Optional<String> first(Map<String, List<String>> params, String name) {
        return params.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    public List<ObjectField> shownFields() {
        return columns.stream().map(type::field).toList();
    }

    /** The chips: the conditions that must all hold. */
    public List<Condition> conditions() {
        return filter.conditions();
    }

    /** The address's query of this state, from {@code ?} on. */
    public String query() {
        return query(conditions(), text, sort, columns);
    }

    public String queryWithout(Condition condition) {
        return query(
                conditions().stream().filter(other -> !other.equals(condition)).toList(), text, sort, columns);
    }

    public String queryWith(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions());
        more.add(condition);
        return query(more, text, sort, columns);
    }

    public String queryReplacing(Optional<Condition> old, Condition condition) {
        if (old.isEmpty() || !conditions().contains(old.get())) {
            return queryWith(condition);
        }
        return query(
                conditions().stream()
                        .map(other -> other.equals(old.get()) ? condition : other)
                        .toList(),
                text,
                sort,
                columns);
    }

    /** The same sorted by this field: downwards when it is sorted upwards already. */
    public String querySortedBy(String field) {
        return query(conditions(), text, sort.equals(field) ? "-" + field : field, columns);
    }

    public String queryWithColumns(List<String> shown) {
        return query(conditions(), text, sort, shown);
    }

    public String queryWithoutText() {
        return query(conditions(), "", sort, columns);
    }

    private String query(List<Condition> conditions, String typed, String order, List<String> shown) {
        StringBuilder query = new StringBuilder("?");
        view.ifPresent(is -> query.append("view=").append(is.id()));
        boolean sameFilter =
                view.map(is -> is.filter().conditions().equals(conditions)).orElse(conditions.isEmpty());
        if (!sameFilter) {
            if (conditions.isEmpty()) {
                append(query, "f", "");
            }
            conditions.forEach(condition -> append(query, "f", condition.text()));
        }
        if (!typed.isBlank()) {
            append(query, "q", typed);
        }
        if (!view.map(is -> order.equals(is.sort())).orElse(false)) {
            append(query, "sort", order);
        }
        if (!view.map(is -> is.columns().equals(shown)).orElse(false)) {
            append(query, "cols", String.join(",", shown));
        }
        groupBy.filter(by -> !by.equals(view.map(SavedView::groupBy).orElse(null)))
                .ifPresent(by -> append(query, "by", by));
        return query.toString();
    }

    private static void append(StringBuilder query, String name, String value) {
        if (query.length() > 1) {
            query.append('&');
        }
        query.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    public boolean isSortedUpBy(ObjectField field) {
        return sort.equals(field.key());
    }

    public boolean isSortedDownBy(ObjectField field) {
        return sort.equals("-" + field.key());
    }
}
