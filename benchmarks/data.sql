-- A company of :parties customers, with everything the application would have written had people typed it: records,
-- timelines, field history, search rows. The same every time. Statements are separated by lines that hold only "--".
-- 40 % companies, 60 % people, 30 deals and 500 activities per hundred parties, :users users; few customers have much.
create or replace function bench_u(n bigint, salt bigint) returns float8 language sql immutable parallel safe
    return (hashint8extended(n, salt) & 1073741823)::float8 / 1073741824
--
create or replace function bench_pick(words text[], u float8) returns text language sql immutable parallel safe
    return words[1 + floor(u * cardinality(words))::int]
--
-- The history is only added to, for everybody but who owns the server.
set session_replication_role = replica
--
truncate record_change
--
reset session_replication_role
--
truncate record.account, record.contact, record.lead, record.opportunity, record.activity, timeline_entry,
    search_document, record_share, duplicate_suspect, reminder_shown, import_identifier, lead_conversion
--
delete from sales_target
--
delete from app_user where id > 1 and id not in (select user_id from user_session)
--
insert into team (name) select 'Equipo ' || n from generate_series(1, :users / 10) n on conflict do nothing
--
insert into app_user (name, email, password_hash, role, team_id)
    select 'Vendedor ' || n, 'vendedor' || n || '@lazo.example', (select password_hash from app_user where id = 1),
           case when n % 10 = 0 then 'MANAGER' else 'SELLER' end,
           (select id from team where name = 'Equipo ' || (1 + (n - 1) / 10))
    from generate_series(1, :users) n
    where not exists (select from app_user where email = 'vendedor' || n || '@lazo.example')
--
create temp table bench_seller as
    select row_number() over (order by id) - 1 as n, id from app_user where email like 'vendedor%' order by id
--
-- Kept until the indexes are there again, also if this is broken off.
create table if not exists bench_index as
    select schemaname || '.' || quote_ident(indexname) as name, indexdef from pg_indexes
    where (schemaname = 'record' or tablename in ('timeline_entry', 'record_change', 'search_document'))
      and indexdef like 'CREATE INDEX%'
--
do $$ declare name text; begin
    for name in select i.name from bench_index i loop execute 'drop index if exists ' || name; end loop;
