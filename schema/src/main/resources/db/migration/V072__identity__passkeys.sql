-- Passkeys. What authenticators are told instead of the user's number, and the public keys they made for it.
alter table app_user add column handle uuid not null default gen_random_uuid();
create unique index app_user_by_handle on app_user (handle);

create table passkey (
    id              bigint generated always as identity primary key,
    credential_id   bytea not null unique,
    user_id         bigint not null references app_user (id),
    name            text not null,
    rp_id           text not null,
    credential      bytea not null,
    sign_count      bigint not null,
    backup_eligible boolean not null,
    backed_up       boolean not null,
    created_at      timestamptz not null,
    used_at         timestamptz
);
create index passkey_by_user on passkey (user_id);
