-- Where other programs send what happens with them: how they sign, and which field gets what of it.
create table webhook_source (
    id          bigint generated always as identity primary key,
    name        text not null,
    public_id   text not null unique,
    scheme      text not null,
    header      text not null default '',
    secret      bytea not null,
    object_key  text not null,
    key_field   text not null default '',
    event_id    text not null default '',
    mapping     jsonb not null default '[]',
    user_id     bigint not null references app_user (id),
    active      boolean not null default true,
    created_at  timestamptz not null default now(),
    created_by  bigint not null references app_user (id)
);
comment on column webhook_source.secret is 'encrypted; the sender signs with it';
comment on column webhook_source.event_id is 'where the id of the event stands: a header or a path; empty for the hash of the body';
select audit_table('webhook_source', 'webhook_source', 'name', secret => 'secret');

-- What arrived: one row for each event of a source, however often it is sent.
create table webhook_arrival (
    id              bigint generated always as identity primary key,
    source_id       bigint not null references webhook_source (id) on delete cascade,
    event_id        text not null,
    body            text,
    received_at     timestamptz not null,
    times           int not null default 1,
    state           text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'FAILED')),
    attempts        int not null default 0,
    next_attempt_at timestamptz not null,
    record_id       bigint,
    created         boolean,
    problem         jsonb,
    unique (source_id, event_id)
);
create index webhook_arrival_due on webhook_arrival (next_attempt_at, id) where state = 'WAITING';
create index webhook_arrival_log on webhook_arrival (source_id, id desc);
create index webhook_arrival_failed on webhook_arrival (source_id, id) where state = 'FAILED';
create index webhook_arrival_by_age on webhook_arrival (received_at);
create index webhook_arrival_by_record on webhook_arrival (record_id);