end $$
--
create temp table bench_words as select
    array['María','Lucía','Carmen','Nuria','Itziar','Candela','Begoña','Mencía','Leire','Sara','Irene','Ana','Laura',
          'Marta','Cristina','Elena','Pilar','Rosa','Isabel','Teresa','Montserrat','Ainhoa','Rocío','Noelia','Inés',
          'Antonio','José','Manuel','Álvaro','Ramón','Ferran','Óscar','Pau','Hugo','Tomás','Unai','Javier','Daniel',
          'Carlos','Jesús','Alejandro','Miguel','Rafael','Pedro','Ángel','Pablo','Sergio','Fernando','Jorge','Luis',
          'Iñaki','Xavier','Adrián','Diego','Raúl','Ignacio','Jaume','Andrés','Emilio','Joaquín'] as firsts,
    array['García','Rodríguez','González','Fernández','López','Martínez','Sánchez','Pérez','Gómez','Martín','Jiménez',
          'Ruiz','Hernández','Díaz','Moreno','Muñoz','Álvarez','Romero','Alonso','Gutiérrez','Navarro','Torres',
          'Domínguez','Vázquez','Ramos','Gil','Ramírez','Serrano','Blanco','Molina','Morales','Suárez','Ortega',
          'Delgado','Castro','Ortiz','Rubio','Marín','Sanz','Núñez','Iglesias','Medina','Garrido','Cortés','Castillo',
          'Santos','Lozano','Guerrero','Cano','Prieto','Méndez','Cruz','Calvo','Gallego','Vidal','León','Márquez',
          'Herrera','Peña','Flores','Cabrera','Campos','Vega','Fuentes','Carrasco','Díez','Reyes','Caballero','Nieto',
          'Aguilar','Pascual','Santana','Herrero','Lorenzo','Hidalgo','Montero','Ibáñez','Giménez','Ferrer','Durán',
          'Vicente','Benítez','Mora','Arias','Vargas','Carmona','Crespo','Román','Pastor','Soto','Sáez','Velasco',
          'Moya','Soler','Esteban','Parra','Bravo','Gallardo','Rojas','Mendizábal','Echeverría','Castaño','Domènech',
          'Rovira','Tudela','Quintana','Beltrán','Haro','Jurado','Ochoa','Salinas'] as lasts,
    array['Talleres','Bodegas','Transportes','Construcciones','Clínica','Muebles','Suministros','Ferretería','Hotel',
          'Imprenta','Panadería','Conservas','Academia','Gestoría','Inmobiliaria','Asesoría','Viveros','Aceites',
          'Electrónica','Instalaciones','Laboratorios','Carpintería','Lácteos','Autocares','Farmacia','Textiles',
          'Maquinaria','Logística','Consultora','Cerámicas'] as trades,
    array['S.L.','S.A.','y Asociados','Hermanos','e Hijos','S.L.U.','Norte','Sur','Levante','Ibérica','del Mar',
          'Castilla','Cantábrico','Mediterráneo','Industrial','Servicios'] as endings,
    array['Madrid','Barcelona','Valencia','Sevilla','Zaragoza','Málaga','Murcia','Palma','Las Palmas','Bilbao',
          'Alicante','Córdoba','Valladolid','Vigo','Gijón','Hospitalet','A Coruña','Vitoria','Granada','Elche','Oviedo',
          'Badalona','Cartagena','Terrassa','Jerez','Sabadell','Móstoles','Santa Cruz','Pamplona','Almería','Fuenlabrada',
          'Leganés','San Sebastián','Burgos','Santander','Castellón','Albacete','Alcorcón','Getafe','Salamanca',
          'Logroño','Huelva','Badajoz','Lleida','Tarragona','León','Cádiz','Jaén','Ourense','Girona','Lugo','Cáceres',
          'Melilla','Ceuta','Toledo','Guadalajara','Pontevedra','Palencia','Ciudad Real','Zamora','Ávila','Cuenca',
          'Huesca','Segovia','Soria','Teruel'] as cities,
    array['Gerencia','Compras','Dirección financiera','Administración','Jefatura de taller','Recursos humanos',
          'Marketing','Dirección comercial','Sistemas','Calidad','Logística','Secretaría','Dirección general'] as jobs,
    array['cliente clave','feria 2025','newsletter','moroso','recomendado','exportación','vip','pyme'] as tags,
    array['Llamada de seguimiento','Primera toma de contacto','Envío de la propuesta','Dudas sobre el presupuesto',
          'Revisión del contrato','Presentación del producto','Demostración','Visita a las instalaciones',
          'Confirmación del pedido','Incidencia con la entrega','Negociación de condiciones','Renovación anual',
          'Petición de referencias','Cierre del acuerdo','Formación inicial','Reclamación de la factura',
          'Cambio de interlocutor','Recordatorio de pago','Propuesta de ampliación','Encuesta de satisfacción'] as subjects,
    array['Pide que le enviemos el detalle por correo antes del viernes.','No puede decidir hasta que vuelva su socio.',
          'Le interesa empezar con una sede y ampliar después.','Compara con otra oferta, espera un mejor precio.',
          'Quedamos en hablar la semana que viene.','Muy contento con el servicio, nos recomendará.',
          'El plazo de entrega es lo que más le preocupa.','Necesita la factura a nombre de la empresa matriz.',
          'Todavía no tiene presupuesto aprobado para este año.','Prefiere que le llamemos por la mañana.'] as notes,
    array['Renovación de equipos','Contrato de mantenimiento','Ampliación de licencias','Proyecto piloto','Reforma',
          'Campaña de otoño','Suministro anual','Formación del personal','Auditoría','Puesta en marcha'] as projects
--
create temp table bench_account as
    select a.n, 10000000 + a.n as id,
           now() - interval '1095 days' * (1 - a.n::float8 / :accounts) - interval '3 hours' as since, s.id as owner
    from generate_series(0, :accounts - 1) a (n)
    join bench_seller s on s.n = floor(power(bench_u(a.n, 1), 1.5) * :users)::int
--
create temp table bench_contact as
    select c.n, 20000000 + c.n as id, a.n as account_n, a.id as account, a.owner,
           greatest(a.since, now() - interval '1095 days' * (1 - c.n::float8 / :contacts)) + interval '20 minutes' as since,
           bench_pick(firsts, power(bench_u(c.n, 2), 1.5)) as first,
           bench_pick(lasts, power(bench_u(c.n, 3), 1.7)) || ' ' || bench_pick(lasts, power(bench_u(c.n, 4), 1.7)) as last
    from bench_words, generate_series(0, :contacts - 1) c (n)
    join bench_account a on a.n = floor(power(bench_u(c.n, 5), 1.6) * :accounts)::int
