-- A phone number is the same however it is written: what its last nine digits are decides.
create function phone_key(phone text) returns text
    language sql immutable strict parallel safe
    return right(regexp_replace(phone, '[^0-9]', '', 'g'), 9);

do $$
declare
    found record;
begin
    for found in select object_key, column_name from object_field where type = 'PHONE' loop
        execute format('create index on record.%I (phone_key(%I))', found.object_key, found.column_name);
        execute format('analyze record.%I (%I)', found.object_key, found.column_name);
    end loop;
end
$$;
