-- What lies in the company's warehouses. Movements are only added and taken back by their opposite; the level is the sum of
-- them, kept beside so that it can be locked and read: decision 0112.
create table warehouse (
    id      bigint generated always as identity primary key,
    name    text not null,
    retired boolean not null default false
);
create unique index warehouse_by_name on warehouse (lower(name));
insert into warehouse (name) values ('Central');
select audit_table('warehouse', 'warehouse', 'name');

create table stock_policy (
    id       int primary key default 1,
    negative boolean not null,
    constraint stock_policy_is_one check (id = 1)
);
insert into stock_policy (negative) values (false);
select audit_table('stock_policy', 'stock_policy', 'id');

create table stock_level (
    product_id   bigint not null,
    warehouse_id bigint not null references warehouse (id),
    on_hand      numeric(18, 6) not null,
    primary key (product_id, warehouse_id)
);

create table stock_movement (
    id           bigint generated always as identity primary key,
    product_id   bigint not null,
    warehouse_id bigint not null references warehouse (id),
    kind         text not null check (kind in ('IN', 'OUT', 'ADJUSTMENT', 'TRANSFER', 'DELIVERY', 'RETURN')),
    quantity     numeric(18, 6) not null check (quantity <> 0),
    on_hand      numeric(18, 6) not null,
    reason       text,
    delivery_id  bigint,
    reverses_id  bigint unique references stock_movement (id),
    moved_at     timestamptz not null,
    moved_by     bigint
);
comment on column stock_movement.quantity is 'what came in, less than nothing for what went out';
comment on column stock_movement.on_hand is 'what lay there after it';
comment on column stock_movement.delivery_id is 'the delivery or return that moved it';
create index stock_movement_by_product on stock_movement (product_id, id desc);
create function stock_movement_stays() returns trigger language plpgsql as $$
begin
    raise exception 'A movement is only taken back by another' using errcode = 'insufficient_privilege';
end $$;
create trigger stock_movement_stays before update or delete on stock_movement
    for each row execute function stock_movement_stays();
select audit_table('stock_movement', 'stock_movement', 'product_id');
