-- What was done, by whom and when, besides the changes of fields that record_change tells. Rows are never changed or
-- removed: decision 0018.
create table audit_event (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default clock_timestamp(),
    actor_id    bigint,
    actor_name  text,
    seen_as     bigint,
    action      text not null,
    object      text not null,
    record_id   bigint,
    subject     text,
    detail      jsonb not null default '{}',
    request     text
);
comment on column audit_event.seen_as is 'the user as whom the actor looked at Lazo';
comment on column audit_event.object is 'the object of a record, or what was done it to: user, role, session';
comment on column audit_event.subject is 'what it was called at that time';
create index audit_event_by_actor on audit_event (actor_id, id);
create index audit_event_by_action on audit_event (action, id);
create index audit_event_by_object on audit_event (object, id);
create index audit_event_by_record on audit_event (record_id, id) where record_id is not null;
create index audit_event_by_time on audit_event (at);

-- Changes in the order they were made: for blocks and for reading.
create unique index record_change_in_order on record_change (id);

-- A block seals the events and changes up to an id. Its hash covers the hash of the block before.
create table audit_block (
    id          bigint primary key,
    sealed_at   timestamptz not null,
    events_to   bigint not null,
    changes_to  bigint not null,
    events      bigint not null,
    changes     bigint not null,
    hash        bytea not null
);

-- What a row of a block was like before the values in it were erased: its digest holds the chain together.
create table audit_erased (
    source      text not null check (source in ('EVENT', 'CHANGE')),
    id          bigint not null,
    digest      bytea not null,
    erased_at   timestamptz not null default clock_timestamp(),
    primary key (source, id)
);

create function audit_digest_of_event(e audit_event) returns bytea language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.actor_id,
        e.actor_name, e.seen_as, e.action, e.object, e.record_id, e.subject, e.detail, e.request)::text, 'UTF8'));

create function audit_digest_of_change(c record_change) returns bytea language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(c.id, c.record_id, c.object_key, c.version, c.field_key, c.old_value,
        c.new_value, (extract(epoch from c.changed_at) * 1000000)::bigint, c.changed_by, c.batch_id)::text, 'UTF8'));

-- What the rows after one pair of ids and up to another amount to, with the hash of the block before.
create function audit_block_of(previous bytea, events_after bigint, events_upto bigint, changes_after bigint,
                               changes_upto bigint, out events bigint, out changes bigint, out hash bytea)
language sql stable as $$
    select e.rows, c.rows, sha256(previous
        || convert_to(jsonb_build_array(events_upto, e.rows, changes_upto, c.rows)::text, 'UTF8')
        || coalesce(e.digest, '') || coalesce(c.digest, ''))
    from (select count(*) as rows,
                 sha256(string_agg(coalesce(x.digest, audit_digest_of_event(r)), ''::bytea order by r.id)) as digest
          from audit_event r left join audit_erased x on x.source = 'EVENT' and x.id = r.id
          where r.id > events_after and r.id <= events_upto) e,
         (select count(*) as rows,
                 sha256(string_agg(coalesce(x.digest, audit_digest_of_change(r)), ''::bytea order by r.id)) as digest
          from record_change r left join audit_erased x on x.source = 'CHANGE' and x.id = r.id
          where r.id > changes_after and r.id <= changes_upto) c
$$;

-- The second line behind the missing privileges; the first one is docs/audit.md.
create function audit_refuse() returns trigger language plpgsql as $$
begin
    if current_setting('lazo.erasing', true) is distinct from 'yes'
            or (select tableowner from pg_tables where schemaname = 'public' and tablename = 'audit_event')
               is distinct from current_user then
        raise exception 'The audit is only added to' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create trigger audit_event_stays before update or delete on audit_event for each row execute function audit_refuse();
create trigger audit_event_is_kept before truncate on audit_event for each statement execute function audit_refuse();
create trigger audit_block_stays before update or delete on audit_block for each row execute function audit_refuse();
create trigger audit_block_is_kept before truncate on audit_block for each statement execute function audit_refuse();
create trigger audit_erased_stays before update or delete on audit_erased for each row execute function audit_refuse();
create trigger audit_erased_is_kept before truncate on audit_erased for each statement execute function audit_refuse();
create trigger record_change_stays before update or delete on record_change for each row execute function audit_refuse();
create trigger record_change_is_kept before truncate on record_change for each statement execute function audit_refuse();

