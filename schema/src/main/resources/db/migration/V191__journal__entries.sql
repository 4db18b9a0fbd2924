-- The journal: entries that balance, numbered without gaps in each year, only ever added: decision 0100.
create table journal_year (
    year        int primary key check (year between 1900 and 9999),
    next_number bigint not null default 1
);
comment on table journal_year is 'the row of a year is the lock under which an entry gets its number';

create table journal_entry (
    id          bigint generated always as identity primary key,
    year        int not null,
    number      bigint not null,
    day         date not null,
    source      text not null check (source in ('INVOICE', 'PAYMENT', 'MANUAL', 'REVERSAL')),
    source_id   bigint,
    step        int not null default 1,
    description text not null,
    lines       int not null check (lines >= 2),
    total       numeric(19, 4) not null check (total > 0),
    made_at     timestamptz not null,
    made_by     bigint,
    unique (year, number),
    unique (source, source_id, step),
    unique (id, day),
    constraint journal_entry_is_of_its_year check (year = extract(year from day)),
    constraint journal_entry_has_a_source check ((source = 'MANUAL') = (source_id is null))
);
comment on column journal_entry.source_id is 'the invoice, the payment, or the entry that this one reverses';
comment on column journal_entry.step is 'what happens to a payment later, such as its return, is another entry';
create index journal_entry_by_day on journal_entry (day, id);

create table journal_line (
    id          bigint generated always as identity primary key,
    entry_id    bigint not null,
    day         date not null,
    position    int not null,
    account     text not null references ledger_account (code),
    use         text,
    customer_id bigint,
    debit       numeric(19, 4) not null default 0 check (debit >= 0),
    credit      numeric(19, 4) not null default 0 check (credit >= 0),
    unique (entry_id, position),
    foreign key (entry_id, day) references journal_entry (id, day),
    constraint journal_line_is_on_one_side check ((debit = 0) <> (credit = 0))
);
comment on column journal_line.use is 'the kind of posting, where a document was posted';
create index journal_line_by_account on journal_line (account, day, entry_id, position);
create index journal_line_by_customer on journal_line (customer_id) where customer_id is not null;

-- What could not be posted, until it is.
create table journal_failure (
    source    text not null check (source in ('INVOICE', 'PAYMENT')),
    source_id bigint not null,
    code      text not null,
    detail    text not null,
    failed_at timestamptz not null,
    primary key (source, source_id)
);

-- Only the erasure of a person may change the words of an entry.
create function journal_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_setting('lazo.redacting', true) = 'on'
       and to_jsonb(new) - 'description' = to_jsonb(old) - 'description' then
        return new;
    end if;
    raise exception 'An entry of the journal is neither changed nor removed: it is reversed' using errcode = 'LZ409';
end $$;
create trigger journal_entry_stays before update or delete on journal_entry for each row execute function journal_stays();
create trigger journal_line_stays before update or delete on journal_line for each row execute function journal_stays();
create trigger journal_entry_is_kept before truncate on journal_entry for each statement execute function journal_stays();
create trigger journal_line_is_kept before truncate on journal_line for each statement execute function journal_stays();

create function journal_is_open() returns trigger language plpgsql as $$
begin
    if new.day <= (select closed_through from ledger_setting) then
        raise exception 'The books are closed on %', new.day using errcode = 'LZ409';
    end if;
    return new;
end $$;
create trigger journal_entry_is_open before insert on journal_entry for each row execute function journal_is_open();

-- At the end of a transaction every entry has the lines it says, and both sides come to the same. Lines that come later,
-- even two that balance, are refused by the same count.
create function journal_balances() returns trigger language plpgsql as $$
declare
    said journal_entry;
    found record;
begin
    if tg_table_name = 'journal_entry' then
        said := new;
    else
        select * into said from journal_entry where id = new.entry_id;
    end if;
    select count(*) as lines, sum(debit) as debit, sum(credit) as credit into found
        from journal_line where entry_id = said.id;
    if found.lines <> said.lines or found.debit is distinct from said.total or found.credit is distinct from said.total then
        raise exception 'Entry %/% does not balance', said.year, said.number using errcode = 'LZ409';
    end if;
    return null;
end $$;
create constraint trigger journal_entry_balances after insert on journal_entry deferrable initially deferred
    for each row execute function journal_balances();
create constraint trigger journal_line_balances after insert on journal_line deferrable initially deferred
    for each row execute function journal_balances();
