-- Programs that ask for records in the name of a user. Of a key only its hash is kept.
create table api_key (
    id           bigint generated always as identity primary key,
    name         text not null,
    public_id    text not null unique,
    secret_hash  bytea not null,
    user_id      bigint not null references app_user (id),
    scopes       text[] not null,
    created_at   timestamptz not null default now(),
    created_by   bigint not null references app_user (id),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create index api_key_by_user on api_key (user_id);

-- Short-lived access tokens that a key was exchanged for (OAuth 2 client credentials).
create table api_token (
    token_hash   bytea primary key,
    key_id       bigint not null references api_key (id),
    scopes       text[] not null,
    expires_at   timestamptz not null
);
create index api_token_by_end on api_token (expires_at);

-- What was answered to a request with an Idempotency-Key, to be answered again to the same request.
create table api_answer (
    key_id          bigint not null references api_key (id),
    idempotency_key text not null,
    request_hash    bytea not null,
    status          int,
    headers         jsonb,
    body            bytea,
    created_at      timestamptz not null,
    primary key (key_id, idempotency_key)
);
create index api_answer_by_age on api_answer (created_at);
