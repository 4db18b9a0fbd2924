-- What was sent: the content of a quote as it was, its hash, and the PDF made of it.
create table quote_version (
    quote_id    bigint not null,
    version     int not null,
    content     text not null,
    sha256      bytea not null,
    pdf         bytea not null,
    total       numeric(19, 4) not null,
    currency    text not null,
    made_at     timestamptz not null,
    made_by     bigint,
    primary key (quote_id, version)
);
comment on column quote_version.content is 'canonical JSON; sha256 is over its UTF-8 bytes';

-- The address under which a customer reads a version. Whoever has the token may read and decide; the database knows its hash.
create table quote_link (
    id          bigint generated always as identity primary key,
    quote_id    bigint not null,
    version     int not null,
    token_hash  bytea not null unique,
    recipient   text,
    made_at     timestamptz not null,
    made_by     bigint,
    foreign key (quote_id, version) references quote_version (quote_id, version)
);
create index quote_link_by_quote on quote_link (quote_id, id desc);

-- What the customer said to a version, and the proof of it. Rows are only added; a name may be erased, what was decided not.
create table quote_decision (
    id          bigint generated always as identity primary key,
    quote_id    bigint not null,
    version     int not null,
    link_id     bigint references quote_link (id),
    kind        text not null check (kind in ('ACCEPTED', 'REJECTED')),
    name        text not null,
    reason      text,
    ip          text,
    browser     text,
    sha256      bytea not null,
    decided_at  timestamptz not null,
    decided_by  bigint,
    unique (quote_id, version),
    foreign key (quote_id, version) references quote_version (quote_id, version)
);
comment on column quote_decision.decided_by is 'the user who noted down what the customer had said elsewhere; null when the customer decided on the page';
comment on column quote_decision.sha256 is 'the hash of the version that was decided on';

create function quote_decision_stays() returns trigger language plpgsql as $$
begin
    raise exception 'What was decided on a quote is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger quote_decision_stays before delete or update of quote_id, version, link_id, kind, sha256, decided_at, decided_by
    on quote_decision for each row execute function quote_decision_stays();
