-- Price lists with dates, currency and quantity breaks, for everybody or for the customers they are given to, and the prices
-- agreed with one customer: decision 0110.
create table price_list (
    id         bigint generated always as identity primary key,
    name       text not null,
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    valid_from date not null,
    valid_to   date,
    everybody  boolean not null,
    constraint price_list_ends_after_it_begins check (valid_to >= valid_from)
);
create unique index price_list_by_name on price_list (lower(name));
select audit_table('price_list', 'price_list', 'name');

create table price_list_line (
    id         bigint generated always as identity primary key,
    list_id    bigint not null references price_list (id),
    product_id bigint not null,
    minimum    numeric(18, 6) not null check (minimum >= 0),
    price      numeric(18, 6) check (price >= 0),
    discount   numeric(7, 4) check (discount between 0 and 100),
    unique (product_id, list_id, minimum),
    constraint price_list_line_is_a_price_or_a_discount check ((price is null) <> (discount is null))
);
comment on column price_list_line.minimum is 'the quantity from which it holds; 0 for any';
comment on column price_list_line.discount is 'percent off the price in the catalogue';
create index price_list_line_by_list on price_list_line (list_id);
select audit_table('price_list_line', 'price_list_line', 'product_id');

create table price_list_customer (
    account_id bigint not null,
    list_id    bigint not null references price_list (id),
    primary key (account_id, list_id)
);
create index price_list_customer_by_list on price_list_customer (list_id);
select audit_table('price_list_customer', 'price_list_customer', 'account_id');

create table customer_price (
    id         bigint generated always as identity primary key,
    account_id bigint not null,
    product_id bigint not null,
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    minimum    numeric(18, 6) not null check (minimum >= 0),
    price      numeric(18, 6) check (price >= 0),
    discount   numeric(7, 4) check (discount between 0 and 100),
    valid_from date not null,
    valid_to   date,
    unique (account_id, product_id, currency, minimum, valid_from),
    constraint customer_price_is_a_price_or_a_discount check ((price is null) <> (discount is null)),
    constraint customer_price_ends_after_it_begins check (valid_to >= valid_from)
);
select audit_table('customer_price', 'customer_price', 'product_id');
