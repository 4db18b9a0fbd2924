-- Whoever sees their own records reads them from an index in the order of their titles, and their activities by day and as far
-- as they are not done. New objects get these indexes when they are made.
do $$
declare
    object record;
    moment text;
begin
    for object in
        select t.key, f.column_name from object_type t join object_field f on f.object_key = t.key and f.key = t.title_field
        where f.type in ('TEXT', 'AUTO_NUMBER')
    loop
        execute format('create index on record.%I (owner_id, %I collate "es-x-icu", id) where deleted_at is null',
                       object.key, object.column_name);
    end loop;
    for object in select key from object_type where kind = 'ACTIVITY' loop
        for moment in
            select column_name from object_field where object_key = object.key and column_name in ('start_at', 'due_at')
        loop
            execute format('create index on record.%I (owner_id, %I) where deleted_at is null and %I is not null',
                           object.key, moment, moment);
        end loop;
        if exists (select from object_field where object_key = object.key and column_name = 'done') then
            execute format('create index on record.%I (owner_id, id) where deleted_at is null and coalesce(done, false) = false',
                           object.key);
        end if;
    end loop;
end $$;
