-- When customers are reminded of what is overdue, and of which invoice they were.
create table reminder_policy (
    id     int primary key default 1,
    active boolean not null,
    days   int[] not null,
    constraint reminder_policy_is_one check (id = 1),
    constraint reminder_policy_has_steps check (cardinality(days) between 1 and 5 and 0 < all (days))
);
comment on column reminder_policy.days is 'after the due date, one for each step, rising';
insert into reminder_policy (active, days) values (false, '{3, 15, 30}');
select audit_table('reminder_policy', 'reminder_policy', 'id');

create table invoice_reminder (
    invoice_id bigint not null,
    step       int not null check (step >= 1),
    balance    numeric(19, 4) not null,
    written_at timestamptz not null,
    primary key (invoice_id, step)
);
comment on column invoice_reminder.balance is 'what was owed, in the currency of the invoice';
select audit_table('invoice_reminder', 'invoice_reminder', 'invoice_id');
