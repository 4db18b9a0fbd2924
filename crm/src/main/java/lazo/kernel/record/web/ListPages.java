package lazo.kernel.record.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.view.SavedViews;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Option;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Puts together what a list shows; boards use the same state and chips. */
@Component
public class ListPages {
    private static final int PAGE = 50;
    private static final int MOST_WAYS = 3;

    private final Records records;
    private final ObjectTypes types;
    private final SavedViews views;
    private final Access access;
    private final RecordNames names;

    ListPages(Records records, ObjectTypes types, SavedViews views, Access access, RecordNames names) {
        this.records = records;
        this.types = types;
        this.views = views;
        this.access = access;
        this.names = names;
    }

    /** The state of the address; conditions that cannot be read are dropped and told. */
    public ViewState state(ObjectType type, Map<String, List<String>> params, Actor actor) {
        try {
            return ViewState.of(type, params, views, actor);
        } catch (IllegalArgumentException unreadable) {
            return ViewState.dropping(type, views, actor);
        }
    }

    /** The same where something is done with all that is found: what cannot be read is refused, never dropped. */
    public ViewState exactState(ObjectType type, Map<String, List<String>> params, Actor actor, Screen screen) {
        try {
            ViewState state = ViewState.of(type, params, views, actor);
            records.check(type, state.filter(), actor, screen.zone());
            return state;
        } catch (IllegalArgumentException unreadable) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "REC-407", "record.problem.filter");
        }
    }

    /** The query of a state, from its beginning. */
    public RecordQuery query(ViewState state) {
        return RecordQuery.of(state.type(), state.filter())
                .containing(Optional.of(state.text()))
                .sorted(Sort.of(state.sort()))
                .limited(PAGE);
    }

    ListPage page(ViewState state, Optional<String> after, Actor actor, Screen screen) {
        Records.Page found;
        String problem = state.dropped() ? screen.t("filter.problem.dropped") : null;
        try {
            found = records.list(query(state).after(after), actor, screen.zone());
        } catch (UnanswerableFilter unanswerable) {
            found = new Records.Page(List.of(), Optional.empty());
            problem = screen.t(
                    "filter.problem." + unanswerable.reason().name().toLowerCase(java.util.Locale.ROOT),
                    unanswerable.condition().field());
        }
        Names named = chipNames(state, names.of(state.type(), found.records(), actor), actor);
        List<Option> ways = found.records().isEmpty() && problem == null ? ways(state, actor, screen) : List.of();
        return new ListPage(
                state,
                views.list(state.type(), actor),
                found.records(),
                found.next(),
                named,
                Chip.of(state, named, screen),
                access.mask(actor, state.type()),
                actor.on(state.type().key()),
                state.view().filter(view -> views.mayChange(view, actor)).isPresent(),
                problem,
                ways.isEmpty() ? screen.t("record.empty.nothing-helps") : screen.t("record.empty.remove-one"),
                ways,
                screen.locale());
    }

    /** The names of records that conditions mention, so that a chip says «Bodegas Valdeñuño» and not a number. */
    public Names chipNames(ViewState state, Names known, Actor actor) {
        Map<Long, String> titles = new java.util.HashMap<>(known.records());
        for (Condition condition : state.conditions()) {
            Optional<ObjectField> field = state.type().find(condition.field());
            if (field.isPresent() && field.get().type() == FieldType.LOOKUP) {
                List<Long> ids = condition.values().stream()
                        .filter(value -> value.matches("\\d{1,18}"))
                        .map(Long::valueOf)
                        .toList();
                titles.putAll(records.titles(
                        types.load(java.util.Objects.requireNonNull(field.get().target())), ids, actor));
            }
        }
        return new Names(known.users(), titles);
    }

    /** Without which condition something would be found, and how much. */
    private List<Option> ways(ViewState state, Actor actor, Screen screen) {
        List<Option> ways = new ArrayList<>();
        for (Condition condition : state.conditions()) {
            Filter rest = new Filter.All(state.conditions().stream()
                    .filter(other -> !other.equals(condition))
                    .<Filter>map(other -> other)
                    .toList());
            Records.Count count = records.count(query(state).where(rest), actor, screen.zone());
            if (count.records() > 0 && ways.size() < MOST_WAYS) {
                String field = state.type()
                        .find(condition.field().split("\\.", 2)[0])
                        .map(is -> is.label().in(screen.locale()))
                        .orElse(condition.field());
                ways.add(new Option(
                        state.queryWithout(condition), screen.t("record.empty.without", field, count(count, screen))));
            }
        }
        if (!state.text().isBlank()) {
            ways.add(new Option(state.queryWithoutText(), screen.t("record.empty.without-text", state.text())));
        }
        return ways;
    }

    static String count(Records.Count count, Screen screen) {
        return screen.number(count.records()) + (count.capped() ? "+" : "");
    }
}
