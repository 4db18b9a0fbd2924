-- The digest of a row whose values were taken out would let somebody try out values until one fits. With a random number
-- that goes with the values nothing can be tried out. Rows from before have none.
alter table record_change add column salt uuid;
alter table record_change alter column salt set default gen_random_uuid();
alter table audit_event add column salt uuid;
alter table audit_event alter column salt set default gen_random_uuid();

create or replace function audit_digest_of_event(e audit_event) returns bytea language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.actor_id,
        e.actor_name, e.seen_as, e.action, e.object, e.record_id, e.subject, e.detail, e.request)::text
        || coalesce(e.salt::text, ''), 'UTF8'));

create or replace function audit_digest_of_change(c record_change) returns bytea language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(c.id, c.record_id, c.object_key, c.version, c.field_key, c.old_value,
        c.new_value, (extract(epoch from c.changed_at) * 1000000)::bigint, c.changed_by, c.batch_id)::text
        || coalesce(c.salt::text, ''), 'UTF8'));

-- Takes the values of a record's fields out, for good, telling that it was done. Dates, fields, users and digests stay.
create or replace function audit_erase_record(erased bigint, object text, reason text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken bigint;
begin
    perform set_config('lazo.erasing', 'yes', true);
    insert into audit_erased (source, id, digest)
        select 'CHANGE', c.id, audit_digest_of_change(c) from record_change c
        where c.record_id = erased and (c.old_value is not null or c.new_value is not null)
        on conflict do nothing;
    update record_change set old_value = null, new_value = null, salt = null
        where record_id = erased and (old_value is not null or new_value is not null);
    get diagnostics taken = row_count;
    insert into audit_erased (source, id, digest)
        select 'EVENT', e.id, audit_digest_of_event(e) from audit_event e
        where e.record_id = erased and (e.subject is not null or e.detail <> '{}')
        on conflict do nothing;
    update audit_event e set subject = null, detail = '{}', salt = null
        where e.record_id = erased and (e.subject is not null or e.detail <> '{}');
    update consent_event set source = null, evidence = null
        where record_id = erased and (source is not null or evidence is not null);
    perform set_config('lazo.erasing', '', true);
    perform audit_note('erase', object, erased, null, jsonb_build_object('changes', taken, 'reason', reason));
    return taken;
end $$;

-- Takes out what matches a pattern, wherever else it stands in the audit; the rest of those rows stays readable.
create function audit_redact(pattern text, reason text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    changes bigint;
    events bigint;
begin
    if '' ~ pattern or length(pattern) < 6 then
        raise exception 'A pattern that matches anything takes everything out';
    end if;
    perform set_config('lazo.erasing', 'yes', true);
    insert into audit_erased (source, id, digest)
        select 'CHANGE', c.id, audit_digest_of_change(c) from record_change c
        where c.old_value ~ pattern or c.new_value ~ pattern
        on conflict do nothing;
    update record_change set old_value = regexp_replace(old_value, pattern, '[…]', 'g'),
                             new_value = regexp_replace(new_value, pattern, '[…]', 'g'), salt = null
        where old_value ~ pattern or new_value ~ pattern;
    get diagnostics changes = row_count;
    insert into audit_erased (source, id, digest)
        select 'EVENT', e.id, audit_digest_of_event(e) from audit_event e
        where e.subject ~ pattern or e.detail::text ~ pattern
        on conflict do nothing;
    update audit_event set subject = regexp_replace(subject, pattern, '[…]', 'g'),
                           detail = regexp_replace(detail::text, pattern, '[…]', 'g')::jsonb, salt = null
        where subject ~ pattern or detail::text ~ pattern;
    get diagnostics events = row_count;
    update consent_event set source = regexp_replace(source, pattern, '[…]', 'g'),
                             evidence = regexp_replace(evidence, pattern, '[…]', 'g')
        where source ~ pattern or evidence ~ pattern;
    perform set_config('lazo.erasing', '', true);
    if changes + events > 0 then
        perform audit_note('redact', 'audit', null, null,
            jsonb_build_object('changes', changes, 'events', events, 'reason', reason));
    end if;
    return changes + events;
end $$;
