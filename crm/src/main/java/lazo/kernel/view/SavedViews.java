package lazo.kernel.view;

import static lazodb.Tables.DEFAULT_VIEW;
import static lazodb.Tables.SAVED_VIEW;
import static org.jooq.impl.DSL.selectOne;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.view.SavedView.Layout;
import lazodb.tables.records.SavedViewRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps saved views. A view is seen by its owner, by all when shared, and always when it came with a pack. */
@Component
public class SavedViews {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;

    SavedViews(DSLContext sql) {
        this.sql = sql;
    }

    /** The views of an object that the actor sees, those of the pack first. */
    public List<SavedView> list(ObjectType type, Actor actor) {
        return sql.selectFrom(SAVED_VIEW)
                .where(SAVED_VIEW.OBJECT_KEY.eq(type.key()), seenBy(actor))
                .orderBy(SAVED_VIEW.POSITION, SAVED_VIEW.ID)
                .fetch(SavedViews::view);
    }

    public Optional<SavedView> find(long id, Actor actor) {
        return sql.selectFrom(SAVED_VIEW)
                .where(SAVED_VIEW.ID.eq(id), seenBy(actor))
                .fetchOptional(SavedViews::view);
    }

    /** The view an actor sees first: the one they chose, else the first of the object. */
    public Optional<SavedView> defaultView(ObjectType type, Actor actor) {
        Optional<SavedView> chosen = sql.select(SAVED_VIEW.asterisk())
                .from(SAVED_VIEW)
                .join(DEFAULT_VIEW)
                .on(DEFAULT_VIEW.VIEW_ID.eq(SAVED_VIEW.ID))
                .where(DEFAULT_VIEW.USER_ID.eq(actor.id()), DEFAULT_VIEW.OBJECT_KEY.eq(type.key()), seenBy(actor))
                .fetchOptional(row -> view(row.into(SAVED_VIEW)));
        return chosen.or(() -> list(type, actor).stream().findFirst());
    }

    /** Makes a view of the actor's own. @return its id */
    public long add(
            ObjectType type,
            String name,
            boolean shared,
            Layout layout,
            Filter filter,
            @Nullable String sort,
            List<String> columns,
            @Nullable String groupBy,
            Actor actor) {
        return sql.insertInto(SAVED_VIEW)
                .set(SAVED_VIEW.OBJECT_KEY, type.key())
                .set(SAVED_VIEW.NAME, name)
                .set(SAVED_VIEW.OWNER_ID, actor.id())
                .set(SAVED_VIEW.SHARED, shared)
                .set(SAVED_VIEW.LAYOUT, layout.name())
                .set(SAVED_VIEW.FILTER, JSONB.valueOf(FilterText.json(filter)))
                .set(SAVED_VIEW.SORT, sort)
                .set(SAVED_VIEW.COLUMNS, columns.toArray(String[]::new))
                .set(SAVED_VIEW.GROUP_BY, groupBy)
                .returningResult(SAVED_VIEW.ID)
                .fetchSingle()
                .value1();
    }

    /** Changes a view where the actor may: their own; an administrator any shared one. @return whether it was changed */
    public boolean change(
            long id,
            String name,
            boolean shared,
            Filter filter,
            @Nullable String sort,
            List<String> columns,
            @Nullable String groupBy,
            Actor actor) {
        return sql.update(SAVED_VIEW)
                        .set(SAVED_VIEW.NAME, name)
                        .set(SAVED_VIEW.LABEL, (JSONB) null)
                        .set(SAVED_VIEW.SHARED, shared)
                        .set(SAVED_VIEW.FILTER, JSONB.valueOf(FilterText.json(filter)))
                        .set(SAVED_VIEW.SORT, sort)
                        .set(SAVED_VIEW.COLUMNS, columns.toArray(String[]::new))
                        .set(SAVED_VIEW.GROUP_BY, groupBy)
                        .set(SAVED_VIEW.VERSION, SAVED_VIEW.VERSION.plus(1))
                        .where(SAVED_VIEW.ID.eq(id), changedBy(actor))
                        .execute()
                > 0;
    }

