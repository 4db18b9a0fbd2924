-- What was handed over of an order, and what came back of it.
create table delivery_series (
    year int primary key,
    last int not null
);
create table delivery (
    id           bigint generated always as identity primary key,
    number       text not null unique,
    order_id     bigint not null,
    returned     boolean not null,
    warehouse_id bigint references warehouse (id),
    delivered_on date not null,
    note         text,
    made_at      timestamptz not null,
    made_by      bigint
);
comment on column delivery.returned is 'whether the customer gave it back';
create index delivery_by_order on delivery (order_id, id);
create table delivery_line (
    delivery_id bigint not null references delivery (id),
    line_id     bigint not null references document_line (id),
    quantity    numeric(18, 6) not null check (quantity > 0),
    primary key (delivery_id, line_id)
);
create index delivery_line_by_line on delivery_line (line_id);
create function billing_delivery_stays() returns trigger language plpgsql as $$
begin
    raise exception 'A delivery is only followed by a return' using errcode = 'insufficient_privilege';
end $$;
create trigger delivery_stays before update or delete on delivery
    for each row execute function billing_delivery_stays();
create trigger delivery_line_stays before update or delete on delivery_line
    for each row execute function billing_delivery_stays();
select audit_table('delivery', 'delivery', 'number');
