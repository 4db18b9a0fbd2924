-- As whom a session looks at Lazo, without changing anything.
create table viewing_as (
    token_hash  bytea primary key references user_session (token_hash) on delete cascade,
    user_id     bigint not null references app_user (id),
    since       timestamptz not null
);