--
create unique index on bench_contact (n)
--
create temp table bench_deal as
    select d.n, 40000000 + d.n as id, c.id as contact, c.n as contact_n, c.account, c.owner,
           now() - interval '730 days' * (1 - d.n::float8 / :deals) - interval '2 hours' as since,
           case when bench_u(d.n, 7) < 0.2 then floor(bench_u(d.n, 8) * 4)::int
                when bench_u(d.n, 7) < 0.55 then 4 else 5 end as stage,
           1 + floor(bench_u(d.n, 9) * 3)::int as steps
    from generate_series(0, :deals - 1) d (n)
    join bench_contact c on c.n = floor(power(bench_u(d.n, 6), 2) * :contacts)::int
--
create unique index on bench_deal (n)
--
-- One activity in four is about a deal; the last 0.4 % are planned, half of them overdue.
create temp table bench_activity as
    select a.n, 60000000 + a.n as id, coalesce(d.contact, c.id) as contact, coalesce(d.account, c.account) as account,
           d.id as deal, coalesce(d.owner, c.owner) as owner,
           case when a.n >= :activities * 0.996 then (array['task','call','meeting'])[1 + a.n % 3]
                else (array['call','call','call','call','call','call','call','email','email','email','email','email',
                            'email','meeting','meeting','note','note','note','visit','task'])
                     [1 + floor(bench_u(a.n, 11) * 20)::int] end as kind,
           a.n < :activities * 0.996 as done,
           date_trunc('minute', case when a.n >= :activities * 0.996 then now() + interval '30 days' * (bench_u(a.n, 12) - 0.5)
                else now() - interval '730 days' * (1 - a.n::float8 / :activities) - interval '1 hour' end) as at
    from generate_series(0, :activities - 1) a (n)
    left join bench_deal d on a.n % 4 = 0 and d.n = floor(bench_u(a.n, 13) * :deals)::int
    left join bench_contact c on a.n % 4 <> 0 and c.n = floor(power(bench_u(a.n, 14), 2) * :contacts)::int
--
create temp table bench_dates as
    select contact as id, max(at) filter (where done) as last, min(at) filter (where not done) as next
    from bench_activity group by contact
    union all
    select account, max(at) filter (where done), min(at) filter (where not done) from bench_activity group by account
    union all
    select deal, max(at) filter (where done), min(at) filter (where not done)
    from bench_activity where deal is not null group by deal
--
create unique index on bench_dates (id)
--
analyze bench_account, bench_contact, bench_deal, bench_activity, bench_dates
--
insert into record.account (id, created_at, updated_at, created_by, updated_by, owner_id, name, tax_id, email, phone,
        website, industry, employees, annual_revenue, annual_revenue_currency, address_street, address_postcode,
        address_city, address_country, lifecycle, source, tags, description, last_activity_at, next_activity_at)
    select a.id, since, since, owner, owner, owner, name, 'B' || lpad((10000000 + n * 7 % 90000000)::text, 8, '0'),
           'info@' || domain, '+34 9' || lpad(floor(bench_u(n, 23) * 100)::text, 2, '0') || ' '
           || lpad(floor(bench_u(n, 24) * 1000)::text, 3, '0') || ' ' || lpad(floor(bench_u(n, 25) * 1000)::text, 3, '0'),
           'https://www.' || domain,
           bench_pick(array['agriculture','automotive','commerce','construction','education','energy','finance','health',
                            'hospitality','industry','logistics','public','services','technology'], power(bench_u(n, 26), 1.3)),
           1 + floor(exp(bench_u(n, 27) * 6)), round((100000 * exp(bench_u(n, 28) * 5))::numeric, 2), 'EUR',
           'Calle ' || bench_pick(lasts, bench_u(n, 29)) || ', ' || 1 + floor(bench_u(n, 30) * 90),
           lpad((1000 + floor(bench_u(n, 31) * 51000))::text, 5, '0'), bench_pick(cities, power(bench_u(n, 32), 2)), 'ES',
           case when bench_u(n, 33) < 0.45 then 'prospect' when bench_u(n, 33) < 0.6 then 'lead'
                when bench_u(n, 33) < 0.9 then 'customer' when bench_u(n, 33) < 0.93 then 'promoter' else 'lost' end,
           bench_pick(array['web','referral','campaign','event','phone'], bench_u(n, 34)),
           case when n % 3 = 0 then array[bench_pick(tags, bench_u(n, 35))] end,
           case when n % 5 = 0 then bench_pick(notes, bench_u(n, 36)) end, dates.last, dates.next
    from (select *, regexp_replace(fold(name), '[^a-z]', '', 'g') || n || '.example' as domain
          from (select a.*, w.*, bench_pick(trades, power(bench_u(n, 20), 1.4)) || ' '
                       || bench_pick(lasts, power(bench_u(n, 21), 1.5)) || ' ' || bench_pick(endings, bench_u(n, 22)) as name
                from bench_account a, bench_words w) named) a
    left join bench_dates dates on dates.id = a.id order by n
