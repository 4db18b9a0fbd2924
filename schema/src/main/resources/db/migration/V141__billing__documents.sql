-- What a commercial document has besides its record: how its money is reckoned, and its lines. Record ids are unique over
-- all objects, so one table serves quotes, orders and whatever follows them: decision 0050.
create table document (
    document_id         bigint primary key,
    object_key          text not null,
    currency            text not null check (currency ~ '^[A-Z]{3}$'),
    rounding            text not null default 'DOCUMENT' check (rounding in ('DOCUMENT', 'LINE')),
    surcharge           boolean not null default false,
    withholding_key     text references tax (key),
    withholding_percent numeric(7, 4),
    revision            int not null default 0,
    saved_at            timestamptz not null,
    saved_by            bigint,
    constraint document_withholding_has_a_rate check ((withholding_key is null) = (withholding_percent is null))
);
comment on column document.revision is 'grows with every change of the lines, so that nobody overwrites what another has just saved';

create table document_line (
    id              bigint generated always as identity primary key,
    document_id     bigint not null references document (document_id),
    row_key         text not null,
    position        int not null,
    kind            text not null check (kind in ('ITEM', 'SECTION', 'OPTIONAL', 'CHOSEN')),
    product_id      bigint,
    name            text not null,
    detail          text,
    quantity        numeric(18, 6) not null,
    unit            text,
    price           numeric(18, 6) not null,
    discount        numeric(7, 4) not null default 0 check (discount between 0 and 100),
    cost            numeric(18, 6),
    tax_key         text references tax (key),
    tax_percent     numeric(7, 4) not null,
    surcharge       numeric(7, 4) not null default 0,
    net             numeric(19, 4) not null,
    source_line_id  bigint references document_line (id),
    unique (document_id, row_key)
);
comment on column document_line.row_key is 'tells the line from the others of its document, also while it is being typed and through all versions';
comment on column document_line.source_line_id is 'the line of the document before it in the chain: quote, order, delivery, invoice';
create index document_line_by_source on document_line (source_line_id) where source_line_id is not null;
create index document_line_by_product on document_line (product_id) where product_id is not null;

-- Who issues the company's documents.
create table billing_issuer (
    id          int primary key default 1,
    name        text not null,
    tax_id      text not null,
    street      text not null,
    postcode    text not null,
    city        text not null,
    region      text not null,
    country     text not null,
    email       text not null,
    phone       text not null,
    registry    text not null,
    constraint billing_issuer_is_one check (id = 1)
);
comment on column billing_issuer.registry is 'what stands at the foot of every document, such as the entry in the companies register';
select audit_table('billing_issuer', 'issuer', 'name');
