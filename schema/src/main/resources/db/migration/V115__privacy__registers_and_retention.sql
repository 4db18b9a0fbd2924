-- Registers a controller keeps: processing activities (GDPR 30), processors (28), breaches (33.5). What an entry has is
-- written in the program, by register.
create table privacy_entry (
    id          bigint generated always as identity primary key,
    register    text not null check (register in ('ACTIVITY', 'PROCESSOR', 'BREACH')),
    facts       jsonb not null,
    made_at     timestamptz not null,
    changed_at  timestamptz not null,
    archived    boolean not null default false
);
select audit_table('privacy_entry', 'privacy_entry', 'register');

-- How long records are kept, and what becomes of them then (GDPR 5.1.e).
create table retention_rule (
    id          bigint generated always as identity primary key,
    name        text not null,
    object_key  text not null references object_type (key) on delete cascade,
    counted     text not null check (counted in ('LAST_ACTIVITY', 'CREATED')),
    months      int not null check (months between 1 and 600),
    action      text not null check (action in ('BIN', 'ERASE')),
    active      boolean not null default false,
    made_by     bigint not null references app_user (id),
    ran_at      timestamptz,
    ran_on      bigint
);
select audit_table('retention_rule', 'retention_rule', 'name', ignored => 'ran_at,ran_on');
