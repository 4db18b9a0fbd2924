-- Money that comes in and goes out, and the invoices it is for. Nothing here is edited: a payment that comes back or was
-- typed wrongly gets a row that says so, and its allocations get rows that take them back: decision 0080.
create table payment (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('RECEIVED', 'REFUND')),
    paid_on     date not null,
    amount      numeric(19, 4) not null check (amount > 0),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    method      text not null check (method in ('TRANSFER', 'CARD', 'CASH', 'DIRECT_DEBIT', 'CHEQUE', 'OTHER')),
    reference   text,
    party_id    bigint not null,
    refunds     bigint references payment (id),
    made_at     timestamptz not null,
    made_by     bigint,
    constraint payment_refunds_a_payment check (refunds is null or kind = 'REFUND')
);
comment on column payment.party_id is 'the account, or else the contact, whose money it is; one that was merged stands for the other';
comment on column payment.refunds is 'the payment whose rest is given back; a refund of an invoice has allocations instead';
create index payment_by_party on payment (party_id, paid_on desc, id desc);
create index payment_by_refunded on payment (refunds) where refunds is not null;

create table payment_reversal (
    payment_id  bigint primary key references payment (id),
    kind        text not null check (kind in ('RETURNED', 'MISTAKE')),
    reversed_on date not null,
    reason      text not null,
    made_at     timestamptz not null,
    made_by     bigint
);
comment on column payment_reversal.kind is 'RETURNED: the money came back, such as a bounced debit; MISTAKE: it was never so';

-- What an invoice is paid with: a payment, or a corrective invoice that lowers what is owed. Sums are the truth, so an entry
-- is taken back by another one with the opposite sign. A refund has negative entries.
create table payment_allocation (
    id            bigint generated always as identity primary key,
    invoice_id    bigint not null,
    payment_id    bigint references payment (id),
    corrective_id bigint,
    amount        numeric(19, 4) not null check (amount <> 0),
    taken_back    boolean not null default false,
    made_at       timestamptz not null,
    made_by       bigint,
    constraint payment_allocation_has_one_source check (num_nonnulls(payment_id, corrective_id) = 1)
);
create index payment_allocation_by_invoice on payment_allocation (invoice_id);
create index payment_allocation_by_payment on payment_allocation (payment_id) where payment_id is not null;
create index payment_allocation_by_corrective on payment_allocation (corrective_id) where corrective_id is not null;

-- Only the erasure of a person may take their name out of a text.
create function payment_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_setting('lazo.redacting', true) = 'on' then
        return new;
    end if;
    raise exception 'A payment is neither changed nor removed: it is reversed' using errcode = 'LZ409';
end $$;
create trigger payment_stays before update or delete on payment for each row execute function payment_stays();
create trigger payment_reversal_stays before update or delete on payment_reversal
    for each row execute function payment_stays();
create trigger payment_allocation_stays before update or delete on payment_allocation
    for each row execute function payment_stays();
create trigger payment_is_kept before truncate on payment for each statement execute function payment_stays();
create trigger payment_reversal_is_kept before truncate on payment_reversal
    for each statement execute function payment_stays();
create trigger payment_allocation_is_kept before truncate on payment_allocation
    for each statement execute function payment_stays();

select audit_table('payment', 'payment', 'id');
select audit_table('payment_reversal', 'payment_reversal', 'payment_id');
select audit_table('payment_allocation', 'payment_allocation', 'invoice_id');
