-- Links an administrator hands to somebody: to join, or to choose a new password. Only the hash of a link is kept.
create table one_time_link (
    id          bigint generated always as identity primary key,
    token_hash  bytea not null unique,
    user_id     bigint references app_user (id),
    email       text,
    role        text,
    team_id     bigint references team (id) on delete set null,
    created_by  bigint not null references app_user (id),
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    constraint one_time_link_is_for_a_user_or_a_newcomer check ((user_id is null) = (email is not null and role is not null))
);
create index one_time_link_by_user on one_time_link (user_id);

-- Whoever comes through the company's identity provider needs none.
alter table app_user alter column password_hash drop not null;
