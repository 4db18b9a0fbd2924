-- What happens with a sale over the credit limit of its customer, and who let one pass.
create table credit_policy (
    id     int primary key default 1,
    action text not null check (action in ('NONE', 'WARN', 'BLOCK')),
    constraint credit_policy_is_one check (id = 1)
);
insert into credit_policy (action) values ('WARN');
select audit_table('credit_policy', 'credit_policy', 'action');

create table credit_approval (
    id          bigint generated always as identity primary key,
    sale_id     bigint not null,
    up_to       numeric(19, 4) not null,
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    owed        numeric(19, 4) not null,
    credit_limit numeric(19, 4) not null,
    reason      text not null,
    approved_at timestamptz not null,
    approved_by bigint
);
comment on column credit_approval.sale_id is 'the quote, order or invoice; it holds for what is made of it too';
comment on column credit_approval.up_to is 'the total of the sale that was approved; more needs another approval';
create index credit_approval_by_sale on credit_approval (sale_id);
create trigger credit_approval_stays before update or delete on credit_approval
    for each row execute function payment_stays();
select audit_table('credit_approval', 'credit_approval', 'sale_id');
