-- Who issues invoices under VERI*FACTU, and what signs in at the tax agency for them. Decision 0060.
create table verifactu_settings (
    id                   int primary key default 1,
    active               boolean not null,
    environment          text not null check (environment in ('TEST', 'PRODUCTION')),
    taxpayer_name        text not null,
    taxpayer_nif         text not null,
    installation         text not null,
    maker_name           text not null,
    maker_nif            text not null,
    certificate          bytea,
    certificate_password bytea,
    certificate_subject  text,
    certificate_until    timestamptz,
    constraint verifactu_settings_are_one check (id = 1),
    constraint verifactu_certificate_is_whole check ((certificate is null) = (certificate_password is null)
        and (certificate is null) = (certificate_until is null))
);
comment on column verifactu_settings.installation is 'never used for anybody else';
comment on column verifactu_settings.maker_name is 'who answers for this copy of the program';
select audit_table('verifactu_settings', 'verifactu', 'taxpayer_nif', secret => 'certificate,certificate_password');

-- One chain for each installation and taxpayer; its row is the lock under which a record is added.
create table verifactu_chain (
    id            bigint generated always as identity primary key,
    environment   text not null check (environment in ('TEST', 'PRODUCTION')),
    installation  text not null,
    taxpayer_nif  text not null,
    last_position bigint not null default 0,
    last_hash     text not null default '',
    next_send_at  timestamptz,
    failures      int not null default 0,
    failing_since timestamptz,
    answered_at   timestamptz,
    answer        text,
    constraint verifactu_chain_is_one unique (environment, installation, taxpayer_nif)
);

-- Billing records. What was hashed stands here letter by letter. Rows are never changed or removed.
create table verifactu_record (
    chain_id      bigint not null references verifactu_chain (id),
    position      bigint not null,
    kind          text not null check (kind in ('REGISTRATION', 'CANCELLATION')),
    issuer_nif    text not null,
    number        text not null,
    issued        date not null,
    invoice_kind  text,
    tax_amount    text,
    total_amount  text,
    previous_hash text not null,
    generated_at  text not null,
    hash          text not null,
    xml           text not null,
    created_at    timestamptz not null,
    primary key (chain_id, position),
    constraint verifactu_record_says_what_it_is check
        ((kind = 'REGISTRATION') = (invoice_kind is not null and tax_amount is not null and total_amount is not null))
);
create index verifactu_record_by_number on verifactu_record (number, chain_id, position);

create function verifactu_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'Billing records are only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger verifactu_record_stays before update or delete on verifactu_record
    for each row execute function verifactu_refuse();
create trigger verifactu_record_is_kept before truncate on verifactu_record
    for each statement execute function verifactu_refuse();

-- What became of a record at the tax agency.
create table verifactu_submission (
    chain_id    bigint not null,
    position    bigint not null,
    state       text not null default 'WAITING'
                check (state in ('WAITING', 'ACCEPTED', 'ACCEPTED_WITH_ERRORS', 'REJECTED')),
    in_doubt    boolean not null default false,
    tried_at    timestamptz,
    answered_at timestamptz,
    receipt     text,
    error_code  text,
    error_text  text,
    primary key (chain_id, position),
    foreign key (chain_id, position) references verifactu_record (chain_id, position)
);
comment on column verifactu_submission.in_doubt is 'it was sent and no answer came: the agency may have it';
create index verifactu_submission_waiting on verifactu_submission (chain_id, position) where state = 'WAITING';
create index verifactu_submission_trouble on verifactu_submission (chain_id, position)
    where state in ('ACCEPTED_WITH_ERRORS', 'REJECTED');
