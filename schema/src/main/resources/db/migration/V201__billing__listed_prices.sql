-- What the catalogue asked for a line when its product or quantity was last typed. The price of the line itself may be another.
alter table document_line
    add listed_price  numeric(18, 6),
    add listed_source text check (listed_source in ('CUSTOMER', 'LIST', 'CATALOGUE')),
    add listed_list   text,
    add constraint document_line_listed_has_a_source check ((listed_price is null) = (listed_source is null));
comment on column document_line.listed_list is 'what the price list was called';
