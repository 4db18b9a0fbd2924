-- How much each role may take off, and who let more pass: decision 0111.
create table discount_limit (
    role_key text primary key,
    percent  numeric(7, 4) not null check (percent between 0 and 100)
);
comment on table discount_limit is 'a role without a row has no limit';
select audit_table('discount_limit', 'discount_limit', 'role_key');

create table discount_request (
    id           bigint generated always as identity primary key,
    sale_id      bigint not null,
    percent      numeric(7, 4) not null,
    requested_at timestamptz not null,
    requested_by bigint
);
create index discount_request_by_sale on discount_request (sale_id, id);
select audit_table('discount_request', 'discount_request', 'sale_id');

create table discount_approval (
    id          bigint generated always as identity primary key,
    sale_id     bigint not null,
    up_to       numeric(7, 4) not null,
    taken_off   numeric(19, 4) not null,
    reason      text not null,
    approved_at timestamptz not null,
    approved_by bigint
);
comment on column discount_approval.sale_id is 'the quote or invoice; that of a quote holds for what is made of it too';
comment on column discount_approval.up_to is 'the largest discount of a line that was approved, in percent';
comment on column discount_approval.taken_off is 'what all discounts together came to';
create index discount_approval_by_sale on discount_approval (sale_id);
create function billing_approval_stays() returns trigger language plpgsql as $$
begin
    raise exception 'An approval is only added' using errcode = 'insufficient_privilege';
end $$;
create trigger discount_approval_stays before update or delete on discount_approval
    for each row execute function billing_approval_stays();
select audit_table('discount_approval', 'discount_approval', 'sale_id');
