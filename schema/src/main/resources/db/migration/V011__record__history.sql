-- One row per changed field: who, when, old, new. Rows are never updated or deleted. Values are canonical text.
create table record_change (
    id          bigint generated always as identity,
    record_id   bigint not null,
    object_key  text not null,
    version     int not null,
    field_key   text not null,
    old_value   text,
    new_value   text,
    changed_at  timestamptz not null,
    changed_by  bigint,
    batch_id    bigint,
    primary key (record_id, id)
);
create index record_change_by_batch on record_change (batch_id) where batch_id is not null;

-- A change to many records at once that can be undone as one: bulk edit, bulk delete, import, merge.
create table record_batch (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('EDIT', 'DELETE', 'IMPORT', 'MERGE', 'UNDO')),
    object_key  text not null,
    made_by     bigint not null,
    made_at     timestamptz not null,
    records     bigint not null default 0,
    detail      jsonb not null default '{}',
    undone_at   timestamptz,
    undone_by   bigint
);

create table auto_number (
    object_key  text not null,
    field_key   text not null,
    last        bigint not null,
    primary key (object_key, field_key)
);
