-- What a merge moved besides fields, so that taking it back moves exactly that. Fields are in record_change by batch.
create table timeline_moved (
    batch_id    bigint not null,
    what        text not null check (what in ('PAGE', 'SUBJECT')),
    entry_id    bigint not null,
    primary key (batch_id, what, entry_id)
);

create table share_moved (
    batch_id    bigint not null,
    share_id    bigint not null,
    primary key (batch_id, share_id)
);

create index record_batch_by_winner on record_batch (((detail ->> 'winner')::bigint))
    where kind = 'MERGE' and undone_at is null;
