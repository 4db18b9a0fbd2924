-- The chart of accounts, and which account each kind of posting uses. The journal begins when somebody chooses a chart.
create table ledger_account (
    code    text primary key check (code ~ '^[0-9]{1,12}$'),
    kind    text not null check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE')),
    label   jsonb not null
);
comment on column ledger_account.code is 'of one or two digits it is a group, which nothing is posted to';

create table ledger_setting (
    id             int primary key default 1 check (id = 1),
    chart          text check (chart in ('PGC', 'INTERNATIONAL')),
    closed_through date,
    behind         boolean not null default false
);
comment on column ledger_setting.closed_through is 'no entry is posted on this day or before it';
comment on column ledger_setting.behind is 'documents of before the journal began are still to be posted';
insert into ledger_setting default values;

create table posting_account (
    use     text not null,
    detail  text not null default '',
    account text not null references ledger_account (code),
    primary key (use, detail)
);
comment on column posting_account.detail is 'a method of payment, a tax with its rate; empty for all others';

create table ledger_closing (
    id        bigint generated always as identity primary key,
    was       date,
    through   date,
    reason    text not null,
    made_at   timestamptz not null,
    made_by   bigint,
    constraint ledger_closing_changes_something check (was is distinct from through)
);
comment on column ledger_closing.through is 'the books are closed until this day, included; null when all is open';

select audit_table('ledger_account', 'ledger_account', 'code');
select audit_table('ledger_setting', 'ledger_setting', 'id', ignored => 'behind');
select audit_table('posting_account', 'posting_account', 'use');
select audit_table('ledger_closing', 'ledger_closing', 'id');
