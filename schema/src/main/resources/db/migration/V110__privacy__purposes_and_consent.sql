-- What personal data are used for, and on what lawful basis (GDPR 6). Texts are jsonb by language.
create table privacy_purpose (
    id              bigint generated always as identity primary key,
    key             text not null unique check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    label           jsonb not null,
    wording         jsonb not null,
    wording_version int not null default 1,
    basis           text not null check (basis in ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTEREST',
                                                   'PUBLIC_TASK', 'LEGITIMATE_INTEREST')),
    position        int not null default 100,
    archived        boolean not null default false
);
comment on column privacy_purpose.wording is 'what people are told, and what they agree to where the basis is consent';

insert into privacy_purpose (key, label, wording, basis, position) values
    ('relationship', '{"es": "Atender lo que nos pides", "en": "Dealing with what you ask us for"}',
     '{"es": "Usamos tus datos para responderte, preparar ofertas y cumplir lo que acordamos contigo.",
       "en": "We use your data to answer you, prepare offers and do what we have agreed with you."}', 'CONTRACT', 10),
    ('billing', '{"es": "Facturar y cumplir la ley", "en": "Invoicing and legal duties"}',
     '{"es": "Usamos tus datos para facturar y para las obligaciones fiscales y contables que nos impone la ley.",
       "en": "We use your data for invoices and for the tax and accounting duties the law gives us."}',
     'LEGAL_OBLIGATION', 20),
    ('business_contact', '{"es": "Tratar con tu empresa", "en": "Dealing with your company"}',
     '{"es": "Usamos tus datos profesionales para tratar con la empresa en la que trabajas. Puedes oponerte cuando quieras.",
       "en": "We use your professional data to deal with the company you work for. You may object at any time."}',
     'LEGITIMATE_INTEREST', 30),
    ('marketing_email', '{"es": "Novedades y ofertas por escrito", "en": "News and offers in writing"}',
     '{"es": "Acepto recibir novedades y ofertas por correo electrónico y mensajes. Puedo retirar este permiso cuando quiera.",
       "en": "I agree to receive news and offers by e-mail and messages. I may withdraw this permission at any time."}',
     'CONSENT', 40),
    ('marketing_phone', '{"es": "Llamadas comerciales", "en": "Sales calls"}',
     '{"es": "Acepto recibir llamadas comerciales. Puedo retirar este permiso cuando quiera.",
       "en": "I agree to receive sales calls. I may withdraw this permission at any time."}', 'CONSENT', 50),
    ('profiling', '{"es": "Conocer tus preferencias", "en": "Knowing your preferences"}',
     '{"es": "Acepto que se analicen mis compras y contactos para proponerme lo que más me interese. Puedo retirar este permiso cuando quiera.",
       "en": "I agree that my purchases and contacts are analysed to offer me what interests me most. I may withdraw this permission at any time."}',
     'CONSENT', 60);

-- What people said about the use of their data: only added to, never changed or removed (GDPR 7.1). The state of a purpose
-- follows from these rows.
create table consent_event (
    id              bigint generated always as identity primary key,
    object_key      text not null,
    record_id       bigint not null,
    purpose_id      bigint,
    kind            text not null check (kind in ('GIVEN', 'WITHDRAWN', 'OBJECTED', 'OBJECTION_LIFTED')),
    declared_at     timestamptz not null,
    noted_at        timestamptz not null,
    noted_by        bigint,
    channel         text not null check (channel in ('FORM', 'EMAIL', 'PHONE', 'PAPER', 'IN_PERSON', 'IMPORT', 'OTHER')),
    wording         text,
    wording_version int,
    source          text,
    evidence        text
);
create index consent_event_by_record on consent_event (record_id, id);
comment on column consent_event.purpose_id is 'empty for an objection to every purpose that one may object to';
comment on column consent_event.wording is 'what the person was shown, word for word';
comment on column consent_event.source is 'where it was said: a form, an address, a meeting';
comment on column consent_event.evidence is 'what proves it';

create trigger consent_event_stays before update or delete on consent_event for each row execute function audit_refuse();
create trigger consent_event_is_kept before truncate on consent_event for each statement execute function audit_refuse();

-- What a person said is told to the audit without the words of the proof, which can be forgotten.
create function audit_consent() returns trigger language plpgsql as $$
begin
    perform audit_note('consent-' || lower(replace(new.kind, '_', '-')), new.object_key, new.record_id, null,
        jsonb_build_object('consent', new.id, 'channel', new.channel, 'wording', new.wording_version,
            'purpose', (select p.key from privacy_purpose p where p.id = new.purpose_id)), new.noted_by);
    return null;
end $$;
create trigger audit_consent after insert on consent_event for each row execute function audit_consent();

select audit_table('privacy_purpose', 'purpose', 'key');
