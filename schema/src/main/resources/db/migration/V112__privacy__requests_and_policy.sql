-- What people ask for about their data, and until when they must be answered (GDPR 12.3).
create table privacy_request (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('ACCESS', 'RECTIFICATION', 'ERASURE', 'RESTRICTION', 'PORTABILITY',
                                              'OBJECTION')),
    object_key  text,
    record_id   bigint,
    person      text,
    note        text,
    received_on date not null,
    due_on      date not null,
    extended    text,
    made_by     bigint not null,
    made_at     timestamptz not null,
    outcome     text check (outcome in ('DONE', 'REFUSED')),
    answer      text,
    closed_by   bigint,
    closed_at   timestamptz,
    constraint privacy_request_closed check ((outcome is null) = (closed_at is null))
);
create index privacy_request_open on privacy_request (due_on) where closed_at is null;
create index privacy_request_by_record on privacy_request (record_id) where record_id is not null;
comment on column privacy_request.person is 'who asks, where there is no record of them';
comment on column privacy_request.extended is 'why the answer takes up to two months more';

-- Who answers for the data, and how long what is blocked is kept.
create table privacy_policy (
    id              int primary key default 1 check (id = 1),
    controller      text not null default '',
    officer         text not null default '',
    blocked_months  int not null default 36 check (blocked_months between 1 and 240)
);
insert into privacy_policy default values;

create function audit_privacy_request() returns trigger language plpgsql as $$
begin
    perform audit_note(case when tg_op = 'INSERT' then 'request-received' when new.closed_at is not null
            and old.closed_at is null then 'request-closed' else 'request-changed' end,
        coalesce(new.object_key, 'privacy_request'), new.record_id, null,
        jsonb_build_object('request', new.id, 'kind', new.kind, 'due', new.due_on, 'outcome', new.outcome),
        coalesce(new.closed_by, new.made_by));
    return null;
end $$;
create trigger audit_privacy_request after insert or update on privacy_request
    for each row execute function audit_privacy_request();
select audit_table('privacy_policy', 'privacy_policy', 'id');
