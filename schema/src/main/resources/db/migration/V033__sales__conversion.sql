-- What a lead was converted into, and enough to take it back while nobody has gone on working with it.
create table lead_conversion (
    id              bigint generated always as identity primary key,
    lead_id         bigint not null,
    converted_by    bigint not null references app_user (id),
    converted_at    timestamptz not null,
    status_before   text,
    account_id      bigint,
    contact_id      bigint,
    opportunity_id  bigint,
    account_made    boolean not null default false,
    contact_made    boolean not null default false,
    contact_joined  boolean not null default false,
    lead_version    int not null,
    account_version int,
    contact_version int,
    opportunity_version int,
    activities      bigint[] not null default '{}',
    undone_at       timestamptz
);
create index lead_conversion_by_lead on lead_conversion (lead_id);
comment on column lead_conversion.contact_joined is 'a contact that was there before got the account of the conversion';
