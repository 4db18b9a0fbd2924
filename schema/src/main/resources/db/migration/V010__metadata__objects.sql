-- What users see, described as data: object types, their fields and choices, pipelines and their stages.
-- Labels are jsonb by language: {"es": "Contacto", "en": "Contact"}.
create table object_type (
    key         text primary key check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    label       jsonb not null,
    plural      jsonb not null,
    icon        text not null,
    hue         text not null,
    title_field text not null,
    kind        text not null default 'PLAIN' check (kind in ('PLAIN', 'PARTY', 'ACTIVITY')),
    in_menu     boolean not null default true,
    position    int not null,
    pack        text
);

create table object_field (
    id              bigint generated always as identity primary key,
    object_key      text not null references object_type (key),
    key             text not null check (key ~ '^[a-z][a-z0-9_]{0,49}$'),
    column_name     text not null,
    type            text not null,
    label           jsonb not null,
    help            jsonb,
    section         text not null default 'main',
    position        int not null,
    required        boolean not null default false,
    is_unique       boolean not null default false,
    indexed         boolean not null default false,
    searchable      boolean not null default false,
    read_only       boolean not null default false,
    milestone       boolean not null default false,
    in_timeline     boolean not null default false,
    quick           boolean not null default false,
    in_list         boolean not null default false,
    archived        boolean not null default false,
    pack            text,
    target_object   text references object_type (key),
    template        text[],
    prefix          text,
    created_at      timestamptz not null default now(),
    unique (object_key, key),
    unique (object_key, column_name)
);
comment on column object_field.milestone is 'a change of it is told on the timelines of related records';
comment on column object_field.in_timeline is 'lookup: what happens to this record is told on the timeline of the one it points at';
comment on column object_field.template is 'keys of the text fields this one is joined from; the value is derived, never typed';

create table field_choice (
    field_id    bigint not null references object_field (id),
    key         text not null,
    label       jsonb not null,
    hue         text not null default 'gray',
    position    int not null,
    archived    boolean not null default false,
    primary key (field_id, key)
);

create table pipeline (
    id          bigint generated always as identity primary key,
    object_key  text not null references object_type (key),
    key         text not null,
    label       jsonb not null,
    position    int not null,
    archived    boolean not null default false,
    unique (object_key, key)
);

-- Stage keys are unique within an object, so a record's stage alone tells its pipeline.
create table pipeline_stage (
    object_key      text not null references object_type (key),
    key             text not null,
    pipeline_id     bigint not null references pipeline (id),
    label           jsonb not null,
    win_probability int not null check (win_probability between 0 and 100),
    outcome         text not null check (outcome in ('OPEN', 'WON', 'LOST')),
    hue             text not null default 'gray',
    position        int not null,
    archived        boolean not null default false,
    primary key (object_key, key)
);

create table installed_pack (
    key          text primary key,
    fingerprint  text not null,
    installed_at timestamptz not null default now()
);

-- Raised by every change to the tables above; a process whose copy is older reads them again.
create table metadata_version (
    id      int primary key default 1 check (id = 1),
    version bigint not null default 1
);
insert into metadata_version default values;

-- Every record table has this trigger: readers that follow changes window by transaction id.
create function stamp_transaction() returns trigger language plpgsql as $$
begin
    new.xid := pg_current_xact_id();
    return new;
end $$;
