-- Takes the audit out of the hands of the role Lazo signs in with: from then on it reads and adds, and cannot change or
-- remove. Tables of invoices it still writes, but the triggers that keep what was issued it cannot take away. To be run in Lazo's database by a superuser, any number of times; audit-release.sql takes it back.
do $$
declare
    application text := (select tableowner from pg_tables where schemaname = 'public' and tablename = 'flyway_schema_history');
    protected text;
    what regprocedure;
begin
    if not exists (select from pg_roles where rolname = 'lazo_audit') then
        create role lazo_audit nologin;
    end if;
    -- Whoever owns a schema may drop what is in it.
    alter schema public owner to lazo_audit;
    execute format('grant usage, create on schema public to %I', application);
    foreach protected in array array['audit_event', 'audit_block', 'audit_erased', 'record_change', 'consent_event', 'verifactu_record'] loop
        execute format('alter table public.%I owner to lazo_audit', protected);
        execute format('revoke all on public.%I from %I, public', protected, application);
        execute format('grant select, insert on public.%I to %I', protected, application);
    end loop;
    foreach protected in array array['invoice_issue', 'document', 'document_line',
                                  'journal_entry', 'journal_line'] loop
        execute format('alter table public.%I owner to lazo_audit', protected);
        execute format('revoke all on public.%I from %I, public', protected, application);
        execute format('grant select, insert, update, delete on public.%I to %I', protected, application);
    end loop;
    execute format('grant select on sequence public.audit_event_id_seq, public.record_change_id_seq, public.consent_event_id_seq,
        public.document_line_id_seq, public.journal_entry_id_seq, public.journal_line_id_seq to %I', application);
    for what in select p.oid from pg_proc p
                where p.pronamespace = 'public'::regnamespace
                      and (p.proname like 'audit\_%' or p.proname like 'billing\_%' or p.proname like 'journal\_%') loop
        execute format('alter function %s owner to lazo_audit', what);
    end loop;
    grant select on public.app_user to lazo_audit;
end $$;
