-- Company, teams, users and their sessions.
create table company (
    id          int primary key default 1,
    name        text not null,
    locale      text not null,
    currency    char(3) not null,
    time_zone   text not null,
    created_at  timestamptz not null default now(),
    constraint company_is_one check (id = 1)
);

create table team (
    id          bigint generated always as identity primary key,
    name        text not null unique,
    created_at  timestamptz not null default now()
);

create table app_user (
    id              bigint generated always as identity primary key,
    name            text not null,
    email           text not null,
    password_hash   text not null,
    role            text not null check (role in ('ADMINISTRATOR', 'MANAGER', 'SELLER', 'READER')),
    team_id         bigint references team (id),
    locale          text,
    theme           text check (theme in ('light', 'dark')),
    time_zone       text,
    hue             text not null default 'teal',
    shortcuts       boolean not null default true,
    active          boolean not null default true,
    created_at      timestamptz not null default now()
);
create unique index app_user_by_email on app_user (lower(email));

create table user_session (
    token_hash      bytea primary key,
    user_id         bigint not null references app_user (id),
    created_at      timestamptz not null,
    seen_at         timestamptz not null,
    user_agent      text
);
create index user_session_by_user on user_session (user_id);
