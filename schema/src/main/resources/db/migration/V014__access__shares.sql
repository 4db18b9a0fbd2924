-- A record shared with one user or one team, beyond what their role shows them.
create table record_share (
    id          bigint generated always as identity primary key,
    record_id   bigint not null,
    object_key  text not null,
    user_id     bigint references app_user (id),
    team_id     bigint references team (id),
    may_change  boolean not null default false,
    shared_by   bigint not null references app_user (id),
    shared_at   timestamptz not null default now(),
    constraint record_share_with_one check ((user_id is null) <> (team_id is null)),
    unique nulls not distinct (record_id, user_id, team_id)
);
create index record_share_by_user on record_share (user_id, record_id) where user_id is not null;
create index record_share_by_team on record_share (team_id, record_id) where team_id is not null;

-- What a role may not see, or may see but not write. A field without a row is open to whoever sees the record.
create table field_restriction (
    field_id    bigint not null references object_field (id),
    role        text not null,
    level       text not null check (level in ('HIDDEN', 'READ')),
    primary key (field_id, role)
);
