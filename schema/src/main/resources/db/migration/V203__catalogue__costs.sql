-- What a product costs the company directly, by kind and since when. A row is only added: the latest one of its kind that has
-- begun holds, so a mistake is mended by another row of the same day, and a kind ends with a row of nothing.
create table product_cost (
    id         bigint generated always as identity primary key,
    product_id bigint not null,
    kind       text not null check (kind in ('MATERIALS', 'LABOUR', 'PURCHASE')),
    amount     numeric(18, 6) not null check (amount >= 0),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    valid_from date not null,
    note       text,
    added_at   timestamptz not null,
    added_by   bigint
);
create index product_cost_by_product on product_cost (product_id, kind, valid_from desc, id desc);
create index product_cost_by_day on product_cost (valid_from);
create function catalogue_cost_stays() returns trigger language plpgsql as $$
begin
    raise exception 'A cost is only followed by another' using errcode = 'insufficient_privilege';
end $$;
create trigger product_cost_stays before update or delete on product_cost
    for each row execute function catalogue_cost_stays();
select audit_table('product_cost', 'product_cost', 'product_id');
