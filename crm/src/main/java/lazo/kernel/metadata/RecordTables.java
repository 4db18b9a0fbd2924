package lazo.kernel.metadata;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes and alters the tables of the schema {@code record}. A change waits at most 300 ms for its lock and is then tried
 * again, because a waiting {@code alter table} would hold up every query behind it.
 */
@Component
class RecordTables {
    private static final int TRIES = 40;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DSLContext sql;
    private final TransactionTemplate transaction;

    RecordTables(DSLContext sql, TransactionTemplate transaction) {
        this.sql = sql;
        this.transaction = transaction;
    }

    /** Makes the table with its own columns; fields are added with {@link #addColumns}. */
    void create(String objectKey) {
        sql.execute("""
                create table record."%s" (
                    id          bigint primary key default nextval('public.record_id'),
                    version     int not null default 1,
                    created_at  timestamptz not null default now(),
                    created_by  bigint,
                    updated_at  timestamptz not null default now(),
                    updated_by  bigint,
                    owner_id    bigint,
                    deleted_at  timestamptz,
                    deleted_by  bigint,
                    merged_into bigint,
                    batch_id    bigint,
                    extra       jsonb,
                    xid         xid8 not null default pg_current_xact_id()
                )""".formatted(objectKey));
        sql.execute(
                "create trigger stamp_transaction before update on record.\"%s\" for each row execute function stamp_transaction()"
                        .formatted(objectKey));
        sql.execute("create index on record.\"%s\" (updated_at desc, id desc) where deleted_at is null"
                .formatted(objectKey));
        sql.execute("create index on record.\"%s\" (created_at desc, id desc) where deleted_at is null"
                .formatted(objectKey));
        sql.execute("create index on record.\"%s\" (owner_id, updated_at desc, id desc) where deleted_at is null"
                .formatted(objectKey));
        sql.execute(
                "create index on record.\"%s\" (deleted_at desc) where deleted_at is not null".formatted(objectKey));
        sql.execute("create index on record.\"%s\" (batch_id) where batch_id is not null".formatted(objectKey));
        sql.execute("create index on record.\"%s\" (merged_into) where merged_into is not null".formatted(objectKey));
    }

    void addColumns(ObjectField field) {
        for (FieldType.Column part : field.type().columns()) {
            sql.execute("alter table record.\"%s\" add column \"%s\" %s"
                    .formatted(
                            field.objectKey(),
                            field.column() + part.suffix(),
                            part.type().getCastTypeName(sql.configuration())));
        }
    }

    /**
     * The statements that make this field quick to filter and sort by, a title also among one's own, its phone numbers quick to recognise, and what became
     * of a record, which Lazo keeps in lookups of its own, quick to follow back. Indexes on expressions hold deleted records too: PostgreSQL keeps figures about an expression only with an index on all rows.
     */
    private List<String> indexes(ObjectField field, boolean title) {
        String table = "record.\"%s\"".formatted(field.objectKey());
        String column = "\"%s\"".formatted(field.column());
        String living = " where deleted_at is null";
        List<String> bodies = new ArrayList<>();
        if (field.type() == FieldType.PHONE) {
            bodies.add("(phone_key(%s))".formatted(column));
        }
        if (field.type() == FieldType.LOOKUP && field.readOnly()) {
            bodies.add("(%1$s) where %1$s is not null".formatted(column));
        }
        if (title && (field.type() == FieldType.TEXT || field.type() == FieldType.AUTO_NUMBER)) {
            bodies.add("(owner_id, %s collate \"es-x-icu\", id)".formatted(column) + living);
        }
        if (field.indexed() || title) {
            bodies.addAll(
                    switch (field.type()) {
                        case TEXT, AUTO_NUMBER ->
                            List.of(
                                    "(%s collate \"es-x-icu\", id)".formatted(column) + living,
                                    "(fold(%s))".formatted(column));
                        case EMAIL, PHONE, LINK -> List.of("(fold(%s))".formatted(column));
                        case LONG_TEXT -> List.of();
                        case NUMBER, MONEY, PERCENT, DATE, DATE_TIME, YES_NO, CHOICE, STAGE, USER, LOOKUP ->
                            List.of("(%s, id)".formatted(column) + living);
                        case MULTI_CHOICE, TAGS -> List.of("using gin (%s)".formatted(column));
                        case ADDRESS ->
                            List.of(
                                    "(fold(\"%s_city\"))".formatted(field.column()),
                                    "(fold(\"%s_postcode\"))".formatted(field.column()));
                    });
        }
        return bodies.stream().map(body -> "index on " + table + " " + body).toList();
    }

    void createIndexes(ObjectField field, boolean title) {
        indexes(field, title).forEach(index -> sql.execute("create " + index));
    }

    /** The days of an owner, and what they still have to do, whatever they have ever done. */
    void createIndexesOfDays(String objectKey, List<String> columns) {
        for (String moment : List.of("start_at", "due_at")) {
            if (columns.contains(moment)) {
                sql.execute(
                        "create index on record.\"%1$s\" (owner_id, %2$s) where deleted_at is null and %2$s is not null"
                                .formatted(objectKey, moment));
            }
        }
        if (columns.contains("done")) {
            sql.execute(
                    "create index on record.\"%s\" (owner_id, id) where deleted_at is null and coalesce(done, false) = false"
                            .formatted(objectKey));
        }
    }

    /** Builds the indexes beside running work; must be called outside a transaction. */
    void createIndexesConcurrently(ObjectField field) {
        indexes(field, false)
                .forEach(index -> sql.execute("create " + index.replaceFirst("index on", "index concurrently on")));
    }

    void addUnique(ObjectField field) {
        sql.execute("create unique index on record.\"%s\" (fold(\"%s\")) where deleted_at is null"
                .formatted(field.objectKey(), field.column()));
    }

    /** Runs definition changes in one transaction that gives way to running work. */
    void patiently(Runnable change) {
        for (int attempt = 1; ; attempt++) {
            try {
                transaction.executeWithoutResult(status -> {
                    sql.execute("set local lock_timeout = '300ms'");
                    sql.execute("select pg_advisory_xact_lock(4711)");
                    change.run();
                });
                return;
            } catch (DataAccessException busy) {
                if (!LOCK_NOT_AVAILABLE.equals(busy.sqlState()) || attempt == TRIES) {
                    throw busy;
                }
            } catch (org.springframework.dao.PessimisticLockingFailureException busy) {
                if (attempt == TRIES) {
                    throw busy;
                }
            }
        }
    }
}