--
insert into record.contact (id, created_at, updated_at, created_by, updated_by, owner_id, name, first_name, last_name,
        job_title, account, email, mobile, address_postcode, address_city, address_country, birthday, language, lifecycle,
        source, tags, preferences, last_activity_at, next_activity_at)
    select c.id, since, since, owner, owner, owner, c.first || ' ' || c.last, c.first, c.last,
           case when bench_u(c.n, 40) < 0.8 then bench_pick(jobs, bench_u(c.n, 41)) end, c.account,
           fold(c.first) || '.' || split_part(fold(c.last), ' ', 1) || c.n || '@'
           || bench_pick(array['gmail.com','hotmail.com','outlook.es','correo.example','empresa.example'], bench_u(c.n, 42)),
           '+34 6' || lpad(floor(bench_u(c.n, 43) * 100)::text, 2, '0') || ' '
           || lpad(floor(bench_u(c.n, 44) * 1000)::text, 3, '0') || ' ' || lpad(floor(bench_u(c.n, 45) * 1000)::text, 3, '0'),
           lpad((1000 + floor(bench_u(c.n, 46) * 51000))::text, 5, '0'), bench_pick(cities, power(bench_u(c.n, 47), 2)), 'ES',
           date '1960-01-01' + floor(bench_u(c.n, 48) * 15000)::int, case when c.n % 12 = 0 then 'ca' else 'es' end,
           case when bench_u(c.n, 49) < 0.45 then 'prospect' when bench_u(c.n, 49) < 0.6 then 'lead'
                when bench_u(c.n, 49) < 0.9 then 'customer' when bench_u(c.n, 49) < 0.93 then 'promoter' else 'lost' end,
           bench_pick(array['web','referral','campaign','event','phone'], bench_u(c.n, 50)),
           case when c.n % 4 = 0 then array[bench_pick(tags, bench_u(c.n, 51))] end,
           case when c.n % 5 = 0 then bench_pick(notes, bench_u(c.n, 52)) end, dates.last, dates.next
    from bench_words, bench_contact c left join bench_dates dates on dates.id = c.id order by c.n
--
insert into record.opportunity (id, version, created_at, updated_at, created_by, updated_by, owner_id, name, account,
        contact, stage, amount, amount_currency, probability, expected_close, source, loss_reason, closed_at, stage_since,
        last_activity_at, next_activity_at)
    select d.id, 1 + steps, since, moved, owner, owner, owner,
           bench_pick(projects, bench_u(n, 60)) || ' ' || 2024 + n % 3, account, contact,
           (array['exploration','study','proposal','negotiation','won','lost'])[1 + stage],
           round((1500 * exp(bench_u(n, 61) * 4.5))::numeric, 2), 'EUR', (array[10, 30, 50, 75, 100, 0])[1 + stage],
           (case when stage < 4 then now() + interval '90 days' * (bench_u(n, 62) - 0.2) else moved end)::date,
           bench_pick(array['web','referral','campaign','event','phone'], bench_u(n, 63)),
           case when stage = 5 then bench_pick(array['price','competitor','timing','no_budget','no_answer'], bench_u(n, 64)) end,
           case when stage > 3 then moved end, moved, dates.last, dates.next
    from bench_words, (select *, least(since + interval '12 days' * steps, now() - interval '1 hour') as moved from bench_deal) d
    left join bench_dates dates on dates.id = d.id order by n
