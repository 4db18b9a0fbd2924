-- Gives the audit back to the role Lazo signs in with, for a restore or for an upgrade that changes its tables. To be run
-- in Lazo's database by a superuser; run audit-protection.sql afterwards.
do $$
declare
    application text := (select tableowner from pg_tables where schemaname = 'public' and tablename = 'flyway_schema_history');
    released text;
    what regprocedure;
begin
    alter schema public owner to pg_database_owner;
    foreach released in array array['audit_event', 'audit_block', 'audit_erased', 'record_change', 'consent_event', 'verifactu_record',
                                   'invoice_issue', 'document', 'document_line',
                                  'journal_entry', 'journal_line'] loop
        if to_regclass('public.' || released) is not null then
            execute format('alter table public.%I owner to %I', released, application);
        end if;
    end loop;
    for what in select p.oid from pg_proc p
                where p.pronamespace = 'public'::regnamespace
                      and (p.proname like 'audit\_%' or p.proname like 'billing\_%' or p.proname like 'journal\_%') loop
        execute format('alter function %s owner to %I', what, application);
    end loop;
end $$;