-- The one way to take values out: those of a record's fields, for good, telling that it was done. Dates, fields, users and
-- digests stay.
create function audit_erase_record(erased bigint, object text, reason text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken bigint;
begin
    perform set_config('lazo.erasing', 'yes', true);
    insert into audit_erased (source, id, digest)
        select 'CHANGE', c.id, audit_digest_of_change(c) from record_change c
        where c.record_id = erased and (c.old_value is not null or c.new_value is not null)
        on conflict do nothing;
    update record_change set old_value = null, new_value = null
        where record_id = erased and (old_value is not null or new_value is not null);
    get diagnostics taken = row_count;
    insert into audit_erased (source, id, digest)
        select 'EVENT', e.id, audit_digest_of_event(e) from audit_event e
        where e.record_id = erased and (e.subject is not null or e.detail <> '{}')
        on conflict do nothing;
    update audit_event e set subject = null, detail = '{}'
        where e.record_id = erased and (e.subject is not null or e.detail <> '{}');
    perform set_config('lazo.erasing', '', true);
    perform audit_note('erase', object, erased, null, jsonb_build_object('changes', taken, 'reason', reason));
    return taken;
end $$;

-- Who acts: the application names its connection after the user it works for, as in "Lazo u12 as 3 rK4Xw".
create function audit_note(action text, object text, record_id bigint, subject text, detail jsonb,
                           by_user bigint default null) returns void
language plpgsql as $$
declare
    label text[] := regexp_match(current_setting('application_name'), '^Lazo(?: u(\d+))?(?: as (\d+))?(?: r(\S+))?$');
    who bigint := case when action = 'sign-in' then by_user else coalesce(label[1]::bigint, by_user) end;
begin
    insert into audit_event (actor_id, actor_name, seen_as, action, object, record_id, subject, detail, request)
    values (who, (select u.name from app_user u where u.id = who), label[2]::bigint, action, object, record_id, subject,
            detail, label[3]);
end $$;

-- Told of a row: what it was and what it is, of the columns that changed. The arguments of the trigger: what a row is
-- called in the audit, the column with its name, columns whose values are secret, columns that do not count, and whether
-- rows that nobody made are passed over because the pack that brought them is told of.
create function audit_row() returns trigger language plpgsql as $$
declare
    old_row jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
    new_row jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
    present jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
    secret text[] := string_to_array(tg_argv[2], ',');
    ignored text[] := string_to_array(tg_argv[3], ',');
    changed jsonb;
begin
    if tg_op = 'INSERT' and tg_argv[4] = 'pack' and current_setting('application_name') !~ '^Lazo u' then
        return null;
    end if;
    select jsonb_object_agg(key, case when key = any (secret) then '["•", "•"]'
                                      else jsonb_build_array(old_row -> key, new_row -> key) end)
        into changed
        from (select jsonb_object_keys(old_row) as key union select jsonb_object_keys(new_row)) keys
        where old_row -> key is distinct from new_row -> key and key <> all (ignored)
              and coalesce(old_row -> key, 'null') <> coalesce(new_row -> key, 'null');
    if changed is not null then
        perform audit_note(case tg_op when 'INSERT' then 'create' when 'DELETE' then 'remove' else 'change' end,
                           tg_argv[0], null, coalesce(present ->> tg_argv[1], present ->> 'id'), changed);
    end if;
    return null;
end $$;

create function audit_session() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform audit_note('sign-in', 'session', null, (select u.name from app_user u where u.id = new.user_id),
            jsonb_build_object('browser', new.user_agent), new.user_id);
    else
        perform audit_note('sign-out', 'session', null, (select u.name from app_user u where u.id = old.user_id),
            jsonb_build_object('browser', old.user_agent), old.user_id);
    end if;
    return null;
end $$;
create trigger audit_session after insert or delete on user_session for each row execute function audit_session();

create function audit_share() returns trigger language plpgsql as $$
declare
    share record_share := case when tg_op = 'DELETE' then old else new end;
begin
    perform audit_note(case when tg_op = 'DELETE' then 'unshare' else 'share' end, share.object_key, share.record_id,
        coalesce((select u.name from app_user u where u.id = share.user_id),
                 (select t.name from team t where t.id = share.team_id)),
        jsonb_build_object('may_change', share.may_change));
    return null;
end $$;
create trigger audit_share after insert or update or delete on record_share for each row execute function audit_share();

-- What is done to many records at once, and what takes it back.
create function audit_batch() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform audit_note('batch-' || lower(new.kind), new.object_key, null, null,
            jsonb_build_object('batch', new.id), new.made_by);
    elsif new.undone_at is not null and old.undone_at is null then
        perform audit_note('batch-taken-back', new.object_key, null, null,
            jsonb_build_object('batch', new.id, 'records', new.records), new.undone_by);
    end if;
    return null;
end $$;
create trigger audit_batch after insert or update on record_batch for each row execute function audit_batch();

create function audit_import() returns trigger language plpgsql as $$
begin
    if new.state <> old.state and new.state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'UNDONE') then
        perform audit_note('import-' || lower(new.state), coalesce(new.object_key, 'record'), null, new.file_name,
            jsonb_build_object('import', new.id, 'created', new.created, 'updated', new.updated, 'unchanged',
                new.unchanged, 'skipped', new.skipped, 'rejected', new.rejected), new.made_by);
    end if;
    return null;
end $$;
create trigger audit_import after update on import_run for each row execute function audit_import();

-- From here on the rows of a table of settings are told of. Columns that do not count are named by commas.
create function audit_table(audited text, called text, name_column text, secret text default '', ignored text default '',
                            passed text default '') returns void
language plpgsql as $$
begin
    execute format('create or replace trigger audit_row after insert or update or delete on %I for each row '
                   'execute function audit_row(%L, %L, %L, %L, %L)', audited, called, name_column, secret, ignored,
                   passed);
end $$;

select audit_table('company', 'company', 'name');
select audit_table('team', 'team', 'name');
select audit_table('business_unit', 'unit', 'name');
select audit_table('role', 'role', 'name');
select audit_table('role_permission', 'role_permission', 'role_key');
select audit_table('app_user', 'user', 'name', 'password_hash', 'theme,hue,shortcuts,locale,time_zone');
select audit_table('object_type', 'object_type', 'key', passed => 'pack');
select audit_table('object_field', 'object_field', 'key', passed => 'pack');
select audit_table('field_choice', 'field_choice', 'key', passed => 'pack');
select audit_table('field_restriction', 'field_restriction', 'role');
select audit_table('pipeline', 'pipeline', 'key', passed => 'pack');
select audit_table('pipeline_stage', 'pipeline_stage', 'key', passed => 'pack');
select audit_table('stage_setting', 'pipeline_stage', 'stage_key', passed => 'pack');
select audit_table('assignment_rule', 'assignment_rule', 'name', ignored => 'taken');
select audit_table('sales_target', 'sales_target', 'id');
select audit_table('installed_pack', 'pack', 'key');
