-- One-time codes of an app. The secret is encrypted with a key that is not in the database; last_step is the newest
-- thirty seconds whose code was used, so that no code works twice.
create table totp (
    user_id         bigint primary key references app_user (id),
    secret          bytea not null,
    confirmed_at    timestamptz,
    last_step       bigint not null default 0
);

-- For whoever has lost the telephone: each works once.
create table recovery_code (
    code_hash   bytea primary key,
    user_id     bigint not null references app_user (id),
    used_at     timestamptz
);
create index recovery_code_by_user on recovery_code (user_id);

-- Roles whose users need a second factor.
create table second_factor_role (
    role    text primary key
);

-- Proofs that work once, until they would be refused for their age anyway.
create table used_proof (
    hash    bytea primary key,
    until   timestamptz not null
);
create index used_proof_by_age on used_proof (until);

-- Whether the company's identity provider vouched for the user: a second factor is then that provider's business.
alter table user_session add column vouched boolean not null default false;
