-- A person's page looks for what was merged into it and what it was converted from: both by index, whatever the size.
do $$
declare
    found record;
begin
    for found in select key from object_type loop
        execute format('create index on record.%I (merged_into) where merged_into is not null', found.key);
    end loop;
    for found in select object_key, column_name from object_field where type = 'LOOKUP' and read_only loop
        execute format('create index on record.%I (%2$I) where %2$I is not null', found.object_key, found.column_name);
    end loop;
end
$$;
