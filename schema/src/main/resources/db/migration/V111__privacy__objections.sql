-- Keys of this module, encrypted by the keys beside the database (decision 0014).
create table privacy_key (
    purpose     text primary key,
    sealed      bytea not null,
    made_at     timestamptz not null default now()
);

-- Addresses, numbers and tax ids whose person objects, as keyed hashes: they tell nobody who it is, and they recognise the
-- person who comes back with another import (LOPDGDD 15.2). Without a purpose: every one that one may object to.
create table privacy_objection (
    id          bigint generated always as identity primary key,
    mark        bytea not null,
    purpose_id  bigint references privacy_purpose (id),
    since       timestamptz not null,
    unique nulls not distinct (mark, purpose_id)
);

-- Records whose processing is restricted (GDPR 18): they are kept, and nothing else is done with them.
create table record_restriction (
    record_id   bigint primary key,
    object_key  text not null,
    reason      text not null,
    since       timestamptz not null,
    made_by     bigint not null
);
create function audit_restriction() returns trigger language plpgsql as $$
declare
    restriction record_restriction := case when tg_op = 'DELETE' then old else new end;
begin
    perform audit_note(case when tg_op = 'DELETE' then 'restriction-lifted' else 'restricted' end,
        restriction.object_key, restriction.record_id, null,
        jsonb_build_object('reason', restriction.reason));
    return null;
end $$;
create trigger audit_restriction after insert or delete on record_restriction
    for each row execute function audit_restriction();

select audit_table('privacy_key', 'privacy_key', 'purpose', secret => 'sealed');
