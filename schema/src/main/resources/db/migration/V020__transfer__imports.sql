-- A file being imported: what is in it, what is to be done with it, how far it has got. The counters change in the same
-- transaction as the records, so rows_done = created + updated + unchanged + skipped + rejected after every commit.
create table import_run (
    id              bigint generated always as identity primary key,
    state           text not null check (state in ('READING', 'READY', 'REFUSED', 'CHECKING', 'CHECKED', 'RUNNING',
                                                   'DONE', 'CANCELLED', 'FAILED', 'UNDOING', 'UNDONE')),
    file_name       text not null,
    file_size       bigint not null,
    path            text not null,
    format          jsonb,
    profile         jsonb,
    plan            jsonb,
    object_key      text,
    batch_id        bigint references record_batch (id),
    target_batches  jsonb not null default '{}',
    made_by         bigint not null,
    made_as         jsonb not null,
    made_at         timestamptz not null,
    started_at      timestamptz,
    finished_at     timestamptz,
    position        bigint not null default 0,
    rows_total      bigint not null default 0,
    rows_done       bigint not null default 0,
    created         bigint not null default 0,
    updated         bigint not null default 0,
    unchanged       bigint not null default 0,
    skipped         bigint not null default 0,
    rejected        bigint not null default 0,
    warnings        bigint not null default 0,
    trial           jsonb,
    cancelling      boolean not null default false,
    failure         text,
    constraint import_run_adds_up check (rows_done = created + updated + unchanged + skipped + rejected)
);
create index import_run_by_user on import_run (made_by, id desc);
create index import_run_unfinished on import_run (id) where state in ('READING', 'CHECKING', 'RUNNING', 'UNDOING');
comment on column import_run.target_batches is 'batches of the companies that were made because rows named them, by object';
comment on column import_run.made_as is 'the user as they were when they started: what they may see and change';
comment on column import_run.trial is 'what the dry run counted';

-- One row per problem: of the dry run (trial) and of the import itself.
create table import_problem (
    run_id      bigint not null references import_run (id) on delete cascade,
    trial       boolean not null,
    row_number  bigint not null,
    line        bigint not null,
    id          bigint generated always as identity,
    position    int not null,
    code        text not null,
    arguments   text[] not null default '{}',
    fatal       boolean not null,
    primary key (run_id, trial, row_number, id)
);
comment on column import_problem.position is 'the column of the file, -1 for the whole row';

-- What a record is called in the system it came from: finds it again at the next import and resolves references.
create table import_identifier (
    system      text not null,
    object_key  text not null,
    identifier  text not null,
    record_id   bigint not null,
    primary key (system, object_key, identifier)
);
create index import_identifier_by_record on import_identifier (record_id);