    public boolean remove(long id, Actor actor) {
        return sql.deleteFrom(SAVED_VIEW)
                        .where(SAVED_VIEW.ID.eq(id), changedBy(actor))
                        .execute()
                > 0;
    }

    public boolean mayChange(SavedView view, Actor actor) {
        return java.util.Objects.equals(view.ownerId(), actor.id()) || actor.may(Ability.VIEWS);
    }

    public void makeDefault(ObjectType type, long viewId, Actor actor) {
        sql.insertInto(DEFAULT_VIEW)
                .set(DEFAULT_VIEW.USER_ID, actor.id())
                .set(DEFAULT_VIEW.OBJECT_KEY, type.key())
                .set(DEFAULT_VIEW.VIEW_ID, viewId)
                .onConflict(DEFAULT_VIEW.USER_ID, DEFAULT_VIEW.OBJECT_KEY)
                .doUpdate()
                .set(DEFAULT_VIEW.VIEW_ID, viewId)
                .execute();
    }

    /** Adds a view that comes with a pack, unless the object has one of that name. @param conditions one a line */
    public void addPackView(
            ObjectType type,
            Label label,
            String layout,
            String conditions,
            @Nullable String sort,
            List<String> columns,
            @Nullable String groupBy,
            int position) {
        String name = label.in(Locale.ENGLISH);
        boolean known = sql.fetchExists(selectOne()
                .from(SAVED_VIEW)
                .where(SAVED_VIEW.OBJECT_KEY.eq(type.key()), SAVED_VIEW.OWNER_ID.isNull(), SAVED_VIEW.NAME.eq(name)));
        if (!known) {
            Filter filter = FilterText.conditions(List.of(conditions.split("\n")));
            sql.insertInto(SAVED_VIEW)
                    .set(SAVED_VIEW.OBJECT_KEY, type.key())
                    .set(SAVED_VIEW.NAME, name)
                    .set(SAVED_VIEW.LABEL, JSONB.valueOf(JSON.writeValueAsString(label.byLanguage())))
                    .set(SAVED_VIEW.SHARED, true)
                    .set(SAVED_VIEW.LAYOUT, Layout.valueOf(layout).name())
                    .set(SAVED_VIEW.FILTER, JSONB.valueOf(FilterText.json(filter)))
                    .set(SAVED_VIEW.SORT, sort)
                    .set(SAVED_VIEW.COLUMNS, columns.toArray(String[]::new))
                    .set(SAVED_VIEW.GROUP_BY, groupBy)
                    .set(SAVED_VIEW.POSITION, position)
                    .execute();
        }
    }

    private static Condition seenBy(Actor actor) {
        return SAVED_VIEW.OWNER_ID.isNull().or(SAVED_VIEW.SHARED.isTrue()).or(SAVED_VIEW.OWNER_ID.eq(actor.id()));
    }

    private static Condition changedBy(Actor actor) {
        return actor.may(Ability.VIEWS)
                ? SAVED_VIEW.OWNER_ID.eq(actor.id()).or(SAVED_VIEW.SHARED.isTrue())
                : SAVED_VIEW.OWNER_ID.eq(actor.id());
    }

    private static SavedView view(SavedViewRecord row) {
        JSONB label = row.getLabel();
        return new SavedView(
                row.getId(),
                row.getObjectKey(),
                row.getName(),
                label == null
                        ? null
                        : new Label(
                                JSON.readValue(label.data(), new TypeReference<java.util.Map<String, String>>() {})),
                row.getOwnerId(),
                row.getShared(),
                Layout.valueOf(row.getLayout()),
                FilterText.ofJson(row.getFilter().data()),
                row.getSort(),
                Arrays.asList(row.getColumns()),
                row.getGroupBy(),
                row.getVersion());
    }
}