--
insert into record.activity (id, created_at, updated_at, created_by, updated_by, owner_id, kind, subject, description, done,
        start_at, due_at, duration, direction, outcome, channel, contact, account, opportunity)
    select a.id, least(at, now()), least(at, now()), owner, owner, owner, kind,
           bench_pick(subjects, power(bench_u(n, 70), 1.3)),
           case when n % 2 = 0 then bench_pick(notes, bench_u(n, 71)) || ' '
                || bench_pick(lasts, bench_u(n, 72)) || ' ' || bench_pick(cities, bench_u(n, 73)) end,
           done, case when kind <> 'task' then at end, case when kind = 'task' then at end,
           case when kind in ('call', 'meeting', 'visit') then 5 * (1 + n % 12) end,
           case when kind in ('call', 'email') then (array['outgoing','incoming'])[1 + n % 2] end,
           case when kind = 'call' and done then bench_pick(array['reached','no_answer','voicemail','interested'], bench_u(n, 74)) end,
           case kind when 'call' then 'phone' when 'email' then 'email' end, contact, account, deal
    from bench_words, bench_activity a order by n
--
insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id, detail)
    select page, since, 'CREATED', 'account', id, owner, null::jsonb from bench_account, lateral (values (id)) p (page)
    union all
    select page, since, 'CREATED', 'contact', id, owner, null::jsonb from bench_contact, lateral (values (id), (account)) p (page)
    union all
    select page, since, 'CREATED', 'opportunity', id, owner, null::jsonb
    from bench_deal, lateral (values (id), (account), (contact)) p (page)
    union all
    select page, since + interval '12 days' * step, 'MILESTONE', 'opportunity', id, owner,
           jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('field', 'stage',
               'from', (array['exploration','study','proposal','negotiation'])[step], 'to',
               (array['study','proposal','negotiation','won','lost'])[case when step = steps and stage > 3 then stage else step end])))
    from bench_deal, generate_series(1, steps) step, lateral (values (id), (account), (contact)) p (page)
    union all
    select page, at, 'ACTIVITY', 'activity', id, owner, null::jsonb
    from bench_activity, lateral (values (id), (contact), (account), (deal)) p (page) where page is not null
--
insert into record_change (record_id, object_key, version, field_key, old_value, new_value, changed_at, changed_by)
    select id, 'opportunity', 1 + step, 'stage', (array['exploration','study','proposal','negotiation'])[step],
           (array['study','proposal','negotiation','won','lost'])[case when step = steps and stage > 3 then stage else step end],
           since + interval '12 days' * step, owner
    from bench_deal, generate_series(1, steps) step
--
insert into search_document (record_id, object_key, title, subtitle, search_text, owner_id, updated_at)
    select id, 'account', name, coalesce(nullif(tax_id, ''), nullif(email, '')),
           fold(name || ' ' || coalesce(tax_id, '') || ' ' || coalesce(email, '') || ' '
                || coalesce(regexp_replace(phone, '[^0-9]', '', 'g'), '') || ' ' || coalesce(website, '') || ' '
                || coalesce(address_street, '') || ' ' || coalesce(address_postcode, '') || ' ' || coalesce(address_city, '')
                || '  ' || coalesce(address_country, '') || ' ' || coalesce(array_to_string(tags, ' '), '') || ' '
                || coalesce(description, '') || '    '), owner_id, updated_at
    from record.account
    union all
    select id, 'contact', name, coalesce(nullif(job_title, ''), nullif(email, '')),
           fold(name || ' ' || coalesce(job_title, '') || ' ' || coalesce(email, '') || '  '
                || coalesce(regexp_replace(mobile, '[^0-9]', '', 'g'), '') || '  ' || coalesce(address_postcode, '') || ' '
                || coalesce(address_city, '') || '  ' || coalesce(address_country, '') || ' '
                || coalesce(array_to_string(tags, ' '), '') || '   ' || coalesce(preferences, '') || '  '), owner_id, updated_at
    from record.contact
    union all
    select id, 'opportunity', name, null, fold(name || '    '), owner_id, updated_at from record.opportunity
    union all
    select id, 'activity', subject, null, fold(subject || ' ' || coalesce(description, '') || ' '), owner_id, updated_at
    from record.activity
--
select setval('record_id', greatest(90000000, (select last_value from record_id)))
--
drop table bench_account, bench_contact, bench_deal, bench_activity, bench_dates
--
set maintenance_work_mem = '1GB'
--
set max_parallel_maintenance_workers = 2
--
do $$ declare indexdef text; begin
    for indexdef in select i.indexdef from bench_index i loop execute indexdef; end loop;
end $$
--
drop table bench_index, bench_words, bench_seller
--
drop function bench_u, bench_pick
--
vacuum (freeze, analyze)
