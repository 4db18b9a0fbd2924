-- One row per happening and per record on whose page it shows. Activities are not copied: subject_id points at them.
create table timeline_entry (
    record_id      bigint not null,
    at             timestamptz not null,
    id             bigint generated always as identity,
    kind           text not null,
    subject_object text not null,
    subject_id     bigint not null,
    actor_id       bigint,
    batch_id       bigint,
    detail         jsonb,
    primary key (record_id, at, id)
);
create index timeline_entry_by_subject on timeline_entry (subject_id);
create index timeline_entry_by_batch on timeline_entry (batch_id) where batch_id is not null;
