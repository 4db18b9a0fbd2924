-- The company's mail server, if it has one. Its password is encrypted with a key that is not in the database.
create table mail_server (
    id              int primary key default 1,
    host            text not null,
    port            int not null check (port between 1 and 65535),
    security        text not null check (security in ('TLS', 'STARTTLS', 'NONE')),
    private_network boolean not null,
    user_name       text,
    password        bytea,
    sender_name     text not null,
    sender_address  text not null,
    base            text not null,
    constraint mail_server_is_one check (id = 1),
    constraint mail_server_user_has_a_password check ((user_name is null) = (password is null))
);
comment on column mail_server.base is 'where links in mails lead: https://crm.example.com';
select audit_table('mail_server', 'mail_server', 'host', secret => 'password');

-- Mails, written in the transaction that causes them. What one says is encrypted and gone once it is sent.
create table mail (
    id              bigint generated always as identity primary key,
    message_id      uuid not null unique,
    kind            text not null,
    recipient       text not null,
    content         bytea,
    good_until      timestamptz,
    created_at      timestamptz not null,
    state           text not null default 'WAITING' check (state in ('WAITING', 'SENT', 'DEAD')),
    attempts        int not null default 0,
    first_tried_at  timestamptz,
    next_attempt_at timestamptz not null,
    tried_at        timestamptz,
    failure         text,
    answer          text
);
comment on column mail.good_until is 'what it says is of no use afterwards, so it is not sent any more';
create index mail_due on mail (next_attempt_at, id) where state = 'WAITING';
create index mail_by_age on mail (created_at);
