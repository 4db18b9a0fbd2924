-- A password an administrator gave must be replaced at the first sign-in.
alter table app_user add column must_change_password boolean not null default false;

-- A browser in which somebody has signed in before keeps its own count of failures, so that strangers who guess at the
-- account cannot lock its owner out.
create table known_device (
    token_hash  bytea primary key,
    user_id     bigint not null references app_user (id),
    seen_at     timestamptz not null
);
create index known_device_by_user on known_device (user_id);
