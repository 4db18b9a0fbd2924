-- Saved views: a question, its columns and its order, private or shared.
create table saved_view (
    id          bigint generated always as identity primary key,
    object_key  text not null references object_type (key),
    name        text not null,
    label       jsonb,
    owner_id    bigint references app_user (id),
    shared      boolean not null default false,
    layout      text not null default 'LIST' check (layout in ('LIST', 'BOARD')),
    filter      jsonb not null,
    sort        text,
    columns     text[] not null,
    group_by    text,
    position    int not null default 100,
    created_at  timestamptz not null default now(),
    version     int not null default 1
);
create index saved_view_by_object on saved_view (object_key);
comment on column saved_view.label is 'for views that come with a pack: the name by language';

create table default_view (
    user_id     bigint not null references app_user (id),
    object_key  text not null references object_type (key),
    view_id     bigint not null references saved_view (id) on delete cascade,
    primary key (user_id, object_key)
);
