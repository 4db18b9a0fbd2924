-- Series of invoices. The row of a series is the lock under which an invoice gets its number: decision 0070.
create table billing_series (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('FULL', 'SIMPLIFIED', 'CORRECTIVE')),
    prefix      text not null,
    year        int not null check (year between 2000 and 9999),
    next_number bigint not null default 1 check (next_number between 1 and 999999999),
    last_issued date,
    unique (kind, year),
    unique (prefix),
    constraint billing_series_is_short check (prefix ~ '^[A-Z0-9][A-Z0-9/-]{0,9}$')
);
comment on column billing_series.prefix is 'with the year and what separates it from the number, such as F2026-';
comment on column billing_series.last_issued is 'the day of the latest invoice; the next one is not before it';

-- What was issued: the content of an invoice as it was, and its hash. Rows are never changed or removed.
create table invoice_issue (
    invoice_id  bigint primary key,
    series_id   bigint not null references billing_series (id),
    position    bigint not null,
    number      text not null unique check (length(number) <= 20),
    issued      date not null,
    content     text not null,
    sha256      bytea not null,
    issued_at   timestamptz not null,
    issued_by   bigint,
    record_chain    bigint,
    record_position bigint,
    unique (series_id, position),
    constraint invoice_issue_has_a_whole_record check ((record_chain is null) = (record_position is null))
);
comment on column invoice_issue.content is 'canonical JSON; sha256 is over its UTF-8 bytes';
comment on column invoice_issue.record_position is 'its VERI*FACTU record, where that was on';

-- The refusal of whatever would change what is fixed; screens and the API tell it by its code. When a person is taken out of
-- Lazo, what the law wants kept is passed over and stays as it is.
create function billing_refuse() returns trigger language plpgsql as $$
begin
    if current_setting('lazo.redacting', true) = 'on' then
        return null;
    end if;
    raise exception 'An issued invoice is neither changed nor removed' using errcode = 'LZ409';
end $$;
create trigger invoice_issue_stays before update or delete on invoice_issue
    for each row execute function billing_refuse();
create trigger invoice_issue_is_kept before truncate on invoice_issue
    for each statement execute function billing_refuse();

create function billing_lines_stay() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (select from invoice_issue where invoice_id = old.document_id)
       or tg_op <> 'DELETE' and exists (select from invoice_issue where invoice_id = new.document_id) then
        if current_setting('lazo.redacting', true) = 'on' then
            return null;
        end if;
        raise exception 'The lines of an issued invoice are neither changed nor removed' using errcode = 'LZ409';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger document_line_stays before insert or update or delete on document_line
    for each row execute function billing_lines_stay();
create trigger document_stays before update or delete on document
    for each row execute function billing_lines_stay();
create trigger document_line_is_kept before truncate on document_line
    for each statement execute function billing_refuse();

-- For the table of the records, which is made when the object is installed. What the law wants of an invoice stays; what
-- becomes of it afterwards, such as its balance, and who looks after it may change. Whom a record belongs to may be merged.
create function billing_invoice_stays() returns trigger language plpgsql as $$
declare
    fixed text[] := array['number', 'series', 'kind', 'date', 'operation_date', 'due_date', 'language', 'subject', 'terms',
                          'payment_terms', 'correction_code', 'correction_method', 'correction_reason', 'corrects',
                          'subtotal', 'subtotal_currency', 'tax_total', 'tax_total_currency', 'total', 'total_currency',
                          'payable', 'payable_currency', 'deleted_at', 'merged_into', 'id'];
    was jsonb := to_jsonb(old);
    now jsonb;
    one text;
begin
    if not exists (select from invoice_issue where invoice_id = old.id) then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' then
        raise exception 'An issued invoice is neither changed nor removed' using errcode = 'LZ409';
    end if;
    now := to_jsonb(new);
    foreach one in array fixed loop
        if was -> one is distinct from now -> one then
            if current_setting('lazo.redacting', true) = 'on' then
                return null;
            end if;
            raise exception 'An issued invoice is neither changed nor removed: %', one using errcode = 'LZ409';
        end if;
    end loop;
    if now ->> 'status' in ('draft', 'void') then
        raise exception 'An issued invoice does not become a draft again' using errcode = 'LZ409';
    end if;
    return new;
end $$;
